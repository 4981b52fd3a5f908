/** Estimate and super-resolution in one. */
import { beforeAll, describe, expect, it } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { crop, imresize, type PlanarImage, planarImage } from "../../src/image/index.js";
import { bicubicKernel, downscale } from "../../src/kernel/index.js";
import { superResolve } from "../../src/restore/index.js";
import type { UpscaleOptions } from "../../src/upscale/options.js";
import { type Upscale, upscaleImage } from "../../src/upscale/upscale.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianKernel, stripes } from "../helpers/pictures.js";
import { gain, rms, withNoise } from "../helpers/scene.js";
import { cutOut, DISK, visibleRms } from "../helpers/transparency.js";

const blur = gaussianKernel(13, 1.4, 2);
const low = downscale(stripes(160, 144, 3), blur, 2);

/** A scene, the same blurred and half as large, and what comes of that by default. */
const scene = deadLeaves(3, 400, 320);
const blurred = downscale(scene, blur, 2);
let usual: Upscale;
beforeAll(async () => {
  usual = await upscaleImage(blurred);
});

function doubledPixels({ width, height, data }: PlanarImage): PlanarImage {
  const result = planarImage(2 * width, 2 * height, 1);
  for (let i = 0; i < result.data.length; i++) {
    const [y, x] = [Math.floor(i / (2 * width)), i % (2 * width)];
    result.data[i] = data[(y >> 1) * width + (x >> 1)]!;
  }
  return result;
}

describe("upscaleImage", () => {
  it("estimates the kernel and trusts it as far as its confidence goes", async () => {
    const { kernels, confidence, kernel, fellBack } = await estimateKernel(blurred);
    expect(fellBack).toBe(false);
    expect(kernel.confidence).toBe(confidence);
    const upscaled = usual;
    expect(upscaled).toMatchObject({ kernelOrigin: "auto", scale: 2, method: "fast", estimate: { kernel } });
    expect(upscaled).toMatchObject({ fellBack: false, kernel: { confidence } });
    // The kernels themselves know it.
    expect(upscaled.image.data).toEqual((await superResolve(blurred, kernels)).image.data);
    const unknown = await superResolve(blurred, { ...kernel, confidence: undefined });
    expect(unknown.noise).toBeGreaterThan(upscaled.noise);
  });

  it("takes a kernel in the place of an estimate for one of its kind, and says so", async () => {
    const bicubic = bicubicKernel(2);
    const given = await upscaleImage(low, { kernels: { ...bicubic, confidence: 0.21, fellBack: true } });
    expect(given).toMatchObject({ fellBack: true, noise: (await superResolve(low, bicubic)).noise });
    expect(given.warnings).toEqual([
      {
        code: "safe-kernel",
        message: expect.stringContaining("could not be trusted (confidence 0.21)"),
      },
    ]);
    const insisted = await upscaleImage(low, {
      kernels: { ...bicubic, confidence: 0.21, fellBack: true },
      confidence: 1,
    });
    expect(insisted).toMatchObject({ fellBack: false, kernel: { confidence: 1 }, warnings: [] });
    expect(insisted.noise).toBeLessThan(given.noise);
  });

  it("estimates nothing where nothing is undone", async () => {
    const estimates: unknown[] = [];
    const upscaled = await upscaleImage(
      low,
      { strength: 0 },
      { onEstimateProgress: (p) => estimates.push(p) },
    );
    expect(upscaled).toMatchObject({
      kernelOrigin: "bicubic",
      estimate: undefined,
      fellBack: false,
      warnings: [],
    });
    expect(upscaled.image.data).toEqual(
      imresize(low, { scale: 2 }).data.map((v) => Math.min(1, Math.max(0, v))),
    );
    expect(estimates).toEqual([]);
  });

  it("says that a size is smaller than the image", async () => {
    const { image, warnings } = await upscaleImage(low, { size: "40x", kernel: "bicubic" });
    expect(image).toMatchObject({ width: 40, height: 36 });
    expect(warnings).toEqual([
      {
        code: "reduced",
        message: "the size 40x is smaller than the picture (80×72), which is reduced to 40×36",
      },
    ]);
  });

  it("takes given kernels, and what is known of them", async () => {
    const upscaled = await upscaleImage(low, { kernels: blur, kernel: "k.mat", exactKernel: true });
    expect(upscaled.kernelOrigin).toBe("k.mat");
    expect(upscaled.estimate).toBeUndefined();
    expect(upscaled.image.data).toEqual((await superResolve(low, blur, { exactKernel: true })).image.data);
    const trusted = await upscaleImage(low, { kernels: blur, confidence: 1 });
    expect(trusted.kernelOrigin).toBe("given");
    expect(trusted.noise).toBeLessThan((await upscaleImage(low, { kernels: blur })).noise);
  });

  it("upscales for the bicubic kernel", async () => {
    const upscaled = await upscaleImage(low, { kernel: "bicubic", scale: 3, noise: 4 });
    expect(upscaled).toMatchObject({ kernelOrigin: "bicubic", scale: 3, noise: 4 });
    expect(upscaled.kernel.size).toBe(bicubicKernel(3).size);
  });

  it("reports the estimate's progress and warnings", async () => {
    const few = { iterations: 10, threads: 1, seed: 2 } as const;
    const runs: number[] = [];
    const { estimate, warnings } = await upscaleImage(
      low,
      { kernel: "kernelgan", ...few },
      { onEstimateProgress: ({ done }) => runs.push(done) },
    );
    const { kernel } = await estimateKernel(low, { method: "kernelgan", ...few });
    expect(estimate?.kernel).toEqual(kernel);
    expect(runs.at(-1)).toBe(1);
    expect(warnings.map(({ code }) => code)).toContain("too-few-iterations");
  });

  it("leaves an image as it is at scale 1, where there is nothing to find", async () => {
    const tiny = downscale(stripes(40, 48, 3), blur, 2);
    const { image, warnings } = await upscaleImage(tiny, { scale: 1 });
    expect(image.data).toEqual(tiny.data);
    expect(warnings).toEqual([
      { code: "no-estimate", message: expect.stringMatching(/; nothing is sharpened$/) },
    ]);
  });

  it.each<[string, PlanarImage, string]>([
    ["too small for an estimate", downscale(stripes(40, 48, 3), blur, 2), "20×24 pixels"],
    ["flat", planarImage(50, 40, 3, new Float32Array(6000).fill(0.4)), "the image is flat"],
  ])("enlarges an image that is %s in the usual way", async (_, image, message) => {
    const upscaled = await upscaleImage(image);
    expect(upscaled).toMatchObject({ kernelOrigin: "bicubic", estimate: undefined, fellBack: true });
    expect(upscaled.warnings).toEqual([{ code: "no-estimate", message: expect.stringContaining(message) }]);
    expect(upscaled.warnings[0]?.message).toContain("enlarged in the usual way");
    expect(upscaled.image.data).toEqual((await upscaleImage(image, { kernel: "bicubic" })).image.data);
    await expect(upscaleImage(image, { fallback: false })).rejects.toMatchObject({
      code: expect.stringMatching(/image-(too-small|flat)/),
    });
  });

  it("an estimate that fell back gives the same picture as the bicubic kernel", async () => {
    const sharp = downscale(deadLeaves(2, 260, 240), bicubicKernel(2), 2);
    const upscaled = await upscaleImage(sharp);
    expect(upscaled).toMatchObject({ fellBack: true, estimate: { fellBack: true } });
    expect(upscaled.estimate?.warnings).toEqual([
      {
        code: "no-blur",
        message: "no blur that can be undone: the kernel is the bicubic one, of a usual enlargement",
      },
    ]);
    expect(upscaled.warnings).toEqual([
      {
        code: "no-blur",
        message: "no blur that can be undone: enlarged in the usual way, with the bicubic kernel",
      },
    ]);
    const again = await upscaleImage(sharp, { estimate: structuredClone(upscaled.estimate) });
    expect(again.warnings).toEqual(upscaled.warnings);
    // Its kernel has a wider frame, so that the tiles are others.
    const bicubic = await upscaleImage(sharp, { kernel: "bicubic" });
    expect(255 * rms(upscaled.image, bicubic.image)).toBeLessThan(0.3);
  });

  it("undoes repeated pixels before it enlarges", async () => {
    const large = deadLeaves(2, 320, 240);
    const quarter = downscale(downscale(large, bicubicKernel(2), 2), bicubicKernel(2), 2);
    const whole = doubledPixels(quarter);
    const doubled = crop(whole, { x: 1, y: 0, width: whole.width - 2, height: whole.height - 1 });
    const original = crop(large, { x: 2, y: 0, width: large.width - 4, height: large.height - 2 });
    const upscaled = await upscaleImage(doubled);
    expect(upscaled.warnings[0]).toMatchObject({
      code: "repeated-pixels",
      message: expect.stringContaining("each pixel is repeated 2×2 times"),
    });
    expect(upscaled).toMatchObject({ kernelOrigin: "bicubic", scale: 2 });
    expect(gain(upscaled.image, imresize(doubled, { scale: 2 }), original)).toBeGreaterThan(0.3);
    const larger = await upscaleImage(doubled, { scale: 3 });
    expect([larger.image.width, larger.image.height]).toEqual([3 * doubled.width, 3 * doubled.height]);
    const asItIs = await upscaleImage(doubled, { kernel: "bicubic" });
    expect(asItIs.warnings).toEqual([]);
  });

  it("tells of repeated pixels what it tells of others: how far it is, and that the size is smaller", async () => {
    const doubled = doubledPixels(downscale(deadLeaves(2, 160, 120), bicubicKernel(2), 2));
    const places: number[] = [];
    const bands: PlanarImage[] = [];
    await upscaleImage(
      doubled,
      { scale: 3 },
      {
        onRestoreProgress: ({ step, steps, done }) => places.push((step + done) / steps),
        onRows: (rows) => bands.push({ ...rows, data: rows.data.slice() }),
      },
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.at(-1)).toBe(1);
    const whole = await upscaleImage(doubled, { scale: 3 });
    expect(bands.flatMap(({ data }) => [...data])).toEqual([...whole.image.data]);
    expect(bands.length).toBeGreaterThan(1);
    const smaller = await upscaleImage(doubled, { size: "100x" });
    expect(smaller.warnings).toMatchObject([{ code: "reduced" }, { code: "repeated-pixels" }]);
    expect(smaller.warnings[0]?.message).toContain("is reduced to 100×75");
  });

  it("can be cancelled", async () => {
    const upscaled = upscaleImage(low, {}, { signal: AbortSignal.abort() });
    await expect(upscaled).rejects.toMatchObject({ name: "AbortError" });
  });

  it.each<[string, UpscaleOptions, string]>([
    [
      "a seed without random numbers",
      { seed: 1 },
      '"seed" is an option of "method" zssr or "kernel" kernelgan, not of fast and auto',
    ],
    ["an option of another estimate", { preset: "paper" }, '"preset" is an option of "kernel" kernelgan'],
    ["an option of another method", { noiseScale: 2 }, "not of fast"],
    ["a kernel file without its kernels", { kernel: "k.mat" }, "one of auto, spectral, kernelgan, bicubic"],
    ["an estimate where kernels are given", { kernel: "auto", kernels: blur }, "leave one of them out"],
    ["a confidence in an estimate to come", { confidence: 0.5 }, "is the estimate's own"],
    ["an estimate to come that is to be exact", { exactKernel: true }, "is not the exact one"],
    [
      "a confidence that the method takes no notice of",
      { kernels: blur, method: "zssr", confidence: 1 },
      "not of zssr",
    ],
    ["a fallback where kernels are given", { fallback: false, kernels: blur }, "not of given"],
  ])("refuses %s", async (_, options, message) => {
    await expect(upscaleImage(low, options)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining(message),
    });
  });
});

describe("upscaleImage of a transparent picture", () => {
  const [high, low] = [scene, blurred];

  it("finds the blur of what is visible, and shows nothing of invisible colours", async () => {
    const whole = usual;
    const [black, white] = [cutOut(low, DISK, 0), cutOut(low, DISK, 1)];
    const cut = await upscaleImage(black.image, { alpha: black.alpha });
    expect(cut.estimate?.fellBack).toBe(false);
    expect(cut.estimate?.confidence).toBeGreaterThan(0.8 * whole.estimate!.confidence);
    expect((await upscaleImage(white.image, { alpha: white.alpha })).image).toEqual(cut.image);
    // Without alpha the cut hides the blur.
    expect((await upscaleImage(black.image)).estimate?.fellBack).toBe(true);

    // What lies beyond the cut is not known, which costs a little along it; without alpha more, though the cut is not
    // taken for blurred.
    const [along, uncut] = [cut, whole].map(({ image }) => visibleRms(image, high, cut.alpha!, 3));
    expect(along).toBeLessThan(1.7 * uncut!);
    const fringe = visibleRms(
      (await upscaleImage(black.image, { kernels: cut.kernel })).image,
      high,
      cut.alpha!,
      3,
    );
    expect(fringe).toBeGreaterThan(1.2 * along!);
  });

  it("enlarges alpha to the size of the result, with the rows or as a whole", async () => {
    const { image, alpha } = cutOut(low, DISK, 0.5);
    const options = { kernels: blur, alpha, size: "300x" };
    const result = await upscaleImage(image, options);
    expect(result.alpha).toMatchObject({ width: 300, height: 240, channels: 1 });
    expect([result.alpha!.data[0], result.alpha!.data[120 * 300 + 150]]).toEqual([0, 1]);
    const rows: number[] = [];
    const streamed = await upscaleImage(image, options, {
      onRows: (_, __, alpha) => rows.push(...alpha!.data),
    });
    expect(rows).toEqual([...result.alpha!.data]);
    expect(streamed.alpha).toMatchObject({ width: 300, height: 240, data: new Float32Array(0) });
    expect((await upscaleImage(low, { kernels: blur })).alpha).toBeUndefined();
  });

  it("gives of an opaque picture the same with alpha as without", async () => {
    const alpha = planarImage(low.width, low.height, 1, new Float32Array(low.data.length).fill(1));
    const { image, estimate } = await upscaleImage(low, { alpha });
    expect(image).toEqual(usual.image);
    expect(estimate?.kernel).toEqual(usual.estimate?.kernel);
    expect(estimate?.confidence).toBe(usual.estimate?.confidence);
  });

  it("enlarges a picture of which nothing is visible, and says so", async () => {
    const result = await upscaleImage(low, { alpha: planarImage(low.width, low.height, 1) });
    expect(result).toMatchObject({ kernelOrigin: "bicubic", image: { width: 400 }, alpha: { width: 400 } });
    expect(result.image.data.every((value) => value === 0)).toBe(true);
    expect(result.warnings).toContainEqual({
      code: "no-estimate",
      message: expect.stringMatching(/nothing of the image is visible.*enlarged in the usual way/),
    });
  });

  it("assumes the noise of what is visible", async () => {
    const noisy = withNoise(low, 6 / 255);
    const { image, alpha } = cutOut(noisy, DISK, 0);
    const { noise } = await upscaleImage(noisy, { kernels: blur });
    const cut = await upscaleImage(image, { kernels: blur, alpha });
    expect(cut.noise / noise).toBeGreaterThan(0.9);
    expect(cut.noise / noise).toBeLessThan(1.1);
  });

  it("keeps an estimate that was asked for without fallback, whatever the pixels look like", async () => {
    const doubled = imresize(deadLeaves(4, 60, 50), { width: 120, height: 100 });
    const repeated = {
      ...doubled,
      data: doubled.data.map((_, i) => {
        const [y, x] = [Math.floor(i / 120), i % 120];
        return doubled.data[(y - (y % 2)) * 120 + x - (x % 2)]!;
      }),
    };
    const bold = await estimateKernel(repeated, { fallback: false });
    const kept = await upscaleImage(repeated, { estimate: bold });
    expect(kept).toMatchObject({ kernelOrigin: "auto", fellBack: false, estimate: bold });
    // One that fell back says nothing against merging them.
    const careful = await estimateKernel(repeated);
    expect(careful.fellBack).toBe(true);
    const { warnings } = await upscaleImage(repeated, { estimate: careful });
    expect(warnings[0]).toMatchObject({ code: "repeated-pixels" });
  });

  it("stops in the middle of an interpolation", async () => {
    const large = planarImage(3000, 2000, 1);
    const stop = new AbortController();
    const rows: number[] = [];
    const work = upscaleImage(
      large,
      { strength: 0 },
      {
        signal: stop.signal,
        onRows: (_, top) => {
          rows.push(top);
          stop.abort();
        },
      },
    );
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
    expect(rows).toEqual([0]);
  });

  it("merges repeated pixels of a cut-out", async () => {
    const small = cutOut(crop(low, { x: 40, y: 40, width: 60, height: 60 }), DISK, 1);
    const [image, alpha] = [doubledPixels(small.image), doubledPixels(small.alpha)];
    const result = await upscaleImage(image, { alpha });
    expect(result.warnings.map(({ code }) => code)).toContain("repeated-pixels");
    const direct = await upscaleImage(small.image, { alpha: small.alpha, kernel: "bicubic", scale: 4 });
    expect(rms(result.image, direct.image)).toBeLessThan(1e-6);
  });
});
