import { beforeAll, describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { initialWeights, network, networkShapes, REACH } from "../../../src/restore/zssr/network.js";
import { openEngine } from "../../../src/runtime/device.js";
import type { Engine } from "../../../src/runtime/engine.js";
import { numbersOf, openSession } from "../../../src/runtime/session.js";
import { largestDifference, noiseImage } from "../../helpers/noise.js";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine("auto", 1);
});

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
    const results = await session.run({ x: session.tensor(values, [1, 1, side, side]) });
    await session.release();
    return numbersOf(results, "y");
  };

  it("has eight layers of 64 channels, with weights of variance 1 / fan-in, in the last 0.1 / fan-in", () => {
    const shapes = networkShapes(3);
    expect(shapes.length).toBe(8);
    expect(shapes[0]).toEqual([64, 3, 3, 3]);
    expect(shapes[4]).toEqual([64, 64, 3, 3]);
    expect(shapes[7]).toEqual([3, 64, 3, 3]);
    const weights = initialWeights(3, 1);
    const variance = (w: Float32Array): number => w.reduce((sum, v) => sum + v * v, 0) / w.length;
    expect(variance(weights[4]!) * 64 * 9).toBeGreaterThan(0.97);
    expect(variance(weights[4]!) * 64 * 9).toBeLessThan(1.03);
    expect(variance(weights[7]!) * 64 * 9).toBeGreaterThan(0.09);
    expect(variance(weights[7]!) * 64 * 9).toBeLessThan(0.11);
  });

  it("adds nothing to its input where the last weights are 0", async () => {
    const { data } = noiseImage(1, [1, 20, 20]);
    const weights = initialWeights(1, 1);
    weights[7]!.fill(0);
    expect(largestDifference(await run(data, 20, weights), data)).toBe(0);
  });

  it("depends on inputs up to REACH pixels away", async () => {
    const side = 4 * REACH + 1;
    const middle = 2 * REACH;
    const { data } = noiseImage(2, [1, side, side]);
    // Weights of one sign keep every path open.
    const weights = initialWeights(1, 1).map((w) => w.map(Math.abs));
    const before = await run(data, side, weights);
    const changed = data.slice();
    changed[middle * side + middle]! += 1;
    const after = await run(changed, side, weights);
    const differs = (distance: number): boolean =>
      before[middle * side + middle + distance] !== after[middle * side + middle + distance];
    expect(differs(REACH)).toBe(true);
    expect(differs(REACH + 1)).toBe(false);
  });
});
