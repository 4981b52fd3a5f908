import { describe, expect, test } from "vitest";
import { checkChoice, checkInteger, checkNumber } from "../src/range.js";

const AT_LEAST_1 = { min: 1 };
const SHARE = { min: 0, max: 1 };

describe("checks of values", () => {
  test("accept what lies in the range, its ends included", () => {
    checkInteger("the size", 1, AT_LEAST_1);
    checkNumber("the share", 0, SHARE);
    checkNumber("the share", 1, SHARE);
    checkChoice("the device", "cpu", ["cpu", "wasm"]);
  });

  test.each([
    [() => checkInteger("the size", 0, AT_LEAST_1), "the size must be an integer of at least 1, got 0"],
    [() => checkInteger("the size", 1.5, AT_LEAST_1), "the size must be an integer of at least 1, got 1.5"],
    [() => checkInteger("the rank", 3, { min: 0, max: 2 }), "the rank must be an integer from 0 to 2, got 3"],
    [() => checkNumber("the share", 1.1, SHARE), "the share must be a number from 0 to 1, got 1.1"],
    [() => checkNumber("the share", Number.NaN, SHARE), "the share must be a number from 0 to 1, got NaN"],
    [
      () => checkChoice("the device", "abacus", ["cpu", "wasm"]),
      'the device must be one of cpu, wasm, got "abacus"',
    ],
  ])("refuse what does not: %#", (call, message) => {
    expect(call).toThrow(expect.objectContaining({ code: "invalid-argument", message }));
  });
});
