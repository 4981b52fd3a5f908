import { describe, expect, expectTypeOf, it } from "vitest";
import { type FlagTable, parseFlags, resolveFlags } from "../../src/command-line/flags.js";
import { UsageError } from "../../src/errors/usage-error.js";

const TABLE = {
  scale: { type: "choice", values: [2, 3], default: 2, help: "factor" },
  method: { type: "choice", values: ["fast", "zssr"], default: "fast", help: "how" },
  rounds: { type: "integer", min: 1, help: "how often", onlyWith: { method: ["zssr"] } },
  noise: { type: "number", min: 0, max: 1, help: "noise" },
  fallback: { type: "boolean", default: true, help: "fall back" },
  formats: { type: "list", values: ["mat", "npy"], default: ["mat"], help: "files" },
  kernel: { type: "text", placeholder: "how|file", words: ["auto"], help: "kernel" },
  out: { type: "text", placeholder: "dir", required: true, help: "folder" },
  root: { type: "text", placeholder: "dir", several: true, help: "folders" },
} as const satisfies FlagTable;

describe("parseFlags", () => {
  it("reads each value as the table says", () => {
    const given = {
      scale: "3",
      noise: "0.5",
      fallback: false,
      formats: "npy, MAT",
      out: "o",
      root: ["a", "b"],
    };
    const flags = parseFlags(TABLE, given);
    expect(flags).toEqual({
      scale: 3,
      noise: 0.5,
      fallback: false,
      formats: ["mat", "npy"],
      out: "o",
      root: ["a", "b"],
    });
    expectTypeOf(flags.scale).toEqualTypeOf<2 | 3 | undefined>();
    expectTypeOf(flags.formats).toEqualTypeOf<readonly ("mat" | "npy")[] | undefined>();
    expectTypeOf(flags.out).toEqualTypeOf<string>();
    expectTypeOf(flags.root).toEqualTypeOf<readonly string[] | undefined>();
  });

  it("keeps to what was given", () => {
    expect(parseFlags(TABLE, { out: "o" })).toEqual({ out: "o" });
  });

  it.each([
    [{ method: "auto" }, '--method must be one of fast, zssr, got "auto"; give that as --kernel auto'],
    [{ scale: "5" }, '--scale must be one of 2, 3, got "5"'],
    [{ noise: "2" }, '--noise must be a number from 0 to 1, got "2"'],
    [{ noise: "" }, '--noise must be a number from 0 to 1, got ""'],
    [{ method: "zssr", rounds: "0" }, '--rounds must be an integer of at least 1, got "0"'],
    [{ formats: "exe" }, '--formats must be some of mat, npy, got "exe"'],
    [{ rounds: "3" }, "--rounds is an option of --method zssr, not of fast; choose that, or leave it out"],
    [{ sharpness: "3" }, "there is no option --sharpness"],
  ])("refuses %j", (given, message) => {
    expect(() => parseFlags(TABLE, { out: "o", ...given })).toThrow(new UsageError(message));
  });
});

describe("resolveFlags", () => {
  it("adds the defaults", () => {
    const flags = resolveFlags(TABLE, { out: "o", scale: 3 });
    expect(flags).toEqual({
      scale: 3,
      method: "fast",
      rounds: undefined,
      noise: undefined,
      fallback: true,
      formats: ["mat"],
      out: "o",
      root: undefined,
    });
    expectTypeOf(flags.scale).toEqualTypeOf<2 | 3>();
    expectTypeOf(flags.rounds).toEqualTypeOf<number | undefined>();
  });
});
