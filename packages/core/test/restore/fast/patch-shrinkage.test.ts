import { describe, expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { classMap } from "../../../src/restore/fast/orientation.js";
import { learnBases } from "../../../src/restore/fast/patch-bases.js";
import { shrinkPatches } from "../../../src/restore/fast/patch-shrinkage.js";
import { largestDifference } from "../../helpers/noise.js";
import { gain, rms, scene, withNoise } from "../../helpers/scene.js";

const noPause = async (): Promise<void> => {};
const GRID = { step: 3, start: 0 };

describe("shrinkPatches", async () => {
  const clean = scene(90, 70);
  const map = await classMap(clean, noPause);
  const bases = learnBases(clean, map);

  test("threshold 0 keeps everything, wherever the lattice begins, be it dense or not", async () => {
    for (const grid of [GRID, { step: 3, start: 2 }, { step: 1, start: 0 }, { step: 5, start: 3 }]) {
      const result = await shrinkPatches(clean, map, bases, 0, grid, 1, noPause);
      expect(largestDifference(result.data, clean.data)).toBeLessThan(1e-5);
    }
  });

  test("removes noise and keeps edges", async () => {
    const noisy = withNoise(clean, 0.04);
    const result = await shrinkPatches(noisy, map, bases, 0.1, GRID, 1, noPause);
    expect(gain(result, noisy, clean)).toBeGreaterThan(5);
  });

  test("a huge threshold leaves local means, the total brightness among them", async () => {
    const image = planarImage(30, 20, 1, new Float32Array(600).fill(0.3));
    const result = await shrinkPatches(image, await classMap(image, noPause), bases, 10, GRID, 1, noPause);
    expect(rms(result, image)).toBeLessThan(1e-6);
    const blurred = await shrinkPatches(clean, map, bases, 100, GRID, 1, noPause);
    expect(rms(blurred, clean)).toBeGreaterThan(0.02);
  });
});
