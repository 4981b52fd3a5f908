import { describe, expect, test } from "vitest";
import { downscale } from "../../src/kernel/index.js";
import { fitGaussian } from "../../src/spectral/fit-gaussian.js";
import { fitShape } from "../../src/spectral/fit-shape.js";
import { MOTION } from "../../src/spectral/shapes/motion.js";
import { spectralRatio } from "../../src/spectral/spectral-ratio.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianFor } from "../helpers/kernels.js";

describe("fitShape", () => {
  const scene = deadLeaves(3, 512, 400);

  test("finds the length and the direction of a motion, which a Gaussian cannot explain", () => {
    const [length, angle] = [3, 0.5];
    const { samples } = spectralRatio(
      downscale(scene, MOTION.kernel([Math.log(length), angle, Math.log(0.3)], 2), 2),
    );
    const gaussian = fitGaussian(samples);
    const { parameters, loss } = fitShape(samples, "motion", gaussian);
    expect(Math.exp(parameters[0] ?? 0) / length).toBeGreaterThan(0.85);
    expect(Math.exp(parameters[0] ?? 0) / length).toBeLessThan(1.15);
    expect(Math.abs(Math.sin((parameters[1] ?? 0) - angle))).toBeLessThan(0.1);
    expect(fitShape(samples, "gaussian", gaussian).loss).toBeGreaterThan(loss + 0.05);
  });

  test("of a Gaussian, a Gaussian fits best", () => {
    const { samples } = spectralRatio(downscale(scene, gaussianFor(2, 3, 0.5, 2), 2));
    const gaussian = fitGaussian(samples);
    const { loss, exponent } = fitShape(samples, "gaussian", gaussian);
    expect(exponent).toBeGreaterThan(1.5);
    expect(exponent).toBeLessThan(3.5);
    expect(fitShape(samples, "motion", gaussian).loss).toBeGreaterThan(loss);
    expect(fitShape(samples, "bicubic", gaussian).loss).toBeGreaterThan(loss);
  });
});
