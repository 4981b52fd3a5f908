import { describe, expect, test } from "vitest";
import { bicubicKernel } from "../../src/kernel/index.js";
import { expectedGain } from "../../src/spectral/expected-gain.js";
import { bicubicShapeKernel } from "../../src/spectral/shapes/bicubic.js";
import { gaussianKernel } from "../../src/spectral/shapes/gaussian.js";

describe("expectedGain", () => {
  const truth = gaussianKernel({ yy: 0.8, yx: 0.2, xx: 0.4 }, 2);

  test("the true kernel brings all that is possible, the bicubic one nothing", () => {
    const { gain, possible } = expectedGain(truth, [truth], [1], 2);
    expect(gain).toBeCloseTo(possible, 12);
    expect(possible).toBeGreaterThan(1);
    expect(expectedGain(bicubicKernel(2), [truth], [1], 2).gain).toBeCloseTo(0, 12);
    expect(expectedGain(bicubicShapeKernel(2), [truth], [1], 2).gain).toBeCloseTo(0, 9);
  });

  test("a kernel that is too wide costs more than one that is too narrow", () => {
    const gain = (factor: number): number => {
      const kernel = gaussianKernel({ yy: factor * 0.8, yx: factor * 0.2, xx: factor * 0.4 }, 2);
      return expectedGain(kernel, [truth], [1], 2).gain;
    };
    expect(gain(1.5)).toBeLessThan(gain(0.7));
  });
});
