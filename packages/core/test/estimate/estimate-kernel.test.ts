/** The estimate as a whole: sizes, scales, seeds, restarts, errors. Short runs; what they converge to is the CLI's test. */
import { describe, expect, it } from "vitest";
import {
  type EstimateProgress,
  estimateKernel,
  type PlanarImage,
  planarImage,
  type Scale,
} from "../../src/index.js";
import { centreOfMass, kernelSum } from "../../src/kernel/index.js";
import { alignedCentre } from "../../src/kernel/kernel.js";
import { random } from "../../src/random.js";

/** Random blocks: edges everywhere. */
function texture(width: number, height: number, channels = 3): PlanarImage {
  const image = planarImage(width, height, channels);
  const numbers = random(5);
  const levels = Float32Array.from(
    { length: 1 + Math.ceil(width / 4) * Math.ceil(height / 4) * channels },
    () => numbers.uniform(),
  );
  for (let i = 0; i < image.data.length; i++) {
    const [x, y, c] = [i % width, Math.floor(i / width) % height, Math.floor(i / (width * height))];
    image.data[i] = levels[(c * Math.ceil(height / 4) + (y >> 2)) * Math.ceil(width / 4) + (x >> 2)];
  }
  return image;
}

const image = texture(128, 110);
const quick = { method: "kernelgan", iterations: 20, threads: 1 } as const;

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

describe.each(["auto", "spectral"] as const)("the method %s", (method) => {
  it.each([
    [2, { 2: 13 }],
    [3, { 3: 19 }],
    [4, { 2: 13, 4: 25 }],
    [8, { 2: 13, 4: 25, 8: 49 }],
  ] as [Scale, Record<number, number>][])("at ×%i: sizes and sum", async (scale, sizes) => {
    const estimate = await estimateKernel(image, { method, scale });
    expect(estimate).toMatchObject({ method, scale });
    expect(Object.fromEntries(Object.entries(estimate.kernels).map(([s, k]) => [s, k.size]))).toEqual(sizes);
    expect(estimate.kernel).toBe(estimate.kernels[scale]);
    for (const k of Object.values(estimate.kernels)) expect(kernelSum(k)).toBeCloseTo(1, 10);
    expect(estimate.confidence).toBeGreaterThanOrEqual(0);
    expect(estimate.confidence).toBeLessThanOrEqual(1);
  });

  it("finds nothing in a flat image, and can be cancelled before it begins", async () => {
    const flat = planarImage(100, 100, 3, new Float32Array(30_000).fill(0.3));
    await expect(estimateKernel(flat, { method })).rejects.toMatchObject({ code: "image-flat" });
    const controller = new AbortController();
    const estimate = estimateKernel(image, { method }, { signal: controller.signal });
    controller.abort();
    await expect(estimate).rejects.toMatchObject({ code: "aborted" });
  });
});

it("auto is what is done by default, and the same each time", async () => {
  const estimate = await estimateKernel(image);
  expect(estimate.method).toBe("auto");
  expect((await estimateKernel(image, { method: "auto" })).kernel).toEqual(estimate.kernel);
});

describe("seeds", () => {
  it("give the same kernel bit for bit, whatever else is different", async () => {
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
  it("comes in order, with finite numbers, to the end", async () => {
    const seen: EstimateProgress[] = [];
    const { history } = await estimateKernel(image, quick, { onProgress: (p) => seen.push(p) });
    const iterations = seen.map((p) => p.iteration);
    expect(iterations).toEqual([...iterations].sort((a, b) => a - b));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toMatchObject({ run: 0, iteration: 20, iterations: 20, secondsLeft: 0 });
    const { losses, dMaps, kernel } = seen[seen.length - 1];
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
      if (p.iteration >= 5) controller.abort();
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

describe("a run that goes wrong", () => {
  it("is repeated with the next seeds, and no kernel is returned", async () => {
    const runs = new Set<number>();
    const options = { ...quick, seed: 3, restarts: 2, settings: { learningRate: 1e30 } };
    const estimate = estimateKernel(image, options, { onProgress: (p) => runs.add(p.run) });
    await expect(estimate).rejects.toMatchObject({
      code: "training-failed",
      message: expect.stringMatching(/3 runs .*seed 5.*finite/),
    });
    expect([...runs]).toEqual([0, 1, 2]);
  });
});

describe("warnings", () => {
  it("say that a run is too short", async () => {
    const { warnings } = await estimateKernel(image, quick);
    expect(warnings).toEqual([expect.stringContaining("20 iterations are too few")]);
  });

  it.each([
    [70, "3 instead of 10 pixels"],
    [48, "crops of 47×47"],
  ])("say what is different in a small image, %i pixels", async (n, message) => {
    const { warnings } = await estimateKernel(texture(n, n + 9), quick);
    expect(warnings.join()).toContain(message);
  });

  it("say that there is hardly any texture", async () => {
    const faint = texture(100, 100);
    const { warnings } = await estimateKernel(
      { ...faint, data: faint.data.map((v) => 0.5 + 0.002 * v) },
      quick,
    );
    expect(warnings.join()).toContain("hardly any texture");
  });
});

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
      "an unknown scale",
      () => estimateKernel(image, { ...quick, scale: 5 as Scale }),
      "invalid-argument",
      "one of 2, 3, 4, 8, got 5",
    ],
    [
      "an even kernel size",
      () => estimateKernel(image, { ...quick, kernelSize: 12 }),
      "invalid-argument",
      "9, 11, 13",
    ],
    [
      "an unknown method",
      () => estimateKernel(image, { method: "guess" as "auto" }),
      "invalid-argument",
      "auto, spectral, kernelgan",
    ],
    [
      "an option of another method",
      () => estimateKernel(image, { iterations: 100 }),
      "invalid-argument",
      '"iterations" is an option of "method" kernelgan, not of auto',
    ],
    [
      "a seed without random numbers",
      () => estimateKernel(image, { seed: 1 }),
      "invalid-argument",
      "not of auto",
    ],
    [
      "a fallback without confidence",
      () => estimateKernel(image, { method: "spectral", fallback: false }),
      "invalid-argument",
      "not of spectral",
    ],
    [
      "constants of another method",
      () => estimateKernel(image, { settings: { learningRate: 1 } }),
      "invalid-argument",
      "not of auto",
    ],
    [
      "a constant that is none",
      () => estimateKernel(image, { ...quick, settings: { speed: 1 } as object }),
      "invalid-argument",
      "speed",
    ],
    ["a negative seed", () => estimateKernel(image, { ...quick, seed: -1 }), "invalid-argument", "seed"],
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
    [
      "two channels",
      () => estimateKernel(texture(100, 100, 2), quick),
      "invalid-argument",
      "1 or 3 channels",
    ],
  ])("%s", async (_, run, code, message) => {
    await expect(run()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
