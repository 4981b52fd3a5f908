import { describe, expect, it } from "vitest";
import type { Flag, FlagTable } from "../../src/command-line/flags.js";
import { argumentSyntax, flagDescription, flagSyntax } from "../../src/command-line/help.js";

const TABLE = {
  method: { type: "choice", values: ["fast", "zssr"], default: "fast", help: "how to enlarge" },
  kernelSize: { type: "choice", values: [9, 11], default: 9, help: "side", onlyWith: { method: ["zssr"] } },
  noise: { type: "number", min: 0, unit: "gray levels", defaultText: "measured", help: "noise" },
  fallback: { type: "boolean", default: true, help: "fall back" },
  formats: { type: "list", values: ["mat", "npy"], default: [], help: "files" },
  root: { type: "text", placeholder: "dir|s3", several: true, help: "folders" },
} as const satisfies FlagTable;

const flags: [string, Flag, string, string][] = [
  ["method", TABLE.method, "--method <name>", "how to enlarge (one of fast, zssr; default: fast)"],
  [
    "kernelSize",
    TABLE.kernelSize,
    "--kernel-size <n>",
    "side (with --method zssr; one of 9, 11; default: 9)",
  ],
  ["noise", TABLE.noise, "--noise <x>", "noise (a number of at least 0, in gray levels; default: measured)"],
  ["fallback", TABLE.fallback, "--no-fallback", "do not fall back"],
  ["formats", TABLE.formats, "--formats <list>", "files (some of mat, npy; default: none)"],
  ["root", TABLE.root, "--root <dir|s3...>", "folders"],
];

describe("the help of a flag", () => {
  it.each(flags)("%s", (name, flag, syntax, description) => {
    expect(flagSyntax(name, flag)).toBe(syntax);
    expect(flagDescription(flag, TABLE)).toBe(description);
  });
});

it("the syntax of an argument", () => {
  expect(argumentSyntax({ placeholder: "a", help: "" })).toBe("<a>");
  expect(argumentSyntax({ placeholder: "image", several: true, optional: true, help: "" })).toBe(
    "[image...]",
  );
});
