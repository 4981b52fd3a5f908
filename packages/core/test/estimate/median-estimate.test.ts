import { describe, expect, it } from "vitest";
import { medianEstimate } from "../../src/estimate/index.js";
import { type AutoEstimate, kernelFromRows, kernelSum } from "../../src/index.js";

const estimate = (confidence: number, middle: number, fellBack = false): AutoEstimate => {
  const kernel = kernelFromRows(
    [
      [0, 1, 0],
      [1, middle, 1],
      [0, 1, 0],
    ],
    2,
  );
  return {
    method: "auto",
    scale: 2,
    kernel,
    kernels: { 2: kernel },
    confidence,
    fellBack,
    warnings: [`${confidence}`],
    timing: { seconds: 1 },
    shapes: {} as AutoEstimate["shapes"],
  };
};

describe("medianEstimate", () => {
  it("takes the median of each weight, and makes the sum 1", () => {
    const { kernel, kernels, confidence, timing } = medianEstimate([
      estimate(0.9, 2),
      estimate(0.5, 100),
      estimate(0.7, 4),
    ]);
    expect(kernel.data[4]).toBeCloseTo(4 / 8, 12);
    expect(kernelSum(kernel)).toBeCloseTo(1, 12);
    expect(kernels[2]).toEqual(kernel);
    expect(kernel).toMatchObject({ scale: 2, confidence: 0.7 });
    expect([confidence, timing.seconds]).toEqual([0.7, 3]);
  });

  it("keeps the bicubic kernel where most fell back to it", () => {
    const middle = estimate(0.2, 5, true);
    expect(medianEstimate([estimate(0.1, 3, true), middle, estimate(0.9, 50)])).toBe(middle);
  });
});
