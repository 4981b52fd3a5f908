import { describe, expect, it } from "vitest";
import { medianEstimate } from "../../src/estimate/index.js";
import { isToneCurve } from "../../src/image/index.js";
import { type AutoEstimate, centreOfMass, type Kernel, kernelFromRows, kernelSum } from "../../src/index.js";
import { normaliseKernel } from "../../src/kernel/index.js";
import { cameraCurve } from "../helpers/tone-curve.js";

const estimate = (confidence: number, rows: readonly number[][], fellBack = false): AutoEstimate => {
  const kernel: Kernel = normaliseKernel(kernelFromRows(rows, 1));
  return {
    method: "auto",
    scale: 1,
    kernel,
    kernels: { 1: kernel },
    confidence,
    fellBack,
    light: "encoded",
    warnings: [{ code: "noisy", message: `${confidence}` }],
    timing: { seconds: 1 },
    shapes: {} as AutoEstimate["shapes"],
  };
};

const cross = (middle: number): number[][] => [
  [0, 1, 0],
  [1, middle, 1],
  [0, 1, 0],
];

/** Two spots, at opposite weights of the frame: the mean of them is in the middle. */
const spots = (...places: readonly number[]): number[][] => {
  const weights = Array.from({ length: 25 }, (_, i) => Number(places.includes(i) || places.includes(24 - i)));
  return Array.from({ length: 5 }, (_, y) => weights.slice(5 * y, 5 * y + 5));
};

describe("medianEstimate", () => {
  it("takes the median of each weight, and makes the sum 1", () => {
    const { kernel, kernels, confidence, timing } = medianEstimate([
      estimate(0.9, cross(2)),
      estimate(0.5, cross(12)),
      estimate(0.7, cross(4)),
    ]);
    expect(kernel.data[4]).toBeCloseTo(4 / 8, 12);
    expect(kernelSum(kernel)).toBeCloseTo(1, 12);
    expect(kernels[1]).toEqual(kernel);
    expect(kernel).toMatchObject({ scale: 1, confidence: 0.7 });
    expect([confidence, timing.seconds]).toEqual([0.7, 3]);
  });

  it("puts it in the middle of its frame again", () => {
    // Each is aligned. Two have much below the middle, and what makes up for it in different places.
    const rows = (above: readonly number[], below: number): number[][] => [
      [0, ...above, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 3, 0, 0],
      [0, 0, below, 0, 0],
      [0, 0, 0, 0, 0],
    ];
    const { kernel } = medianEstimate([
      estimate(0.9, rows([0, 1, 0], 2)),
      estimate(0.8, rows([0.5, 0, 0.5], 2)),
      estimate(0.7, rows([0, 0, 0], 0)),
    ]);
    expect(centreOfMass(kernel).y).toBeCloseTo(2, 3);
    expect(centreOfMass(kernel).x).toBeCloseTo(2, 3);
  });

  it("keeps the kernel in the middle by its confidence where the kernels have nothing in common", () => {
    const middle = estimate(0.7, spots(1));
    const { kernel, kernels } = medianEstimate([estimate(0.9, spots(0)), middle, estimate(0.5, spots(2))]);
    expect(kernel.data).toBe(middle.kernel.data);
    expect(kernels[1]).toEqual(kernel);
  });

  it("keeps the bicubic kernel where most fell back to it", () => {
    const middle = estimate(0.2, cross(5), true);
    expect(medianEstimate([estimate(0.1, cross(3), true), middle, estimate(0.9, cross(50))])).toBe(middle);
  });

  it("has the mean of the tone curves, if all that mixed light and did not fail have one", () => {
    const [weak, strong] = [cameraCurve(0.02), cameraCurve(0.06)];
    const inLight = (one: AutoEstimate, toneCurve?: readonly number[]): AutoEstimate => ({
      ...one,
      light: "linear",
      toneCurve,
    });
    const failed = inLight(estimate(0.1, cross(1), true));
    const others = [inLight(estimate(0.9, cross(3)), weak), inLight(estimate(0.8, cross(3)), strong), failed];
    const { toneCurve, kernel } = medianEstimate(others);
    expect(isToneCurve(toneCurve)).toBe(true);
    expect(toneCurve?.[20]).toBeCloseTo((weak[20]! + strong[20]!) / 2, 12);
    expect(kernel.toneCurve).toEqual(toneCurve);
    const without = medianEstimate([...others, inLight(estimate(0.85, cross(3)))]);
    expect([without.light, without.toneCurve, without.kernel.toneCurve]).toEqual([
      "linear",
      undefined,
      undefined,
    ]);
    const inValues = medianEstimate([estimate(0.7, cross(3)), estimate(0.6, cross(3)), others[0]!]);
    expect([inValues.light, inValues.toneCurve]).toEqual(["encoded", undefined]);
  });
});
