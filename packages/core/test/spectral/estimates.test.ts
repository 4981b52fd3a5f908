import { beforeAll, describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { bicubicKernel, compareKernels, covariance, downscale, type Kernel } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { mirroredArc } from "../../src/spectral/arc-shape.js";
import { BLUR_SHAPES } from "../../src/spectral/blur-shapes.js";
import { autoKernel, fitBlur, kernelConfidence, spectralKernel } from "../../src/spectral/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussian } from "../helpers/kernels.js";

let scene: PlanarImage;
beforeAll(() => {
  scene = deadLeaves(3, 512, 400);
});

const gaussianFor = (scale: number, yy: number, yx: number, xx: number): Kernel => {
  const size = 6 * scale + 1;
  const centre = Math.floor(size / 2) + 0.5 * (scale - 1);
  return gaussian(size, { y: centre, x: centre }, { yy, yx, xx });
};

const disk = (): Kernel =>
  BLUR_SHAPES.disk.kernel(BLUR_SHAPES.disk.starts({ yy: 0.45, yx: 0, xx: 0.45 })[0], 2);

function noisy(image: PlanarImage, sigma: number): PlanarImage {
  const source = random(7);
  return { ...image, data: image.data.map((v) => Math.min(1, Math.max(0, v + sigma * source.normal()))) };
}

/** What JPEG does, with one step for all frequencies of its 8×8 blocks, in levels of 255. */
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
          coefficient += wave(u >> 3, y) * wave(u & 7, x) * image.data[at(y, x)];
        }
        const rounded = (step / 255) * Math.round((255 * coefficient) / step);
        for (let p = 0; p < 64; p++) block[p] += rounded * wave(u >> 3, p >> 3) * wave(u & 7, p & 7);
      }
      for (let p = 0; p < 64; p++) result.data[at(p >> 3, p & 7)] = Math.round(255 * block[p]) / 255;
    }
  }
  return result;
}

function transposed({ width, height, data }: PlanarImage): PlanarImage {
  const result = planarImage(height, width, 1);
  for (let i = 0; i < data.length; i++) result.data[(i % width) * height + Math.floor(i / width)] = data[i];
  return result;
}

describe("spectralKernel", () => {
  test.each([
    [2, 3.2, 0.8, 1.6],
    [3, 5, -1.5, 4],
    [4, 9, 2, 6],
  ])("×%i: finds the covariance of a Gaussian", (scale, yy, yx, xx) => {
    const low = downscale(scene, gaussianFor(scale, yy, yx, xx), scale);
    const found = spectralKernel(low, scale).covariance;
    const tolerance = 0.25 * (yy + xx);
    expect(Math.abs(found.yy - yy)).toBeLessThan(tolerance);
    expect(Math.abs(found.yx - yx)).toBeLessThan(tolerance);
    expect(Math.abs(found.xx - xx)).toBeLessThan(tolerance);
  });

  test("the kernel has the covariance that is reported", () => {
    const { kernel, covariance: told } = spectralKernel(downscale(scene, gaussianFor(2, 2.5, 0.5, 2), 2), 2);
    const found = covariance(kernel);
    expect(found.yy).toBeCloseTo(told.yy, 1);
    expect(found.yx).toBeCloseTo(told.yx, 1);
    expect(found.xx).toBeCloseTo(told.xx, 1);
  });

  test("the transposed image has the transposed kernel", () => {
    const low = downscale(scene, gaussianFor(2, 3.5, 0.6, 1.2), 2);
    const [upright, turned] = [
      spectralKernel(low, 2).covariance,
      spectralKernel(transposed(low), 2).covariance,
    ];
    expect(Math.abs(turned.yy - upright.xx)).toBeLessThan(0.15);
    expect(Math.abs(turned.xx - upright.yy)).toBeLessThan(0.15);
    expect(Math.abs(turned.yx - upright.yx)).toBeLessThan(0.15);
  });

  test("says what it cannot work on", () => {
    expect(() => spectralKernel(planarImage(31, 200, 1), 2)).toThrow(/at least 32×32/);
    expect(() => spectralKernel(planarImage(64, 64, 1), 2)).toThrow(/flat/);
    expect(() => spectralKernel(scene, 1.5)).toThrow(/integer of at least 2/);
  });
});

describe("fitBlur", () => {
  test("one fit has the kernels and the confidence that autoKernel has for each scale", () => {
    const low = downscale(scene, disk(), 2);
    const blur = fitBlur(low);
    const [two, three] = [blur.estimate(2), blur.estimate(3)];
    expect(two).toEqual(autoKernel(low, 2));
    expect(three.kernel.size).toBe(19);
    expect(three.confidence).toBe(blur.confidence);
    expect(() => blur.estimate(1)).toThrow(/integer of at least 2/);
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
  });
});

describe("autoKernel", () => {
  test("a defocused image: a disk fits best, and the kernel is nearer than the closed form's", () => {
    const truth = disk();
    const low = downscale(scene, truth, 2);
    const { kernel, shapes, fellBack } = autoKernel(low, 2);
    expect(fellBack).toBe(false);
    expect(shapes.disk).toBeGreaterThan(Math.max(shapes.gaussian, shapes.motion));
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(
      compareKernels(spectralKernel(low, 2).kernel, truth, 2).l1,
    );
  });

  test("a moving camera: the kernel is nearer than the closed form's, and no Gaussian", () => {
    const truth = BLUR_SHAPES.motion.kernel([Math.log(3), 0.5, Math.log(0.3)], 2);
    const low = downscale(scene, truth, 2);
    const { kernel, shapes } = autoKernel(low, 2);
    expect(shapes.gaussian).toBeLessThan(0.1);
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(
      compareKernels(spectralKernel(low, 2).kernel, truth, 2).l1,
    );
  });

  test("a shaking camera: an arc, the right way round", () => {
    const path = [1.1, 0.2, -0.4, 1.2, Math.log(0.3)];
    const truth = BLUR_SHAPES.arc.kernel(path, 2);
    const mirrored = BLUR_SHAPES.arc.kernel(mirroredArc(path), 2);
    const { kernel, shapes } = autoKernel(downscale(scene, truth, 2), 2);
    expect(shapes.arc).toBeGreaterThan(0.5);
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(0.4);
    expect(compareKernels(kernel, truth, 2).l1).toBeLessThan(compareKernels(kernel, mirrored, 2).l1 - 0.2);
  });

  test("an image that was shrunk by bicubic interpolation: nothing to gain, so the bicubic kernel", () => {
    const { fellBack, confidence } = autoKernel(downscale(scene, bicubicKernel(2), 2), 2);
    expect(confidence).toBeLessThan(0.25);
    expect(fellBack).toBe(true);
  });

  test("JPEG: the kernel moves towards the bicubic one, and confidence falls", () => {
    const truth = disk();
    const low = downscale(scene, truth, 2);
    const [clean, compressed] = [autoKernel(low, 2), autoKernel(coarsely(low, 24), 2)];
    expect(compressed.confidence).toBeLessThan(clean.confidence);
    expect(compressed.warnings.join()).toMatch(/JPEG/);
  });

  test("noise: less confidence, then the bicubic kernel, unless told not to", () => {
    const low = downscale(scene, gaussianFor(2, 3, 0, 3), 2);
    const blur = fitBlur(noisy(low, 20 / 255));
    const safe = blur.estimate(2);
    expect(safe.confidence).toBeLessThan(0.25);
    expect(fitBlur(low).confidence).toBeGreaterThan(0.4);
    expect(safe.fellBack).toBe(true);
    expect(safe.warnings.join()).toMatch(/noisy.*falling back/s);
    expect(compareKernels(safe.kernel, bicubicKernel(2), 2).l1).toBeLessThan(1e-9);
    const bold = blur.estimate(2, { fallback: false });
    expect(bold.fellBack).toBe(false);
    expect(compareKernels(bold.kernel, bicubicKernel(2), 2).l1).toBeGreaterThan(0.1);
  });

  test("hardly any texture: says so and falls back", () => {
    const low = downscale(scene, gaussianFor(2, 3, 0, 3), 2);
    const faint = { ...low, data: low.data.map((v) => 0.5 + 0.02 * (v - 0.5)) };
    const { confidence, fellBack, warnings } = autoKernel(faint, 2);
    expect(confidence).toBe(0);
    expect(fellBack).toBe(true);
    expect(warnings.join()).toMatch(/hardly any texture/);
  });
});
