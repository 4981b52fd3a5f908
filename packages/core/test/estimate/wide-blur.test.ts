/** Blur of several pixels: found at the size that shows it (spectral/blur-level.ts). */
import { describe, expect, it } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { imresize, type PlanarImage } from "../../src/image/index.js";
import { covariance, downscale, type Kernel, kernelSum } from "../../src/kernel/index.js";
import { superResolve } from "../../src/restore/index.js";
import { DISK } from "../../src/spectral/shapes/disk.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianKernel, meanSquaredError } from "../helpers/pictures.js";

const sharp = imresize(deadLeaves(5, 800, 640), { scale: 1 / 2 });
/** With 8 bits. */
const quantised = (image: PlanarImage): PlanarImage => ({
  ...image,
  data: image.data.map((value) => Math.round(255 * value) / 255),
});
const disk = (radius: number): Kernel =>
  DISK.kernel([Math.log(radius / 2), Math.log(radius / 2), 0], 1, 2 * radius + 3);
const deviation = (kernel: Kernel): number => {
  const { yy, xx } = covariance(kernel);
  return Math.sqrt((yy + xx) / 2);
};

describe("a blur of several pixels", () => {
  it.each([
    ["Gaussian of 3 pixels", gaussianKernel(25, 3, 1)],
    ["Gaussian of 5 pixels", gaussianKernel(41, 5, 1)],
    ["disk of radius 6", disk(6)],
  ] as const)(
    "%s is found, and the picture comes nearer to the original",
    async (_, blur) => {
      const blurred = quantised(downscale(sharp, blur, 1));
      const { kernel, kernels, confidence, fellBack } = await estimateKernel(blurred, { scale: 1 });
      expect(fellBack).toBe(false);
      expect(kernelSum(kernel)).toBeCloseTo(1, 6);
      expect(kernel.size % 2).toBe(1);
      expect(deviation(kernel) / deviation(blur)).toBeGreaterThan(0.85);
      expect(deviation(kernel) / deviation(blur)).toBeLessThan(1.15);
      const { image } = await superResolve(blurred, kernels, { scale: 1, confidence });
      expect(meanSquaredError(image, sharp)).toBeLessThan(0.8 * meanSquaredError(blurred, sharp));
    },
    60_000,
  );
});
