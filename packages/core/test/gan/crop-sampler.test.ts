import { describe, expect, it } from "vitest";
import { cropMap } from "../../src/gan/crop-map.js";
import { cropSampler } from "../../src/gan/crop-sampler.js";
import { planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";
import { noiseImage } from "../helpers/noise.js";

describe("cropSampler", () => {
  it("draws corners as often as their probabilities say", () => {
    const options = { width: 20, height: 17, cropSize: 12, step: 2, phase: 1 };
    const map = cropMap(noiseImage(8, [1, 17, 20]), options);
    const sampler = cropSampler(map);
    const stream = random(1);
    const draws = 200_000;
    let misplaced = 0;
    const counts = new Float64Array(map.rows * map.columns);
    for (let i = 0; i < draws; i++) {
      const { x, y } = sampler.draw(stream);
      if (!(x % 2 === 1 && y % 2 === 1 && x + 12 <= 20 && y + 12 <= 17)) misplaced++;
      counts[((y - 1) / 2) * map.columns + (x - 1) / 2]!++;
    }
    // χ² of 12 corners, 11 degrees of freedom: above 31.3 once in a thousand seeds.
    const chiSquared = counts.reduce((sum, count, k) => {
      const expected = draws * map.probabilities[k]!;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(misplaced).toBe(0);
    expect(counts).toHaveLength(12);
    expect(chiSquared).toBeLessThan(31.3);
    // The corners do differ: a sampler that ignores the map would not pass.
    expect(Math.max(...map.probabilities) / Math.min(...map.probabilities)).toBeGreaterThan(1.2);
  });

  it("never draws a corner of probability 0", () => {
    const texture = planarImage(60, 50, 1);
    texture.data[20 * 60 + 33] = 1;
    const sampler = cropSampler(cropMap(texture, { width: 60, height: 50, cropSize: 16 }));
    const stream = random(2);
    const corners = Array.from({ length: 2000 }, () => sampler.draw(stream));
    // The pixel lies in the central half, 4 ≤ offset < 12, of every crop drawn, and all 64 such crops occur.
    expect(corners.every(({ x, y }) => x > 33 - 12 && x <= 33 - 4 && y > 20 - 12 && y <= 20 - 4)).toBe(true);
    expect(new Set(corners.map(({ x, y }) => `${x},${y}`)).size).toBe(64);
  });

  it("copes with the ends of the uniform distribution", () => {
    const texture = planarImage(30, 30, 1);
    texture.data[15 * 30 + 15] = 1;
    const sampler = cropSampler(cropMap(texture, { width: 30, height: 30, cropSize: 4 }));
    const constant = (value: number) => ({ uniform: () => value, normal: () => 0, integer: () => 0 });
    expect(sampler.draw(constant(0))).toEqual({ x: 13, y: 13 });
    expect(sampler.draw(constant(1 - 2 ** -32))).toEqual({ x: 14, y: 14 });
  });

  it("draws the same corners from the same seed", () => {
    const sampler = cropSampler(cropMap(noiseImage(8, [1, 40, 40]), { width: 40, height: 40, cropSize: 8 }));
    const draw = (seed: number) => {
      const stream = random(seed);
      return Array.from({ length: 20 }, () => sampler.draw(stream));
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});
