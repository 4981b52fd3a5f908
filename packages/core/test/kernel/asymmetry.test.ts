import { expect, test } from "vitest";
import { centreKernel, kernel, pointAsymmetry, reframe } from "../../src/kernel/index.js";
import { gaussianFor } from "../helpers/kernels.js";

test("is 0 for kernels that are their own point reflection, wherever they lie", () => {
  expect(pointAsymmetry(gaussianFor(2, 3, 1, 2))).toBeLessThan(1e-3);
  const corner = kernel(5, [1, 2, 0, 0, 0, 3, 3, 0, 0, 0, 2, 1, ...new Array<number>(13).fill(0)]);
  expect(pointAsymmetry(corner)).toBeCloseTo(0, 12);
  expect(pointAsymmetry(centreKernel(reframe(corner, 9), 2))).toBeCloseTo(0, 12);
});

test("is the share of the mass that has no counterpart", () => {
  // About the middle of its five pixels 1 of 10 lies on the wrong side, on either end.
  const line = kernel(5, [...new Array<number>(10).fill(0), 3, 2, 1, 2, 2, ...new Array<number>(10).fill(0)]);
  expect(pointAsymmetry(line)).toBeCloseTo(0.1, 12);
  // A right angle: reflected about the middle of its weight, only two of its five pixels meet others.
  const angle = kernel(3, [1, 0, 0, 1, 0, 0, 1, 1, 1]);
  expect(pointAsymmetry(angle)).toBeGreaterThan(0.3);
});
