import { describe, expect, it } from "vitest";
import {
  checkOptions,
  expectation,
  flagName,
  type Option,
  type OptionTable,
  parseOption,
} from "../../src/options/index.js";

const OPTIONS = {
  method: { type: "choice", values: ["fast", "slow"], default: "fast", help: "how" },
  scale: { type: "choice", values: [2, 3], default: 2, help: "factor" },
  threads: { type: "integer", min: 1, max: 8, help: "threads" },
  noise: { type: "number", min: 0, help: "noise" },
  fallback: { type: "boolean", default: true, help: "fall back" },
  kernel: { type: "text", placeholder: "FILE", help: "kernel" },
  formats: { type: "list", values: ["mat", "npy", "png"], help: "formats" },
  zssrSteps: { type: "integer", min: 1, help: "steps", onlyWith: { method: ["slow"] } },
  kernelSize: { type: "integer", min: 1, help: "its side", onlyWith: { kernel: "any" } },
  device: { type: "text", placeholder: "NAME", help: "where", onlyWith: { method: ["slow"], kernel: "any" } },
} as const satisfies OptionTable;

describe("checkOptions", () => {
  it("accepts valid values, and undefined ones", () => {
    checkOptions(OPTIONS, {});
    checkOptions(OPTIONS, { method: "slow", zssrSteps: 3, threads: undefined, formats: ["png"] });
    checkOptions(OPTIONS, { kernel: "k.mat", kernelSize: 3, device: "here" });
    checkOptions(OPTIONS, { method: "slow", device: "here" });
  });

  it.each<[object, string]>([
    [{ speed: 1 }, 'there is no option "speed"'],
    [{ kernl: "a.mat" }, 'there is no option "kernl"; did you mean "kernel"?'],
    [{ method: "quick" }, '"method" must be one of fast, slow, got "quick"'],
    [{ scale: 4 }, '"scale" must be one of 2, 3, got 4'],
    [{ threads: 2.5 }, '"threads" must be an integer from 1 to 8, got 2.5'],
    [{ threads: 9 }, "from 1 to 8, got 9"],
    [{ noise: -1 }, '"noise" must be a number of at least 0, got -1'],
    [{ noise: Number.NaN }, "got NaN"],
    [{ fallback: "no" }, '"fallback" must be true or false'],
    [{ kernel: 3 }, '"kernel" must be a text (FILE), got 3'],
    [{ formats: ["mat", "gif"] }, '"formats" must be some of mat, npy, png'],
    [
      { zssrSteps: 3 },
      '"zssrSteps" is an option of "method" slow, not of fast; choose that, or leave it out',
    ],
    [{ kernelSize: 3 }, '"kernelSize" is an option of "kernel"; choose that, or leave it out'],
    [{ device: "here" }, '"device" is an option of "method" slow or "kernel", not of fast; choose'],
  ])("refuses %j", (values, message) => {
    expect(() => checkOptions(OPTIONS, values)).toThrow(message);
  });

  it("names options as the caller does", () => {
    expect(() => checkOptions(OPTIONS, { zssrSteps: 3 }, flagName)).toThrow(
      "--zssr-steps is an option of --method slow, not of fast",
    );
  });
});

describe("parseOption", () => {
  it.each<[Option, string, unknown]>([
    [OPTIONS.method, "slow", "slow"],
    [OPTIONS.scale, "3", 3],
    [OPTIONS.threads, "8", 8],
    [OPTIONS.noise, "1.5", 1.5],
    [OPTIONS.fallback, "false", false],
    [OPTIONS.kernel, "k.mat", "k.mat"],
    [OPTIONS.formats, "PNG, mat", ["mat", "png"]],
  ])("reads %j from %s", (option, text, value) => {
    expect(parseOption(option, text)).toEqual(value);
  });

  it.each<[Option, string]>([
    [OPTIONS.method, "quick"],
    [OPTIONS.scale, "2.0x"],
    [OPTIONS.threads, ""],
    [OPTIONS.threads, "2.5"],
    [OPTIONS.noise, "much"],
    [OPTIONS.fallback, "yes"],
    [OPTIONS.formats, "mat,gif"],
  ])("refuses for %j the text %j", (option, text) => {
    expect(() => parseOption(option, text)).toThrow(`give ${expectation(option)}`);
  });
});
