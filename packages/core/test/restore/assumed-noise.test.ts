import { describe, expect, test } from "vitest";
import { kernel } from "../../src/kernel/index.js";
import { assumedNoise, exactKernelNoise, imageNoise, kernelNoise } from "../../src/restore/assumed-noise.js";
import { jpeg } from "../helpers/jpeg.js";
import { gaussianKernel } from "../helpers/pictures.js";
import { noiseLevel, scene, withNoise } from "../helpers/scene.js";

const gaussian = gaussianKernel(9, 1.2, 2);
const UNKNOWN = kernelNoise(undefined, gaussian, 2);

/** A straight motion along x. */
const line = (length: number) =>
  kernel(
    length + 2,
    Array.from({ length: (length + 2) ** 2 }, (_, i) => {
      const [y, x] = [Math.floor(i / (length + 2)), i % (length + 2)];
      return y === (length + 1) / 2 && x > 0 && x <= length ? 1 : 0;
    }),
  );

describe("assumedNoise", () => {
  test("is that of the image, and at least what the kernel's errors are equivalent to", () => {
    expect(assumedNoise(0.01, 0.02, 2)).toBe(0.02);
    expect(assumedNoise(0.03, 0.02, 2)).toBe(0.03);
  });

  test("at ×3 and more, variances add", () => {
    expect(assumedNoise(0.03, 0.04, 4)).toBeCloseTo(0.05, 12);
  });

  test("at scale 1 is their sum as well, but for what rounding to 8 bits leaves", () => {
    expect(assumedNoise(0.2 / 255, 0.45 / 255, 1)).toBe(0.45 / 255);
    expect(assumedNoise(0.03, 0.04, 1)).toBeCloseTo(0.05, 4);
    expect(assumedNoise(0.25 / 255, 0, 1)).toBe(0.25 / 255);
    // A line is less sure of where its zeros are.
    expect(assumedNoise(0.03, 0.04, 1, line(7))).toBeGreaterThan(0.052);
    expect(assumedNoise(0.03, 0.04, 1, gaussian)).toBe(assumedNoise(0.03, 0.04, 1));
    expect(assumedNoise(0.03, 0.02, 2, line(7))).toBe(0.03);
  });
});

describe("imageNoise", () => {
  test("is the white noise of an image that was not compressed", () => {
    const clean = scene(120, 96);
    const noisy = withNoise(clean, 0.04);
    expect(imageNoise(clean, 2)).toBeCloseTo(noiseLevel(clean) / 255, 12);
    expect(imageNoise(noisy, 2)).toBeCloseTo(noiseLevel(noisy) / 255, 12);
    expect(imageNoise(noisy, 2)).toBeGreaterThan(0.035);
  });

  test("counts JPEG's errors, which are larger at lower qualities and do not look like noise", () => {
    const gray = scene(160, 120);
    const assumed = (quality: number): number => 255 * imageNoise(jpeg(gray, quality), 2);
    const [fine, coarse] = [assumed(90), assumed(60)];
    expect(fine).toBeGreaterThan(1);
    expect(coarse).toBeGreaterThan(1.3 * fine);
    expect(noiseLevel(jpeg(gray, 60))).toBeLessThan(1);
  });
});

describe("kernelNoise", () => {
  test("falls as the confidence rises, and stays above 0", () => {
    expect(UNKNOWN).toBeCloseTo(1.8 / 255, 12);
    expect(kernelNoise(0, gaussian, 2)).toBe(UNKNOWN);
    expect(kernelNoise(0.5, gaussian, 2)).toBeLessThan(UNKNOWN);
    expect(kernelNoise(1, gaussian, 2)).toBeLessThan(kernelNoise(0.5, gaussian, 2));
    expect(kernelNoise(1, gaussian, 2)).toBeGreaterThan(0);
  });

  test("is half as much at ×3 and more, but for a camera's path", () => {
    const centred = gaussianKernel(17, 1.2, 3);
    expect(255 * kernelNoise(0.4, centred, 3)).toBeCloseTo((255 * kernelNoise(0.4, centred, 2)) / 2, 4);
    const path = kernel(3, [1, 0, 0, 1, 0, 0, 1, 1, 1]);
    expect(kernelNoise(0.4, path, 3)).toBeCloseTo(kernelNoise(0.4, path, 2), 12);
  });

  test("of a camera's path is greater, the more so the less sure it is", () => {
    const line = kernel(5, [0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 1, 2, 1, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0]);
    const path = kernel(5, [0, 0, 0, 0, 0, 0, 3, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]);
    expect(kernelNoise(1, line, 2)).toBeLessThan(0.25 * UNKNOWN);
    expect(kernelNoise(1, path, 2)).toBeGreaterThan(UNKNOWN);
    expect(kernelNoise(0.5, path, 2)).toBeGreaterThan(1.3 * kernelNoise(1, path, 2));
  });

  test("of a path of unknown quality is that of any kernel: it may be exact", () => {
    const path = kernel(5, [0, 0, 0, 0, 0, 0, 3, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]);
    expect(kernelNoise(undefined, path, 2)).toBe(UNKNOWN);
  });

  test("at scale 1 is greater for a line, and not for Gaussians and disks", () => {
    const long = kernel(
      13,
      Array.from({ length: 169 }, (_, i) =>
        Math.exp(-(((i % 13) - 6) ** 2) / 8 - (Math.floor(i / 13) - 6) ** 2),
      ),
    );
    const sure = kernelNoise(1, gaussian, 1);
    expect(kernelNoise(1, long, 1)).toBeCloseTo(sure, 12);
    expect(kernelNoise(1, kernel(3, Array<number>(9).fill(1)), 1)).toBe(sure);
    expect(kernelNoise(1, line(7), 1)).toBeGreaterThan(1.5 * sure);
    expect(kernelNoise(1, line(7), 1)).toBeLessThan(UNKNOWN);
    expect(kernelNoise(1, kernel(3, [0, 0, 0, 0, 1, 0, 0, 0, 0]), 1)).toBe(sure);
    expect(kernelNoise(undefined, line(21), 1)).toBe(UNKNOWN);
    expect(kernelNoise(1, line(17), 2)).toBeCloseTo(kernelNoise(1, gaussian, 2), 12);
  });

  test("at scale 1 is more than nothing for an exact kernel, and more again for a sure one", () => {
    expect(kernelNoise(0, gaussian, 1)).toBe(UNKNOWN);
    expect(exactKernelNoise(1)).toBeGreaterThan(0);
    expect(exactKernelNoise(1)).toBeLessThan(kernelNoise(1, gaussian, 1));
    expect(exactKernelNoise(2)).toBe(0);
  });
});
