import { describe, expect, test } from "vitest";
import { fitGaussian } from "../../../src/spectral/fit/fit-gaussian.js";
import type { RatioSample } from "../../../src/spectral/spectrum/spectral-ratio.js";

/** D of a Gaussian of covariance Σ under a scene of spectrum |f|^−2, without noise. */
function samplesOf({ yy, yx, xx }: { yy: number; yx: number; xx: number }): RatioSample[] {
  const samples: RatioSample[] = [];
  for (let row = 0; row < 26; row++) {
    for (let column = -25; column < 26; column++) {
      const [y, x] = [row / 64, column / 64];
      if (Math.hypot(y, x) < 0.08) continue;
      const form = yy * y * y + 2 * yx * y * x + xx * x * x;
      const ratio = -2 * Math.LN2 - 0.75 * (2 * Math.PI) ** 2 * form;
      samples.push({ y, x, ratio, noise: 0, halfNoise: 0 });
    }
  }
  return samples;
}

describe("fitGaussian", () => {
  const truth = { yy: 0.6, yx: -0.15, xx: 0.4 };

  test("is exact for a Gaussian", () => {
    const { covariance, constant } = fitGaussian(samplesOf(truth));
    expect(covariance.yy).toBeCloseTo(truth.yy, 8);
    expect(covariance.yx).toBeCloseTo(truth.yx, 8);
    expect(covariance.xx).toBeCloseTo(truth.xx, 8);
    expect(constant).toBeCloseTo(-2 * Math.LN2, 8);
  });

  test("ignores single lines of the spectrum", () => {
    const samples = samplesOf(truth).map((sample, i) =>
      i % 40 === 0 ? { ...sample, ratio: sample.ratio + 5 } : sample,
    );
    const { covariance } = fitGaussian(samples);
    expect(Math.abs(covariance.yy - truth.yy)).toBeLessThan(0.03);
    expect(Math.abs(covariance.xx - truth.xx)).toBeLessThan(0.03);
  });
});
