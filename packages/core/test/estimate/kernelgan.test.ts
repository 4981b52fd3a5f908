/** Sizes, scales, seeds, restarts and errors, in short runs. The result of a whole run is tested with the command. */
import { describe, expect, it } from "vitest";
import { averageRuns } from "../../src/estimate/gan-runs.js";
import { type EstimateProgress, estimateKernel, type Scale } from "../../src/estimate/index.js";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import {
  alignedCentre,
  bicubicKernel,
  centreOfMass,
  downscale,
  kernelSum,
  reframe,
} from "../../src/kernel/index.js";
import { BlurEvidence } from "../../src/spectral/index.js";
import { gaussianKernel } from "../helpers/pictures.js";
import { texture } from "../helpers/texture.js";

const image = texture(128, 110);
/** As trained: so few iterations give no kernel that can be trusted. */
const quick = { method: "kernelgan", iterations: 20, runs: 1, threads: 1, fallback: false } as const;

describe("kernels", () => {
  it.each([
    [2, { 2: 13 }],
    [3, { 3: 13 }],
    [4, { 2: 13, 4: 25 }],
    [8, { 2: 13, 4: 25, 8: 49 }],
  ] as [Scale, Record<number, number>][])("at ×%i: sizes, sum and alignment", async (scale, sizes) => {
    const { kernel, kernels, rawKernel } = await estimateKernel(image, { ...quick, scale });
    expect(Object.fromEntries(Object.entries(kernels).map(([s, k]) => [s, k.size]))).toEqual(sizes);
    expect(kernel).toBe(kernels[scale]);
    expect(rawKernel.size).toBe(13);
    for (const [s, k] of Object.entries(kernels)) {
      expect(kernelSum(k)).toBeCloseTo(1, 10);
      expect(k.data.every((weight) => weight >= 0)).toBe(true);
      const centre = centreOfMass(k);
      expect(centre.y).toBeCloseTo(alignedCentre(k.size, Number(s)), 2);
      expect(centre.x).toBeCloseTo(alignedCentre(k.size, Number(s)), 2);
    }
  });

  it.each([9, 15, 21])("of size %i", async (kernelSize) => {
    const { kernel } = await estimateKernel(image, { ...quick, kernelSize });
    expect(kernel.size).toBe(kernelSize);
  });

  it("of a gray image", async () => {
    const { kernel } = await estimateKernel(texture(128, 110, 1), quick);
    expect(kernelSum(kernel)).toBeCloseTo(1, 10);
  });
});

describe("seeds", () => {
  it("give the same kernel bit for bit, whatever the restarts and the progress", async () => {
    const first = await estimateKernel(image, { ...quick, seed: 7 });
    const second = await estimateKernel(image, { ...quick, seed: 7, restarts: 0 }, { onProgress: () => {} });
    const other = await estimateKernel(image, { ...quick, seed: 8 });
    expect(second.rawKernel.data).toEqual(first.rawKernel.data);
    expect(second.history).toEqual(first.history);
    expect(other.rawKernel.data).not.toEqual(first.rawKernel.data);
  });

  it("give the same kernel on WebAssembly, twice", async () => {
    const run = () => estimateKernel(image, { ...quick, device: "wasm", iterations: 5 });
    expect((await run()).rawKernel.data).toEqual((await run()).rawKernel.data);
  });
});

describe("progress", () => {
  it("is reported in order, with finite numbers, to the end", async () => {
    const seen: EstimateProgress[] = [];
    const { history } = await estimateKernel(image, quick, { onProgress: (p) => seen.push(p) });
    const iterations = seen.map(({ training }) => training?.iteration);
    expect(iterations).toEqual([...iterations].sort((a = 0, b = 0) => a - b));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toMatchObject({
      done: 1,
      secondsLeft: 0,
      training: { run: 0, iteration: 20, iterations: 20 },
    });
    const { losses, dMaps, kernel } = seen[seen.length - 1]!.training!;
    expect(Object.values(losses).every(Number.isFinite)).toBe(true);
    expect(losses.generator).toBe(history.generator[19]);
    expect(dMaps.size).toBe(20);
    // A sigmoid in float32 reaches 0 and 1.
    expect([...dMaps.real, ...dMaps.fake].every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(kernel.size).toBe(13);
  });

  it("can be cancelled half-way, and before it begins", async () => {
    const controller = new AbortController();
    const onProgress = (p: EstimateProgress): void => {
      if (p.done >= 1e-4) controller.abort();
    };
    const estimate = estimateKernel(
      image,
      { ...quick, iterations: 50_000 },
      { signal: controller.signal, onProgress },
    );
    await expect(estimate).rejects.toMatchObject({ name: "AbortError", code: "aborted" });
    const signal = AbortSignal.abort("enough");
    await expect(estimateKernel(image, quick, { signal })).rejects.toMatchObject({
      name: "AbortError",
      code: "aborted",
      cause: "enough",
    });
  });
});

describe("several runs", () => {
  it("give the mean of their kernels, by weights of sum 1", async () => {
    const seen: EstimateProgress[] = [];
    const both = await estimateKernel(
      image,
      { ...quick, runs: 2, seed: 7 },
      { onProgress: (p) => seen.push(p) },
    );
    const [first, second] = [
      await estimateKernel(image, { ...quick, seed: 7 }),
      await estimateKernel(image, { ...quick, seed: 8 }),
    ];
    const [a, b] = both.runs.map(({ weight }) => weight) as [number, number];
    expect(both.runs.map(({ seed }) => seed)).toEqual([7, 8]);
    expect(a + b).toBeCloseTo(1, 12);
    const mean = first.kernel.data.map((weight, i) => a * weight + b * second.kernel.data[i]!);
    expect(Math.max(...mean.map((weight, i) => Math.abs(weight - both.kernel.data[i]!)))).toBeLessThan(1e-12);
    const best = a > b ? first : second;
    expect(both.seed).toBe(best.seed);
    expect(both.rawKernel.data).toEqual(best.rawKernel.data);
    expect(both.history).toEqual(best.history);
    const shares = seen.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((x, y) => x - y));
    expect(seen.at(-1)).toMatchObject({ done: 1, secondsLeft: 0, training: { run: 1, runs: 2 } });
  });

  it("weigh a kernel that explains the image more than one that does not", async () => {
    const gaussian = gaussianKernel(13, 1.6, 2);
    const blurred = downscale(texture(256, 256), gaussian, 2);
    const evidence = await BlurEvidence.measure(blurred);
    const runs = [reframe(bicubicKernel(2), 13), gaussian].map((kernel) => ({ kernel }));
    const { best, weights, kernel } = averageRuns(evidence, runs, 2);
    expect(best.kernel).toBe(gaussian);
    expect(weights[1]).toBeGreaterThan(0.9);
    expect(kernelSum(kernel)).toBeCloseTo(1, 10);
  });
});

describe("a run that fails", () => {
  it("is repeated with the next seeds, and no kernel is returned", async () => {
    const runs = new Set<number>();
    const options = { ...quick, seed: 3, restarts: 2, settings: { learningRate: 1e30 } };
    const estimate = estimateKernel(image, options, {
      onProgress: ({ training }) => runs.add(training?.run ?? -1),
    });
    await expect(estimate).rejects.toMatchObject({
      code: "training-failed",
      message: expect.stringMatching(/3 runs .*seed 5.*finite/),
    });
    expect([...runs]).toEqual([0, 1, 2]);
  });
});

describe("warnings", () => {
  it("report that a run is too short", async () => {
    const { warnings } = await estimateKernel(image, quick);
    expect(warnings).toMatchObject([
      { code: "too-few-iterations", message: expect.stringContaining("20 iterations are too few") },
    ]);
  });

  it.each([
    [70, "3 instead of 10 pixels"],
    [48, "crops of 47×47"],
  ])("report the limits of a small image, %i pixels", async (n, message) => {
    const { warnings } = await estimateKernel(texture(n, n + 9), quick);
    expect(warnings).toContainEqual({
      code: "small-for-training",
      message: expect.stringContaining(message),
    });
  });

  it("report that there is hardly any texture", async () => {
    const faint = texture(100, 100);
    const { warnings } = await estimateKernel(
      { ...faint, data: faint.data.map((v) => 0.5 + 0.002 * v) },
      quick,
    );
    expect(warnings.map(({ code }) => code)).toContain("little-texture");
  });
});

/** With gray above and below. */
function bordered({ width, height, channels, data }: PlanarImage, rows: number): PlanarImage {
  const image = planarImage(width, height + 2 * rows, channels);
  image.data.fill(0.3);
  for (let c = 0; c < channels; c++) {
    const plane = data.subarray(c * width * height, (c + 1) * width * height);
    image.data.set(plane, (c * image.height + rows) * width);
  }
  return image;
}

describe("errors", () => {
  const flat = planarImage(100, 100, 3, new Float32Array(30_000).fill(0.3));
  it.each([
    ["a flat image", () => estimateKernel(flat, quick), "image-flat", "no texture"],
    [
      "an image that is too small",
      () => estimateKernel(texture(34, 80), quick),
      "image-too-small",
      "at least 35×35",
    ],
    [
      "an image that is too small inside its border, by the size that counts",
      () => estimateKernel(bordered(texture(34, 80), 30), quick),
      "image-too-small",
      "34×80 pixels to learn from",
    ],
    [
      "an even kernel size",
      () => estimateKernel(image, { ...quick, kernelSize: 12 }),
      "invalid-argument",
      "9, 11, 13",
    ],
    [
      "a constant that is none",
      () => estimateKernel(image, { ...quick, settings: { speed: 1 } as object }),
      "invalid-argument",
      "speed",
    ],
    [
      "constants that are none beside iterations",
      () => estimateKernel(image, { ...quick, iterations: 2, settings: null as unknown as object }),
      "invalid-argument",
      '"settings" must be an object',
    ],
    [
      "an unknown device",
      () => estimateKernel(image, { ...quick, device: "tpu" as "cpu" }),
      "invalid-argument",
      "wasm",
    ],
    [
      "a device that is not here",
      () => estimateKernel(image, { ...quick, device: "dml" }),
      "device-unavailable",
      "cpu or wasm",
    ],
    [
      "no iterations",
      () => estimateKernel(image, { method: "kernelgan", iterations: 0 }),
      "invalid-argument",
      "iterations",
    ],
  ])("%s", async (_, run, code, message) => {
    await expect(run()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
