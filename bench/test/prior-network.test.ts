/** The small prior's network: what is trained is what is shipped. */

import { random } from "@kernelgan/core";
import { expect, it } from "vitest";
import { encodeModel } from "../../packages/core/dist/graph/encode.js";
import { Graph } from "../../packages/core/dist/graph/graph.js";
import { openEngine } from "../../packages/core/dist/runtime/device.js";
import { numbersOf, openModel, openSession } from "../../packages/core/dist/runtime/session.js";
import { example, SIDE } from "../src/prior/examples.js";
import { blocksToChannels, denoiser, initialWeights, networkShapes, noiseOf } from "../src/prior/network.js";

const size = { blocks: 2, width: 8 };
const [width, height] = [12, 8];

it("takes off the noise that the network in training finds, in half precision", async () => {
  const weights = initialWeights(size, 3);
  const draw = random(1);
  const input = Float32Array.from({ length: 2 * width * height }, () => draw.uniform());
  const engine = await openEngine("wasm", 1);

  const graph = new Graph();
  const x = graph.input("input", [1, 2, height, width]);
  const constants = networkShapes(size).map((shape, i) => graph.constant(weights[i]!, shape));
  graph.output("noise", noiseOf(blocksToChannels(x), constants));
  const training = await openSession(engine, graph);
  const noise = numbersOf(
    await training.run({ input: training.tensor(input, [1, 2, height, width]) }),
    "noise",
  );
  await training.release();

  const shipped = await openModel(engine, encodeModel(denoiser(size, weights)));
  const run = await shipped.run({ input: shipped.tensor(input, [1, 2, height, width]) });
  const output = numbersOf(run, "output");
  await shipped.release();
  let largest = 0;
  for (let y = 0; y < height; y++) {
    for (let column = 0; column < width; column++) {
      const channel = 2 * (y % 2) + (column % 2);
      const at = (channel * (height / 2) + Math.floor(y / 2)) * (width / 2) + Math.floor(column / 2);
      const expected = input[y * width + column]! - noise[at]!;
      largest = Math.max(largest, Math.abs(output[y * width + column]! - expected));
    }
  }
  expect(largest).toBeLessThan(2e-3);
  expect(Math.max(...noise.map(Math.abs))).toBeGreaterThan(0.05);
});

it("is trained on what it is told: a picture with noise, the noise, and its level", () => {
  const plane = { width: 80, height: 80, channels: 1, data: new Float32Array(6400).fill(0.5) };
  const { input, noise, weights } = example([plane], 0, 1);
  const levels = new Set(input.subarray(SIDE * SIDE));
  expect(levels.size).toBe(9);
  for (const level of levels) {
    const at = [...noise.keys()].filter((i) => input[SIDE * SIDE + i] === level);
    const rms = Math.sqrt(at.reduce((sum, i) => sum + noise[i]! ** 2, 0) / at.length);
    expect(rms / level).toBeCloseTo(1, 1);
    expect(weights[at[0]!]).toBeCloseTo(4 / 255 / (level + 4 / 255), 5);
  }
  expect(example([plane], 0, 1)).toEqual({ input, noise, weights });
});
