import { describe, expect, it } from "vitest";
import { axisNumber, logTicks } from "../src/axis.js";

describe("ticks of a logarithmic axis", () => {
  it.each([
    [0.0228, 0.03, [0.024, 0.026, 0.028, 0.03]],
    [0.016, 1, [0.02, 0.05, 0.1, 0.2, 0.5, 1]],
    [8e-5, 1, [1e-4, 0.001, 0.01, 0.1, 1]],
    [1e-7, 1, [1e-6, 1e-4, 0.01, 1]],
  ])("from %f to %f", (low, high, expected) => {
    expect(logTicks([low, high])).toEqual(expected);
  });

  it("are at most as many as fit", () => {
    expect(logTicks([1e-5, 1], 5)).toEqual([1e-4, 0.01, 1]);
    for (let decades = 3; decades < 15; decades++) {
      expect(logTicks([10 ** -decades, 1], 5).length).toBeLessThanOrEqual(5);
    }
  });
});

describe("numbers along an axis", () => {
  it("are powers of ten where they are small", () => {
    expect([0, 200, 0.05, 0.30000000000000004, 0.001, 1e-4, 2e-6, 1e-12].map(axisNumber)).toEqual([
      "0",
      "200",
      "0.05",
      "0.3",
      "0.001",
      "10⁻⁴",
      "2·10⁻⁶",
      "10⁻¹²",
    ]);
  });
});
