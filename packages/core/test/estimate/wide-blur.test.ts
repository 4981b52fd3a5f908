/** Blur of several pixels: found at the size that shows it (spectral/fit/blur-level.ts). */
import { describe, expect, it } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { imresize, LITTLE_TEXTURE, meanGradient, type PlanarImage, toGray } from "../../src/image/index.js";
import {
  bicubicKernel,
  covariance,
  downscale,
  type Kernel,
  kernelSum,
  principalAxes,
} from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { superResolve } from "../../src/restore/index.js";
import { DISK } from "../../src/spectral/shapes/disk.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { jpeg } from "../helpers/jpeg.js";
import { motion } from "../helpers/kernels.js";
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

/** Of `length` pixels of the image that is downscaled by `scale`. */
const movedBy = (length: number, degrees: number, scale: number): Kernel => {
  const size = 2 * Math.ceil((scale * length) / 2) + 3;
  const centre = { y: (size - 1) / 2, x: (size - 1) / 2 };
  return motion(size, centre, scale * length, (Math.PI * degrees) / 180);
};

describe("a straight motion", () => {
  it.each([
    [1, 6, 0],
    [1, 24, 60],
    [2, 6, 100],
    [2, 13, 130],
    [3, 7, 70],
  ] as const)(
    "at scale %i of %i pixels along %i degrees is found, and the picture comes nearer to the original",
    async (scale, length, degrees) => {
      const original = scale === 3 ? imresize(deadLeaves(5, 1440, 1080), { scale: 1 / 2 }) : sharp;
      const blurred = quantised(downscale(original, movedBy(length, degrees, scale), scale));
      const { kernel, kernels, confidence, fellBack } = await estimateKernel(blurred, { scale });
      expect(fellBack).toBe(false);
      const { yy, yx, xx } = covariance(kernel);
      const angle = (90 / Math.PI) * Math.atan2(2 * yx, xx - yy);
      expect(Math.abs(((angle - degrees + 270) % 180) - 90)).toBeLessThan(4);
      expect(Math.sqrt(12 * (yy + xx)) / (scale * length)).toBeGreaterThan(0.9);
      expect(Math.sqrt(12 * (yy + xx)) / (scale * length)).toBeLessThan(1.2);
      const { image } = await superResolve(blurred, kernels, { scale, confidence });
      const before =
        scale === 1
          ? blurred
          : (await superResolve(blurred, bicubicKernel(scale), { scale, confidence })).image;
      expect(meanSquaredError(image, original)).toBeLessThan(0.8 * meanSquaredError(before, original));
    },
  );

  it("of a picture with noise, and of a compressed one, is found at ×2", async () => {
    const clean = downscale(sharp, movedBy(9, 60, 2), 2);
    const numbers = random(1);
    const noisy = { ...clean, data: clean.data.map((value) => value + (2.5 / 255) * numbers.normal()) };
    for (const image of [quantised(noisy), jpeg(clean, 85)]) {
      const { kernel, fellBack } = await estimateKernel(image, { scale: 2 });
      expect(fellBack).toBe(false);
      const { along, across, angle } = principalAxes(covariance(kernel));
      expect(Math.abs((180 / Math.PI) * angle - 60)).toBeLessThan(4);
      expect(Math.sqrt(12 * along) / 18).toBeGreaterThan(0.9);
      expect(Math.sqrt(12 * along) / 18).toBeLessThan(1.1);
      expect(Math.sqrt(across)).toBeLessThan(2);
    }
  });
});

describe("a blur of several pixels", () => {
  it.each([
    ["Gaussian of 3 pixels", gaussianKernel(25, 3, 1)],
    ["Gaussian of 8 pixels", gaussianKernel(65, 8, 1)],
    ["disk of radius 10", disk(10)],
  ] as const)("%s is found, and the picture comes nearer to the original", async (_, blur) => {
    const blurred = quantised(downscale(sharp, blur, 1));
    const { kernel, kernels, confidence, fellBack } = await estimateKernel(blurred, { scale: 1 });
    expect(fellBack).toBe(false);
    expect(kernelSum(kernel)).toBeCloseTo(1, 6);
    expect(kernel.size % 2).toBe(1);
    expect(deviation(kernel) / deviation(blur)).toBeGreaterThan(0.9);
    expect(deviation(kernel) / deviation(blur)).toBeLessThan(1.1);
    const { image } = await superResolve(blurred, kernels, { scale: 1, confidence });
    expect(meanSquaredError(image, sharp)).toBeLessThan(0.8 * meanSquaredError(blurred, sharp));
  });

  it("is found for a larger picture, in pixels of that", async () => {
    const blur = gaussianKernel(49, 6, 2);
    const blurred = quantised(downscale(sharp, blur, 2));
    const { kernel, kernels, confidence, fellBack } = await estimateKernel(blurred, { scale: 2 });
    expect(fellBack).toBe(false);
    expect(deviation(kernel) / deviation(blur)).toBeGreaterThan(0.9);
    expect(deviation(kernel) / deviation(blur)).toBeLessThan(1.1);
    const { image } = await superResolve(blurred, kernels, { scale: 2, confidence });
    const usual = await superResolve(blurred, bicubicKernel(2), { scale: 2 });
    expect(meanSquaredError(image, sharp)).toBeLessThan(0.8 * meanSquaredError(usual.image, sharp));
  });

  it("is found where it leaves hardly any texture", async () => {
    const pale = { ...sharp, data: sharp.data.map((value) => 0.5 + 0.25 * (value - 0.5)) };
    const blurred = quantised(downscale(pale, gaussianKernel(41, 5, 1), 1));
    const { fellBack, warnings } = await estimateKernel(blurred, { scale: 1 });
    expect(meanGradient(blurred)).toBeLessThan(LITTLE_TEXTURE);
    expect({ fellBack, warnings }).toEqual({ fellBack: false, warnings: [] });
  });

  it("is found in a compressed picture where it is a disk", async () => {
    const gray = toGray(quantised(downscale(sharp, disk(6), 1)));
    const { kernel, fellBack } = await estimateKernel(jpeg(gray, 95), { scale: 1 });
    expect(fellBack).toBe(false);
    expect(deviation(kernel) / deviation(disk(6))).toBeCloseTo(1, 1);
  });

  it.each([1, 2] as const)("is not found in an enlarged picture, scale %i", async (scale) => {
    const enlarged = quantised(imresize(quantised(imresize(sharp, { scale: 1 / 3 })), { scale: 3 }));
    expect(await estimateKernel(enlarged, { scale })).toMatchObject({ fellBack: true });
  });
});
