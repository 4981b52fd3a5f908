import { beforeAll, describe, expect, test } from "vitest";
import type { PlanarImage } from "../../src/image/index.js";
import { bicubicKernel, compareKernels, downscale, type Kernel } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { fitBlur, fitSpectral, kernelConfidence } from "../../src/spectral/index.js";
import { ARC, type ArcParameters, mirroredArc } from "../../src/spectral/shapes/arc.js";
import { DISK } from "../../src/spectral/shapes/disk.js";
import { MOTION } from "../../src/spectral/shapes/motion.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianFor } from "../helpers/kernels.js";

let scene: PlanarImage;
beforeAll(() => {
  scene = deadLeaves(3, 512, 400);
});

const disk = (): Kernel => {
  const [parameters] = DISK.starts({ yy: 0.45, yx: 0, xx: 0.45 });
  if (!parameters) throw new Error("no start");
  return DISK.kernel(parameters, 2);
};

function noisy(image: PlanarImage, sigma: number): PlanarImage {
  const source = random(7);
  return { ...image, data: image.data.map((v) => Math.min(1, Math.max(0, v + sigma * source.normal()))) };
}

/** JPEG with one step for all frequencies of its 8×8 blocks, in levels of 255. */
function coarsely(image: PlanarImage, step: number): PlanarImage {
  const wave = (u: number, i: number): number =>
    Math.sqrt((u === 0 ? 1 : 2) / 8) * Math.cos((Math.PI * (2 * i + 1) * u) / 16);
  const result = { ...image, data: image.data.slice() };
  for (let top = 0; top + 8 <= image.height; top += 8) {
    for (let left = 0; left + 8 <= image.width; left += 8) {
      const at = (y: number, x: number): number => (top + y) * image.width + left + x;
      const block = new Float64Array(64);
      for (let u = 0; u < 64; u++) {
        let coefficient = 0;
        for (let p = 0; p < 64; p++) {
          const [y, x] = [p >> 3, p & 7];
          coefficient += wave(u >> 3, y) * wave(u & 7, x) * image.data[at(y, x)]!;
        }
        const rounded = (step / 255) * Math.round((255 * coefficient) / step);
        for (let p = 0; p < 64; p++) block[p]! += rounded * wave(u >> 3, p >> 3) * wave(u & 7, p & 7);
      }
      for (let p = 0; p < 64; p++) result.data[at(p >> 3, p & 7)] = Math.round(255 * block[p]!) / 255;
    }
  }
  return result;
}

describe("fitBlur", () => {
  test("one fit has the kernels of all scales, with the same confidence", () => {
    const low = downscale(scene, disk(), 2);
    const blur = fitBlur(low);
    const [two, three] = [blur.estimate(2), blur.estimate(3)];
    expect(two.kernel.size).toBe(13);
    expect(three.kernel.size).toBe(19);
    expect(three.confidence).toBe(blur.confidence);
    expect(two.confidence).toBe(blur.confidence);
  });

  test("confidence in other kernels: less than in its own, none in the bicubic one", () => {
    const truth = gaussianFor(2, 3, 0.5, 2);
    const low = downscale(scene, truth, 2);
    const blur = fitBlur(low);
    const { kernel } = blur.estimate(2);
    expect(blur.confidenceIn(kernel, 2)).toBeCloseTo(blur.confidence, 6);
    expect(blur.confidenceIn(truth, 2)).toBeGreaterThan(0.7 * blur.confidence);
    expect(blur.confidenceIn(gaussianFor(2, 1.2, 0, 1), 2)).toBeLessThan(0.8 * blur.confidence);
    expect(blur.confidenceIn(gaussianFor(2, 8, 0, 8), 2)).toBe(0);
    expect(kernelConfidence(low, bicubicKernel(2), 2)).toBeCloseTo(0, 6);
    expect(() => kernelConfidence(low, kernel, 1.5)).toThrow("integer of at least 2, got 1.5");
  });
});

describe("the kernel of fitBlur", () => {
  const estimate = (image: PlanarImage, scale: number) => fitBlur(image).estimate(scale);

  test("a defocused image: a disk fits best, and the kernel is nearer than the closed form's", () => {
    const truth = disk();
    const low = downscale(scene, truth, 2);
    const { kernel, shapes, fellBack } = estimate(low, 2);
    expect(fellBack).toBe(false);
    expect(shapes.disk).toBeGreaterThan(Math.max(shapes.gaussian, shapes.motion));
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(
      compareKernels(fitSpectral(low).estimate(2).kernel, truth, 2).l1,
    );
  });

  test("a moving camera: the kernel is nearer than the closed form's, and no Gaussian", () => {
    const truth = MOTION.kernel([Math.log(3), 0.5, Math.log(0.3)], 2);
    const low = downscale(scene, truth, 2);
    const { kernel, shapes } = estimate(low, 2);
    expect(shapes.gaussian).toBeLessThan(0.1);
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(
      compareKernels(fitSpectral(low).estimate(2).kernel, truth, 2).l1,
    );
  });

  test("a shaking camera: an arc, not mirrored", () => {
    const path: ArcParameters = [1.1, 0.2, -0.4, 1.2, Math.log(0.3)];
    const truth = ARC.kernel(path, 2);
    const mirrored = ARC.kernel(mirroredArc(path), 2);
    const { kernel, shapes } = estimate(downscale(scene, truth, 2), 2);
    expect(shapes.arc).toBeGreaterThan(0.5);
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(0.4);
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(compareKernels(kernel, mirrored, 2).l1 - 0.2);
  });

  test("an image that was downscaled by bicubic interpolation: nothing to gain, so the bicubic kernel", () => {
    const { fellBack, confidence } = estimate(downscale(scene, bicubicKernel(2), 2), 2);
    expect(confidence).toBeLessThan(0.25);
    expect(fellBack).toBe(true);
  });

  test("JPEG: the kernel moves towards the bicubic one, and confidence falls", () => {
    const truth = disk();
    const low = downscale(scene, truth, 2);
    const [clean, compressed] = [estimate(low, 2), estimate(coarsely(low, 24), 2)];
    expect(compressed.confidence).toBeLessThan(clean.confidence);
    expect(compressed.warnings.join()).toMatch(/JPEG/);
  });

  test("noise: less confidence, then the bicubic kernel, unless `fallback` is off", () => {
    const low = downscale(scene, gaussianFor(2, 3, 0, 3), 2);
    const blur = fitBlur(noisy(low, 20 / 255));
    const fallen = blur.estimate(2);
    expect(fallen.confidence).toBeLessThan(0.25);
    expect(fitBlur(low).confidence).toBeGreaterThan(0.4);
    expect(fallen.fellBack).toBe(true);
    expect(fallen.warnings.join()).toMatch(/noisy.*falling back/s);
    expect(compareKernels(fallen.kernel, bicubicKernel(2), 2).l1).toBeLessThan(1e-9);
    const bold = blur.estimate(2, { fallback: false });
    expect(bold.fellBack).toBe(false);
    expect(compareKernels(bold.kernel, bicubicKernel(2), 2).l1).toBeGreaterThan(0.1);
  });

  test("hardly any texture: a warning, and the bicubic kernel", () => {
    const low = downscale(scene, gaussianFor(2, 3, 0, 3), 2);
    const faint = { ...low, data: low.data.map((v) => 0.5 + 0.02 * (v - 0.5)) };
    const { confidence, fellBack, warnings } = estimate(faint, 2);
    expect(confidence).toBe(0);
    expect(fellBack).toBe(true);
    expect(warnings.join()).toMatch(/hardly any texture/);
  });
});
