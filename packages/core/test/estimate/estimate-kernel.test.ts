import { describe, expect, it } from "vitest";
import { type EstimateProgress, estimateKernel, type Scale } from "../../src/estimate/index.js";
import { planarImage } from "../../src/image/index.js";
import { bicubicKernel, downscale, kernelSum, reframe } from "../../src/kernel/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { texture } from "../helpers/texture.js";

const image = texture(128, 110);
const quick = { method: "kernelgan", iterations: 20, threads: 1 } as const;

describe.each(["auto", "spectral"] as const)("the method %s", (method) => {
  it.each([
    [2, { 2: 13 }],
    [3, { 3: 19 }],
    [4, { 2: 13, 4: 25 }],
    [8, { 2: 13, 4: 25, 8: 49 }],
  ] as [Scale, Record<number, number>][])("at ×%i: sizes and sum", async (scale, sizes) => {
    const estimate = await estimateKernel(image, { method, scale, fallback: false });
    expect(estimate).toMatchObject({ method, scale });
    expect(Object.fromEntries(Object.entries(estimate.kernels).map(([s, k]) => [s, k.size]))).toEqual(sizes);
    expect(estimate.kernel).toBe(estimate.kernels[scale]);
    for (const k of Object.values(estimate.kernels)) expect(kernelSum(k)).toBeCloseTo(1, 10);
    expect(estimate.confidence).toBeGreaterThanOrEqual(0);
    expect(estimate.confidence).toBeLessThanOrEqual(1);
  });

  it("refuses a flat image, and can be cancelled before it starts", async () => {
    const flat = planarImage(100, 100, 3, new Float32Array(30_000).fill(0.3));
    await expect(estimateKernel(flat, { method })).rejects.toMatchObject({ code: "image-flat" });
    const controller = new AbortController();
    const estimate = estimateKernel(image, { method }, { signal: controller.signal });
    controller.abort();
    await expect(estimate).rejects.toMatchObject({ code: "aborted" });
  });
});

it("auto is the default, and gives the same each time", async () => {
  const estimate = await estimateKernel(image);
  expect(estimate.method).toBe("auto");
  expect((await estimateKernel(image, { method: "auto" })).kernel).toEqual(estimate.kernel);
});

it("a small image that wraps is called what it is, not what it is with what lies beyond its borders", async () => {
  const { warnings } = await estimateKernel(deadLeaves(1, 56, 40), { wrap: "both" });
  expect(warnings).toContainEqual({
    code: "small",
    message: expect.stringContaining("the picture is small (56×40)"),
  });
});

describe("progress", () => {
  it.each(["auto", "spectral"] as const)(
    "%s reports how far it is, and can be cancelled half-way",
    async (method) => {
      const seen: number[] = [];
      const onProgress = ({ done, secondsLeft }: EstimateProgress): void => {
        seen.push(done);
        // Linear light may follow what is found in the pixel values.
        expect(secondsLeft > 0).toBe(done < 1);
      };
      await estimateKernel(image, { method }, { onProgress });
      expect(seen.at(-1)).toBe(1);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      const controller = new AbortController();
      const estimate = estimateKernel(
        image,
        { method },
        { signal: controller.signal, onProgress: () => controller.abort() },
      );
      await expect(estimate).rejects.toMatchObject({ name: "AbortError" });
    },
  );

  it("at scale 1 auto reports the sizes that it looks at, each further than the last", async () => {
    const seen: number[] = [];
    await estimateKernel(image, { scale: 1 }, { onProgress: ({ done }) => seen.push(done) });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.filter((done) => done > 0.15 && done <= 0.5).length).toBeGreaterThan(0);
  });
});

describe.each(["auto", "spectral"] as const)("trust in %s", (method) => {
  const sharp = downscale(deadLeaves(2, 300, 260), bicubicKernel(2), 2);

  it("gives the bicubic kernel for an image that was only shrunk, unless that is not wanted", async () => {
    const { fellBack, confidence, kernel, kernels } = await estimateKernel(sharp, { method, scale: 4 });
    expect(fellBack).toBe(true);
    const notes = { confidence, fellBack, light: "encoded" };
    expect(kernel).toEqual({ ...reframe(bicubicKernel(4), 25), ...notes });
    expect(kernels[2]).toEqual({ ...reframe(bicubicKernel(2), 13), ...notes });
    const bold = await estimateKernel(sharp, { method, fallback: false });
    expect(bold.fellBack).toBe(false);
    expect(bold.kernel.size).toBe(13);
  });
});

describe("errors", () => {
  it.each([
    [
      "an unknown scale",
      () => estimateKernel(image, { ...quick, scale: 5 as Scale }),
      "invalid-argument",
      "one of 1, 2, 3, 4, 8, got 5",
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
      "constants of another method",
      () => estimateKernel(image, { settings: { learningRate: 1 } }),
      "invalid-argument",
      "not of auto",
    ],
    ["a negative seed", () => estimateKernel(image, { ...quick, seed: -1 }), "invalid-argument", "seed"],
  ])("%s", async (_, run, code, message) => {
    await expect(run()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
