import { beforeAll, describe, expect, it } from "vitest";
import { kernel } from "../../../src/kernel/index.js";
import { enlarge } from "../../../src/restore/zssr/enlarge.js";
import { initialWeights } from "../../../src/restore/zssr/network.js";
import { openEngine } from "../../../src/runtime/device.js";
import type { Engine } from "../../../src/runtime/engine.js";
import { largestDifference, noiseImage } from "../../helpers/noise.js";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine("auto", 1);
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
