/** The network, its training and its use on a whole image, in the engine. */
import { beforeAll, describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { imresize, planarImage } from "../../../src/image/index.js";
import { downscale, kernel } from "../../../src/kernel/index.js";
import { enlarge } from "../../../src/restore/zssr/enlarge.js";
import { initialWeights, network, networkShapes, REACH } from "../../../src/restore/zssr/network.js";
import { restoreZssr } from "../../../src/restore/zssr/restore-zssr.js";
import { ZSSR_SETTINGS } from "../../../src/restore/zssr/settings.js";
import { type Engine, openEngine } from "../../../src/runtime/device.js";
import { openSession } from "../../../src/runtime/session.js";
import { largestDifference, noiseImage } from "../../helpers/noise.js";
import { gaussianKernel, meanSquaredError, stripes } from "../../helpers/pictures.js";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine("cpu", 1);
});

const quiet = {
  seed: 0,
  noise: 0,
  backProjections: 2,
  signal: undefined,
  onTraining: undefined,
  onTile: undefined,
};
const settings = { ...ZSSR_SETTINGS, cropSize: 32 };

describe("network", () => {
  const run = async (values: Float32Array, side: number, weights: Float32Array[]): Promise<Float32Array> => {
    const graph = new Graph();
    const x = graph.input("x", [1, 1, side, side]);
    const shapes = networkShapes(1);
    graph.output(
      "y",
      network(
        x,
        weights.map((w, i) => graph.constant(w, shapes[i])),
      ),
    );
    const session = await openSession(engine, graph);
    const { y } = await session.run({ x: session.tensor(values, [1, 1, side, side]) });
    await session.release();
    return y.data as Float32Array;
  };

  it("has eight layers of 64 channels, with weights of variance 1 / fan-in, in the last 0.1 / fan-in", () => {
    const shapes = networkShapes(3);
    expect(shapes.length).toBe(8);
    expect(shapes[0]).toEqual([64, 3, 3, 3]);
    expect(shapes[4]).toEqual([64, 64, 3, 3]);
    expect(shapes[7]).toEqual([3, 64, 3, 3]);
    const weights = initialWeights(3, 1);
    const variance = (w: Float32Array): number => w.reduce((sum, v) => sum + v * v, 0) / w.length;
    expect(variance(weights[4]) * 64 * 9).toBeGreaterThan(0.97);
    expect(variance(weights[4]) * 64 * 9).toBeLessThan(1.03);
    expect(variance(weights[7]) * 64 * 9).toBeGreaterThan(0.09);
    expect(variance(weights[7]) * 64 * 9).toBeLessThan(0.11);
  });

  it("adds nothing to its input where the last weights are 0", async () => {
    const { data } = noiseImage(1, [1, 20, 20]);
    const weights = initialWeights(1, 1);
    weights[7].fill(0);
    expect(largestDifference(await run(data, 20, weights), data)).toBe(0);
  });

  it("sees REACH pixels far and no farther", async () => {
    const side = 4 * REACH + 1;
    const middle = 2 * REACH;
    const { data } = noiseImage(2, [1, side, side]);
    // Weights of one sign keep every path open.
    const weights = initialWeights(1, 1).map((w) => w.map(Math.abs));
    const before = await run(data, side, weights);
    const changed = data.slice();
    changed[middle * side + middle] += 1;
    const after = await run(changed, side, weights);
    const differs = (distance: number): boolean =>
      before[middle * side + middle + distance] !== after[middle * side + middle + distance];
    expect(differs(REACH)).toBe(true);
    expect(differs(REACH + 1)).toBe(false);
  });
});

describe("restoreZssr", () => {
  const blur = gaussianKernel(9, 1.1, 2);
  const sharp = stripes(96, 96, 3);
  const low = downscale(sharp, blur, 2);

  it("learns to undo the kernel: closer to the truth than bicubic interpolation", async () => {
    const { image, trainings } = await restoreZssr(
      engine,
      low,
      [{ scale: 2, kernel: blur }],
      { ...settings, iterations: 60 },
      quiet,
    );
    const { losses, iterations, errors } = trainings[0];
    expect([losses.length, iterations]).toEqual([60, 60]);
    expect(errors.map((e) => e.iteration)).toEqual([50]);
    const mean = (part: Float32Array): number => part.reduce((a, b) => a + b, 0) / part.length;
    expect(mean(losses.subarray(50))).toBeLessThan(0.6 * mean(losses.subarray(0, 10)));
    const bicubic = imresize(low, { scale: 2 });
    expect(meanSquaredError(image, sharp)).toBeLessThan(0.75 * meanSquaredError(bicubic, sharp));
  });

  it("gives the same picture for the same seed", async () => {
    const once = async (seed: number) =>
      (
        await restoreZssr(
          engine,
          low,
          [{ scale: 2, kernel: blur }],
          { ...settings, iterations: 4 },
          { ...quiet, seed },
        )
      ).image.data;
    const first = await once(1);
    expect(await once(1)).toEqual(first);
    expect(await once(2)).not.toEqual(first);
  });

  it("goes to ×4 in two steps, telling both", async () => {
    const seen: string[] = [];
    const { image, trainings } = await restoreZssr(
      engine,
      low,
      [
        { scale: 2, kernel: blur },
        { scale: 4, kernel: gaussianKernel(13, 2, 4) },
      ],
      { ...settings, iterations: 2 },
      {
        ...quiet,
        onTraining: ({ iteration }, step) => seen.push(`train ${step} ${iteration}`),
        onTile: (done, count, step) => seen.push(`tile ${step} ${done}/${count}`),
      },
    );
    expect([image.width, image.height]).toEqual([192, 192]);
    expect(trainings.map((t) => t.scale)).toEqual([2, 4]);
    expect(seen.filter((s) => s.startsWith("tile"))).toEqual(["tile 0 1/1", "tile 1 1/1"]);
    expect(seen).toContain("train 1 2");
  });

  it("says how large an image must be", async () => {
    const tiny = planarImage(14, 40, 1);
    const attempt = restoreZssr(engine, tiny, [{ scale: 2, kernel: blur }], settings, quiet);
    await expect(attempt).rejects.toThrow("14×40 pixels; zssr at ×2 needs at least 16×16");
  });

  it("stops when told to", async () => {
    const controller = new AbortController();
    const attempt = restoreZssr(engine, low, [{ scale: 2, kernel: blur }], settings, {
      ...quiet,
      signal: controller.signal,
      onTraining: () => controller.abort(),
    });
    await expect(attempt).rejects.toMatchObject({ code: "aborted" });
  });
});

describe("enlarge", () => {
  it("gives the same picture in tiles as in one piece", async () => {
    const weights = initialWeights(1, 3).map((w) => w.map((v) => 4 * v));
    const image = noiseImage(3, [1, 61, 83]);
    const k = kernel(
      5,
      [0, 1, 1, 0, 0, 0, 2, 4, 1, 0, 1, 3, 2, 1, 0, 0, 1, 1, 2, 0, 0, 0, 0, 0, 0].map((v) => v / 20),
    );
    const counts: number[] = [];
    const run = (tileSize: number) =>
      enlarge(engine, weights, image, {
        kernel: k,
        scale: 2,
        backProjections: 2,
        tileSize,
        onTile: async (_, count) => {
          counts.push(count);
        },
      });
    const whole = await run(1000);
    const tiled = await run(64);
    expect(counts[0]).toBe(1);
    expect(counts[1]).toBeGreaterThan(4);
    expect(largestDifference(tiled.data, whole.data)).toBeLessThan(1e-5);
  });
});
