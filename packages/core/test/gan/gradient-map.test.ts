import { describe, expect, it } from "vitest";
import { gradientMap, isFlat } from "../../src/gan/gradient-map.js";
import { imresize, planarImage } from "../../src/image/index.js";
import references from "../data/image-references.json" with { type: "json" };
import { largestDifference, noiseImage } from "../helpers/noise.js";

describe("gradientMap", () => {
  for (const { seed, shape, levels, map } of references.gradientMap) {
    it(`equals sorting and clipping in numpy, ${shape.join("×")} of ${levels} levels`, () => {
      expect(largestDifference(gradientMap(noiseImage(seed, shape, levels)).data, map)).toBeLessThan(1e-5);
    });
  }

  it("is high where the texture is and does not care how strong it is", () => {
    // Weak texture fills a quarter of the image, one strong edge runs through the rest.
    const width = 64;
    const texture = noiseImage(3, [1, 64, width]);
    const image = planarImage(
      width,
      64,
      1,
      texture.data.map((value, i) => {
        const [y, x] = [Math.floor(i / width), i % width];
        if (y < 32 && x < 32) return 0.2 + 0.1 * value;
        return x === 50 && y === 50 ? 1 : 0.2;
      }),
    );
    const map = gradientMap(image);
    const mean = (x0: number, y0: number): number => {
      let sum = 0;
      for (let y = y0; y < y0 + 24; y++) for (let x = x0; x < x0 + 24; x++) sum += map.data[y * width + x]!;
      return sum / 24 ** 2;
    };
    expect(mean(4, 4)).toBeGreaterThan(3);
    expect(mean(36, 4)).toBe(0);
    expect(mean(4, 4)).toBeGreaterThan(5 * mean(38, 38));
    expect(mean(38, 38)).toBeGreaterThan(0);
    expect(map.data.reduce((sum, value) => sum + value, 0) / map.data.length).toBeCloseTo(1, 1);
  });

  it("takes the largest gradients where the 97th percentile is the largest", () => {
    // Every column differs from the next by the same amount: all gradients along x are equal, along y all 0.
    const ramp = planarImage(
      16,
      16,
      1,
      Float32Array.from({ length: 256 }, (_, i) => (i % 16) / 16),
    );
    expect(largestDifference(gradientMap(ramp).data, new Float32Array(256).fill(1))).toBeLessThan(1e-6);
  });

  it("works on images of one row or column", () => {
    const image = noiseImage(3, [1, 1, 50]);
    const row = gradientMap(image);
    const column = gradientMap(planarImage(1, 50, 1, image.data));
    expect(isFlat(row)).toBe(false);
    expect(Array.from(column.data)).toEqual(Array.from(row.data));
  });
});

describe("isFlat", () => {
  it("holds for a constant image, also after resampling it", () => {
    const constant = planarImage(31, 23, 3, new Float32Array(31 * 23 * 3).fill(0.37));
    expect(isFlat(gradientMap(constant))).toBe(true);
    expect(isFlat(gradientMap(imresize(constant, { scale: 0.3 })))).toBe(true);
  });

  it("holds for differences that are rounding errors of float32", () => {
    const values = Float32Array.from({ length: 900 }, (_, i) => 0.37 * (1 + (i % 7) * 2 ** -23));
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(isFlat(gradientMap(planarImage(30, 30, 1, values)))).toBe(true);
  });

  it("does not hold for a single 16-bit step", () => {
    const step = planarImage(30, 30, 1, new Float32Array(900).fill(0.5));
    step.data[450]! += 1 / 65535;
    expect(isFlat(gradientMap(step))).toBe(false);
  });
});
