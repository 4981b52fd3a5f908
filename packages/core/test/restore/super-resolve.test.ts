/** Both methods, every factor, invalid arguments. */
import { describe, expect, it } from "vitest";
import {
  continueImage,
  crop,
  imresize,
  type PlanarImage,
  planarImage,
  toGray,
  type Wrap,
} from "../../src/image/index.js";
import { analyticKernel, bicubicKernel, downscale, type Kernel, kernel } from "../../src/kernel/index.js";
import { kernelNoise } from "../../src/restore/assumed-noise.js";
import type { RestoreMethod } from "../../src/restore/method.js";
import { type SuperResolveOptions, superResolve } from "../../src/restore/super-resolve.js";
import { jpeg } from "../helpers/jpeg.js";
import { largestDifference, noiseImage } from "../helpers/noise.js";
import { gaussianKernel, meanSquaredError, stripes } from "../helpers/pictures.js";
import { noiseLevel, rms, withNoise } from "../helpers/scene.js";

const blur = gaussianKernel(9, 1.2, 2);
const sharp = stripes(96, 80, 3);
const low = downscale(sharp, blur, 2);

/** Options that make `zssr` quick. */
const few = (method: RestoreMethod, zssrIterations = 40): SuperResolveOptions =>
  method === "zssr" ? { method, threads: 1, zssrIterations, seed: 1 } : { method };

describe.each(["fast", "zssr"] as const)("superResolve, %s", (method) => {
  it("comes closer to the truth than bicubic interpolation", async () => {
    const { image, kernel: used, scale } = await superResolve(low, blur, few(method));
    expect([image.width, image.height, image.channels, scale]).toEqual([96, 80, 3, 2]);
    expect(image.data.every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(used.data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    const bicubic = imresize(low, { scale: 2 });
    expect(meanSquaredError(image, sharp)).toBeLessThan(0.75 * meanSquaredError(bicubic, sharp));
  });

  it("keeps the brightness and the colours of flat areas, to the border", async () => {
    const flat = planarImage(40, 40, 3);
    for (let i = 0; i < flat.data.length; i++) flat.data[i] = [0.2, 0.5, 0.7][Math.floor(i / 1600)]!;
    const { image } = await superResolve(flat, blur, few(method, 2));
    const expected = imresize(flat, { scale: 2 });
    // A network that has hardly been trained shows its zero padding.
    const tolerance = method === "fast" ? 0.004 : 0.02;
    expect(largestDifference(image.data, expected.data)).toBeLessThan(tolerance);
  });

  it("gives its rows away from the top down, in place of the picture", async () => {
    const whole = await superResolve(low, blur, few(method, 2));
    const collected = planarImage(96, 80, 3);
    let next = 0;
    const { image } = await superResolve(low, blur, few(method, 2), {
      onRows(rows, top) {
        expect([rows.width, rows.channels, top]).toEqual([96, 3, next]);
        next += rows.height;
        for (let c = 0; c < 3; c++) {
          const size = 96 * rows.height;
          collected.data.set(rows.data.subarray(c * size, (c + 1) * size), 96 * (80 * c + top));
        }
      },
    });
    expect(next).toBe(80);
    expect([image.width, image.height, image.data.length]).toEqual([96, 80, 0]);
    expect(collected.data).toEqual(whole.image.data);
  });

  it("upscales gray images, on the one channel", async () => {
    const gray = planarImage(low.width, low.height, 1, low.data.slice(0, low.width * low.height));
    const { image } = await superResolve(gray, blur, few(method, 2));
    expect([image.width, image.height, image.channels]).toEqual([96, 80, 1]);
  });

  it.each([3, 4] as const)("upscales by %i", async (scale) => {
    const k = scale === 4 ? analyticKernel(blur, 4) : gaussianKernel(9, 1.5, 3);
    const small = downscale(stripes(144, 144, 1), k, scale);
    const { image } = await superResolve(small, { [scale]: k }, { scale, ...few(method, 2) });
    expect([image.width, image.height]).toEqual([144, 144]);
  });

  it("keeps the position of a pattern, without an offset of half a pixel", async () => {
    // A smooth bump at a known position in the high-resolution image.
    const [cx, cy] = [47.3, 38.6];
    const bump = planarImage(96, 80, 1);
    for (let y = 0; y < 80; y++)
      for (let x = 0; x < 96; x++)
        bump.data[y * 96 + x] = 0.1 + 0.8 * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 60);
    const { image } = await superResolve(downscale(bump, blur, 2), blur, few(method, 10));
    const { x, y } = middle(image);
    expect(Math.abs(x - middle(bump).x)).toBeLessThan(0.05);
    expect(Math.abs(y - middle(bump).y)).toBeLessThan(0.05);
  });

  it("makes an image sharp at its own size", async () => {
    const k = gaussianKernel(9, 1, 1);
    const blurred = downscale(sharp, k, 1);
    const { image, scale } = await superResolve(blurred, k, {
      ...few(method, 60),
      scale: 1,
      exactKernel: true,
    });
    expect([image.width, image.height, scale]).toEqual([96, 80, 1]);
    expect(meanSquaredError(image, sharp)).toBeLessThan(0.75 * meanSquaredError(blurred, sharp));
  });

  it("leaves an image as it is where there is neither a blur to undo nor a size to change", async () => {
    const { image, noise, trainings } = await superResolve(low, bicubicKernel(1), {
      scale: 1,
      ...few(method),
    });
    expect(image.data).toEqual(low.data);
    expect(image.data).not.toBe(low.data);
    expect([noise, trainings]).toEqual([0, []]);
  });

  it.each([1, 2] as const)("undoes as much as the strength says, at scale %i", async (scale) => {
    const k = gaussianKernel(9, 0.6 * scale, scale);
    const at = async (strength?: number) =>
      (await superResolve(low, k, { ...few(method, 3), scale, ...(strength !== undefined && { strength }) }))
        .image.data;
    const plain = imresize(low, { scale }).data.map((value) => Math.min(1, Math.max(0, value)));
    const whole = await at();
    expect(await at(1)).toEqual(whole);
    expect(await at(0)).toEqual(plain);
    const mean = whole.map((value, i) => 0.3 * value + 0.7 * plain[i]!);
    expect(largestDifference(await at(0.3), mean)).toBeLessThan(1e-6);
  });

  it("reports its progress and stops when it is aborted", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const attempt = superResolve(noiseImage(1, [1, 200, 200]), blur, few(method, 600), {
      signal: controller.signal,
      onProgress({ done, step, steps }) {
        expect([step, steps]).toEqual([0, 1]);
        seen.push(done);
        controller.abort();
      },
    });
    await expect(attempt).rejects.toMatchObject({ name: "AbortError", code: "aborted" });
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen[0]).toBeLessThanOrEqual(1);
  });

  it("gives the same picture for the same seed", async () => {
    const once = async () => (await superResolve(low, blur, few(method, 3))).image.data;
    expect(await once()).toEqual(await once());
  });
});

describe("an image that wraps", () => {
  it.each([1, 2, 3] as const)("has no seam at scale %i", async (scale) => {
    const k = gaussianKernel(6 * scale + 1, 0.6 * scale, scale);
    const { image, truth } = tile(60, 48, k, scale);
    const at = async (wrap: Wrap) => (await superResolve(image, k, { scale, wrap, exactKernel: true })).image;
    const [open, across, wrapped] = [await at("none"), await at("x"), await at("both")];
    expect([wrapped.width, wrapped.height]).toEqual([60 * scale, 48 * scale]);
    for (const result of [across, wrapped]) {
      const { seam, inside } = steps(result);
      expect(seam).toBeLessThan(Math.max(...inside));
    }
    const border = 3 * scale;
    expect(rms(wrapped, truth, border)).toBeLessThan(rms(across, truth, border));
    expect(rms(across, truth, border)).toBeLessThan(rms(open, truth, border));
    // Half of it more on each side: the same picture, but for what is learned from the whole of it.
    const repeated = continueImage(image, { x: 30, y: 24 });
    const larger = (await superResolve(repeated, k, { scale, wrap: "both", exactKernel: true })).image;
    expect(rms(larger, continueImage(wrapped, { x: 30 * scale, y: 24 * scale }))).toBeLessThan(0.01);
  });

  it("has none with zssr either", async () => {
    const k = gaussianKernel(13, 1.2, 2);
    const { image } = tile(40, 36, k, 2);
    const { seam, inside } = steps((await superResolve(image, k, { ...few("zssr", 10), wrap: "x" })).image);
    expect(seam).toBeLessThan(Math.max(...inside));
  });
});

/** Stripes that continue on the opposite sides, and the same downscaled by the kernel: [1, h, w]. */
function tile(
  width: number,
  height: number,
  k: Kernel,
  scale: number,
): { image: PlanarImage; truth: PlanarImage } {
  const large = planarImage(width * scale, height * scale, 1);
  for (let i = 0; i < large.data.length; i++) {
    let sum = 0;
    for (const [dy, dx] of [
      [0.25, 0.25],
      [0.25, 0.75],
      [0.75, 0.25],
      [0.75, 0.75],
    ] as const) {
      const y = (2 * Math.PI * (Math.floor(i / large.width) + dy)) / large.height;
      const x = (2 * Math.PI * ((i % large.width) + dx)) / large.width;
      sum += Math.sin(3 * x + 2 * y + 1.1) + Math.sin(2 * x - 5 * y) > 0.2 ? 0.2 : 0.05;
    }
    large.data[i] = sum;
  }
  const margin = 12;
  const whole = continueImage(large, { x: margin * scale, y: margin * scale });
  const image = crop(downscale(whole, k, scale), { x: margin, y: margin, width, height });
  return { image, truth: large };
}

/** Mean differences of neighbouring columns: across the seam, and everywhere else. */
function steps({ width, height, data }: PlanarImage): { seam: number; inside: number[] } {
  const step = (a: number, b: number): number => {
    let sum = 0;
    for (let y = 0; y < height; y++) sum += Math.abs(data[y * width + a]! - data[y * width + b]!);
    return sum / height;
  };
  return { seam: step(width - 1, 0), inside: Array.from({ length: width - 1 }, (_, x) => step(x, x + 1)) };
}

/** Centre of mass of what is brighter than 0.3. */
function middle({ width, data }: PlanarImage): { x: number; y: number } {
  let [sum, x, y] = [0, 0, 0];
  for (const [i, value] of data.entries()) {
    const weight = Math.max(0, value - 0.3);
    sum += weight;
    x += weight * (i % width);
    y += weight * Math.floor(i / width);
  }
  return { x: x / sum, y: y / sum };
}

describe("superResolve", () => {
  it("zssr reaches ×4 in two steps, if it has the kernel of ×2 too", async () => {
    const options: SuperResolveOptions = { scale: 4, ...few("zssr", 1) };
    const kernels = { 2: blur, 4: analyticKernel(blur, 4) };
    expect((await superResolve(low, kernels, options)).trainings.map((t) => t.scale)).toEqual([2, 4]);
    expect((await superResolve(low, { 4: kernels[4] }, options)).trainings.map((t) => t.scale)).toEqual([4]);
  });

  it("names the trained prior only where the image was restored with it", async () => {
    const restored = await superResolve(low, blur, { prior: "small", priorIterations: 1, threads: 1 });
    expect(restored.prior).toBe("small");
    expect(await superResolve(low, blur, { prior: "small", strength: 0 })).not.toHaveProperty("prior");
  });

  it("zssr trains with noise for real photographs, and only for these", async () => {
    const options: SuperResolveOptions = { ...few("zssr", 1), real: true, noiseScale: 2 };
    expect((await superResolve(low, blur, options)).noise).toBeCloseTo(255 * 0.025, 10);
    expect((await superResolve(low, blur, { ...options, real: false })).noise).toBe(0);
  });

  it("zssr back-projects most for an exact kernel, and not at all for real photographs", async () => {
    // How far the result is from explaining the image: each back-projection shrinks it.
    const unexplained = async (options: SuperResolveOptions): Promise<number> => {
      const { image } = await superResolve(low, blur, { ...few("zssr", 1), ...options });
      return meanSquaredError(downscale(image, blur, 2), low);
    };
    const bicubic = meanSquaredError(downscale(imresize(low, { scale: 2 }), blur, 2), low);
    const [exact, estimated, real] = [
      await unexplained({ exactKernel: true }),
      await unexplained({}),
      await unexplained({ real: true }),
    ];
    expect(real).toBeGreaterThan(0.7 * bicubic);
    expect(estimated).toBeLessThan(0.5 * real);
    expect(exact).toBeLessThan(0.7 * estimated);
  });

  it("fast assumes the noise given, or the image's, and at least that of the kernel's confidence", async () => {
    const noiseFor = async (options: SuperResolveOptions) => (await superResolve(low, blur, options)).noise;
    expect(await noiseFor({ noise: 12 })).toBe(12);
    expect(await noiseFor({})).toBeCloseTo(255 * kernelNoise(undefined, blur, 2), 10);
    expect(await noiseFor({ confidence: 0.1 })).toBeCloseTo(255 * kernelNoise(0.1, blur, 2), 10);
    expect(await noiseFor({ confidence: 0.1, exactKernel: true })).toBeCloseTo(noiseLevel(low), 10);
    expect(noiseLevel(low)).toBeLessThan(255 * kernelNoise(0.1, blur, 2));
  });

  it("says so where a kernel that is to be the true one knows that it is an estimate", async () => {
    const warnings = async (confidence: number | undefined, options: SuperResolveOptions = {}) =>
      (await superResolve(low, { ...blur, confidence }, { exactKernel: true, ...options })).warnings;
    expect(await warnings(0.9)).toEqual([
      {
        code: "inexact-kernel",
        message:
          'the kernel is an estimate, with a confidence of 0.90, but "exactKernel" says that it is the true one: what is wrong with it will show',
      },
    ]);
    const others = [await warnings(1), await warnings(undefined), await warnings(0.9, { strength: 0 })];
    expect([...others, await warnings(0.9, { exactKernel: false })]).toEqual([[], [], [], []]);
  });

  it("fast, noise or JPEG: the true kernel is at least as good as the bicubic one", async () => {
    const gray = toGray(sharp);
    const small = downscale(gray, gaussianKernel(11, 1.8, 2), 2);
    for (const degraded of [withNoise(small, 8 / 255), jpeg(small, 75)]) {
      const errors = [];
      for (const k of [gaussianKernel(11, 1.8, 2), bicubicKernel(2)]) {
        const { image } = await superResolve(degraded, k, { exactKernel: true });
        errors.push(meanSquaredError(image, gray));
      }
      expect(errors[0]!).toBeLessThan(errors[1]!);
    }
  });

  it("normalises the kernel", async () => {
    const double = kernel(
      blur.size,
      blur.data.map((w) => 2 * w),
    );
    const once = (await superResolve(low, blur)).image;
    const twice = (await superResolve(low, double)).image;
    expect(largestDifference(once.data, twice.data)).toBeLessThan(1e-5);
  });

  it.each([
    ["another factor", () => superResolve(low, blur, { scale: 5 as 2 }), "one of 1, 2, 3, 4, 8, got 5"],
    ["another method", () => superResolve(low, blur, { method: "best" as "fast" }), "fast, zssr"],
    ["no kernel for the factor", () => superResolve(low, { 2: blur }, { scale: 3 }), "no kernel for scale 3"],
    ["a kernel without weight", () => superResolve(low, kernel(3)), "positive number, got 0"],
    ["noise that is none", () => superResolve(low, blur, { noise: -1 }), "from 0 to 255, got -1"],
    ["a confidence that is none", () => superResolve(low, blur, { confidence: 2 }), "from 0 to 1, got 2"],
    [
      "an option of another method",
      () => superResolve(low, blur, { seed: 1 }),
      '"seed" is an option of "method" zssr, not of fast',
    ],
    [
      "no iterations",
      () => superResolve(low, blur, { ...few("zssr"), zssrIterations: 0 }),
      "of at least 1, got 0",
    ],
  ])("refuses %s", async (_, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message as string);
  });
});
