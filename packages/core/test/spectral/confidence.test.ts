import { describe, expect, test } from "vitest";
import { fitConfidence } from "../../src/spectral/confidence.js";
import type { WeightedFit } from "../../src/spectral/fit-shapes.js";
import { GAUSSIAN } from "../../src/spectral/shapes/gaussian.js";

const fit = (variance: number, loss: number, weight = 1): WeightedFit => {
  const [parameters = []] = GAUSSIAN.starts({ yy: variance, yx: 0, xx: variance });
  return { shape: "gaussian", parameters, exponent: 2.2, loss, weight, unmirrored: 1 };
};

describe("fitConfidence", () => {
  test("a wide blur that fits well", () => {
    // −0.8 + 0.9 + 0.7
    expect(fitConfidence([fit(0.8, 0.2)])).toBeCloseTo(0.8, 6);
  });

  test("falls where nothing fits well, and where there is nothing to gain", () => {
    expect(fitConfidence([fit(0.8, 0.5)])).toBeCloseTo(0.8 - 1.4 * 0.2, 6);
    expect(fitConfidence([fit(0.8, 9)])).toBeCloseTo(0.8 - 1.4 * 0.3, 6);
    expect(fitConfidence([fit(0.12, 0.2)])).toBeLessThan(0.4);
  });

  test("falls where the fits contradict each other", () => {
    expect(fitConfidence([fit(0.3, 0.2, 0.5), fit(1.4, 0.2, 0.5)])).toBeLessThan(0.75);
  });
});
