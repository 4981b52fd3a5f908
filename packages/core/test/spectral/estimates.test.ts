import { beforeAll, describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { bicubicKernel, compareKernels, covariance, downscale, type Kernel } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { BLUR_SHAPES } from "../../src/spectral/blur-shapes.js";
import { autoKernel, spectralKernel } from "../../src/spectral/index.js";
import { gaussian } from "../kernel/kernels.js";
import { deadLeaves } from "./dead-leaves.js";

let scene: PlanarImage;
beforeAll(() => {
  scene = deadLeaves(3, 512, 400);
});

const gaussianFor = (scale: number, yy: number, yx: number, xx: number): Kernel => {
  const size = 6 * scale + 1;
  const centre = Math.floor(size / 2) + 0.5 * (scale - 1);
  return gaussian(size, { y: centre, x: centre }, { yy, yx, xx });
};

const disk = (): Kernel => BLUR_SHAPES.disk.kernel(BLUR_SHAPES.disk.start({ yy: 0.45, yx: 0, xx: 0.45 }), 2);

function noisy(image: PlanarImage, sigma: number): PlanarImage {
  const source = random(7);
  return { ...image, data: image.data.map((v) => Math.min(1, Math.max(0, v + sigma * source.normal()))) };
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
    expect(turned.yy).toBeCloseTo(upright.xx, 1);
    expect(turned.xx).toBeCloseTo(upright.yy, 1);
    expect(turned.yx).toBeCloseTo(upright.yx, 1);
  });

  test("says what it cannot work on", () => {
    expect(() => spectralKernel(planarImage(31, 200, 1), 2)).toThrow(/at least 32×32/);
    expect(() => spectralKernel(planarImage(64, 64, 1), 2)).toThrow(/flat/);
    expect(() => spectralKernel(scene, 1.5)).toThrow(/integer of at least 2/);
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

  test("JPEG's blocks: the kernel moves towards the bicubic one, and confidence falls", () => {
    const low = downscale(scene, disk(), 2);
    const blocks = {
      ...low,
      data: low.data.map(
        (v, i) => v + 0.02 * ((Math.floor((i % low.width) / 8) + Math.floor(i / low.width / 8)) % 2),
      ),
    };
    const [clean, compressed] = [autoKernel(low, 2), autoKernel(blocks, 2)];
    expect(compressed.confidence).toBeLessThan(clean.confidence);
    expect(compressed.warnings.join()).toMatch(/JPEG blocks/);
  });

  test("noise: less confidence, then the bicubic kernel, unless told not to", () => {
    const low = downscale(scene, gaussianFor(2, 3, 0, 3), 2);
    const clean = autoKernel(low, 2);
    const noise = noisy(low, 20 / 255);
    const safe = autoKernel(noise, 2);
    expect(safe.confidence).toBeLessThan(clean.confidence);
    expect(safe.fellBack).toBe(true);
    expect(safe.warnings.join()).toMatch(/noisy.*falling back/s);
    expect(compareKernels(safe.kernel, bicubicKernel(2), 2).l1).toBeLessThan(1e-9);
    const bold = autoKernel(noise, 2, { fallback: false });
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
