/** Denoisers in the engine: windows, turns, the ways to say the level, and models that the engine cannot run. */
import { beforeAll, describe, expect, it } from "vitest";
import { DYNAMIC } from "../../../src/graph/graph.js";
import { type PlanarImage, planarImage } from "../../../src/image/index.js";
import { Denoiser } from "../../../src/restore/prior/denoiser.js";
import { type DenoiserModel, denoiserModel } from "../../../src/restore/prior/denoiser-model.js";
import { openPrior } from "../../../src/restore/prior/open-prior.js";
import { openEngine } from "../../../src/runtime/device.js";
import type { Engine } from "../../../src/runtime/engine.js";
import { addLevel, type DenoiserShape, denoiserBytes } from "../../helpers/denoisers.js";
import { largestDifference, noiseImage } from "../../helpers/noise.js";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine("wasm", 1);
});
const noWork = async (): Promise<void> => {};

async function denoised(
  model: DenoiserModel,
  image: PlanarImage,
  { sigma = 0.1, turn = 0, windowSize }: { sigma?: number; turn?: number; windowSize?: number } = {},
): Promise<PlanarImage> {
  const denoiser = await Denoiser.open(engine, model, windowSize);
  try {
    return await denoiser.denoise(image, sigma, turn, noWork);
  } finally {
    await denoiser.release();
  }
}

describe("Denoiser", () => {
  it("gives the same window by window as at once", async () => {
    const small = (await openPrior("small", undefined)) as DenoiserModel;
    const image = noiseImage(4, [1, 101, 150]);
    const whole = await denoised(small, image);
    const pieces = await denoised(small, image, { windowSize: 48 });
    expect(largestDifference(whole.data, pieces.data)).toBeLessThan(1e-5);
    expect(largestDifference(whole.data, image.data)).toBeGreaterThan(0.1);
  });

  it("takes noise away", async () => {
    const small = (await openPrior("small", undefined)) as DenoiserModel;
    const noisy = noiseImage(5, [1, 64, 64]);
    const flat = planarImage(
      64,
      64,
      1,
      noisy.data.map((value) => 0.5 + 0.1 * (value - 0.5)),
    );
    const { data } = await denoised(small, flat, { sigma: 0.1 / Math.sqrt(12) });
    const error = (values: Float32Array): number =>
      Math.sqrt(values.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / values.length);
    expect(error(data)).toBeLessThan(0.3 * error(flat.data));
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])("puts what it has turned back in its place: turn %i", async (turn) => {
    const image = noiseImage(1, [3, 23, 40]);
    const model = denoiserModel(denoiserBytes({ channels: 3 }));
    expect((await denoised(model, image, { turn, windowSize: 16 })).data).toEqual(image.data);
  });

  it("shows the network another picture in each turn", async () => {
    const small = (await openPrior("small", undefined)) as DenoiserModel;
    const image = noiseImage(2, [1, 32, 32]);
    const results = await Promise.all([0, 1, 2, 4].map((turn) => denoised(small, image, { turn })));
    for (const { data } of results.slice(1)) {
      expect(largestDifference(data, results[0]!.data)).toBeGreaterThan(1e-4);
    }
  });

  it.each<[string, DenoiserShape]>([
    ["a channel", {}],
    ["a scalar", { level: [] }],
    ["a number", { channels: 3, level: [1, 1] }],
    ["a map", { channels: 3, level: [1, 1, DYNAMIC, DYNAMIC] }],
    ["a map, of pictures of one size", { width: 64, height: 48, level: [1, 1, 48, 64] }],
    ["a channel, of pictures of one size", { width: 32, height: 32 }],
  ])("tells the level as %s", async (_, shape) => {
    const image = noiseImage(3, [shape.channels ?? 1, 50, 75]);
    const model = denoiserModel(denoiserBytes({ ...shape, compute: addLevel }));
    const { data } = await denoised(model, image, { sigma: 0.25, turn: 5 });
    expect(
      largestDifference(
        data,
        image.data.map((value) => value + 0.25),
      ),
    ).toBeLessThan(1e-6);
  });

  it.each<[string, DenoiserShape, RegExp]>([
    [
      "half the size",
      {
        compute: ({ graph, shape, ...picture }) =>
          graph.emit("MaxPool", [{ graph, shape, ...picture }], shape, {
            kernel_shape: [2n, 2n],
            strides: [2n, 2n],
          }),
      },
      /of an image of 32×16 it makes \[1, 1, 8, 16\] where \[1, 1, 16, 32\] is expected/,
    ],
    [
      "no numbers",
      {
        compute: (picture) =>
          picture.graph.emit("Log", [picture.graph.emit("Neg", [picture], picture.shape)], picture.shape),
      },
      /values that are no numbers/,
    ],
    [
      "an operator that no engine has",
      { compute: (picture) => picture.graph.emit("Denoise", [picture], picture.shape) },
      /no operator .*Denoise.*; export it with operators of ONNX alone/,
    ],
  ])("says what is wrong with a model that makes %s", async (_, shape, message) => {
    const error = await denoised(denoiserModel(denoiserBytes(shape)), noiseImage(7, [1, 10, 20])).catch(
      (e) => e,
    );
    expect(error).toMatchObject({ code: "invalid-input", message: expect.stringMatching(message) });
  });
});
