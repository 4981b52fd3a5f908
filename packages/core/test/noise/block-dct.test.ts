import { describe, expect, test } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { COEFFICIENTS, NoiseBlocks } from "../../src/noise/block-dct.js";
import { noiseImage } from "../helpers/noise.js";

const ORIGIN = { x: 0, y: 0 };

describe("NoiseBlocks", () => {
  test("the transform is orthonormal: a block keeps its energy, and a flat one has its mean alone", () => {
    const image = noiseImage(3, [1, 8, 8]);
    const energy = image.data.reduce((sum, value) => sum + (255 * value) ** 2, 0);
    const coefficients = new NoiseBlocks(image).coefficients(ORIGIN, 1).map(([value = 0]) => value);
    expect(coefficients.length).toBe(COEFFICIENTS);
    expect(coefficients.reduce((sum, c) => sum + c * c, 0) / energy).toBeCloseTo(1, 6);
    const flat = planarImage(8, 8, 1, new Float32Array(64).fill(0.5));
    const [mean, ...rest] = new NoiseBlocks(flat).coefficients(ORIGIN, 1).map(([value = 0]) => value);
    expect(mean).toBeCloseTo(8 * 127.5, 3);
    for (const c of rest) expect(c).toBeCloseTo(0, 3);
  });

  test("blocks begin at the grid, as many as there are whole ones and at most the limit", () => {
    const blocks = new NoiseBlocks(noiseImage(3, [1, 24, 40]));
    const count = (x: number, y: number, max: number): number | undefined =>
      blocks.coefficients({ x, y }, max)[0]?.length;
    expect(count(0, 0, 100)).toBe(15);
    expect(count(1, 1, 100)).toBe(8);
    expect(count(0, 0, 6)).toBe(6);
    expect(new NoiseBlocks(noiseImage(1, [1, 7, 30])).coefficients(ORIGIN, 9)[0]?.length).toBe(0);
  });

  test("blocks without clipped pixels are preferred", () => {
    const image = noiseImage(3, [1, 16, 64]);
    const data = image.data.map((value, i) => (i % 64 < 32 ? 1 : 0.25 + 0.5 * value));
    const [means] = new NoiseBlocks({ ...image, data }).coefficients(ORIGIN, 100);
    expect(means?.length).toBe(8);
    expect(Math.max(...(means ?? []))).toBeLessThan(8 * 255 * 0.9);
  });
});
