import { describe, expect, it } from "vitest";
import { alignedPhase, cropMap } from "../../src/gan/crop-map.js";
import { planarImage } from "../../src/image/index.js";
import references from "../data/image-references.json" with { type: "json" };
import { largestDifference, noiseImage } from "../helpers/noise.js";

describe("cropMap", () => {
  for (const { seed, mapShape, probabilities, ...options } of references.cropMap) {
    const { step, phase, mapScale, cropSize } = options;
    it(`equals summing window by window, crop ${cropSize}, lattice ${step}/${phase}, map scale ${mapScale}`, () => {
      const map = cropMap(noiseImage(seed, [1, ...mapShape]), options);
      expect(map.rows * map.columns).toBe(probabilities.length);
      expect(largestDifference(map.probabilities, probabilities)).toBeLessThan(1e-8);
    });
  }

  it("gives no chance to crops whose central half has no texture", () => {
    const texture = planarImage(40, 40, 1);
    texture.data[10 * 40 + 30] = 25;
    // More texture in the first rows, to leave rounding errors behind if sums are run carelessly.
    for (let i = 0; i < 5 * 40; i++) texture.data[i] = (i * 0.6180339) % 1;
    const map = cropMap(texture, { width: 40, height: 40, cropSize: 8 });
    // Crops at row 3 read rows 5 to 8: from there on nothing but the pixel at (10, 30) is left.
    const chance = map.probabilities[8 * map.columns + 27];
    expect(chance).toBeGreaterThan(0.001);
    for (let y = 3; y < map.rows; y++) {
      for (let x = 0; x < map.columns; x++) {
        const inside = y + 2 <= 10 && 10 < y + 6 && x + 2 <= 30 && 30 < x + 6;
        expect(map.probabilities[y * map.columns + x]).toBe(inside ? chance : 0);
      }
    }
  });

  it("takes every corner alike where no crop has texture", () => {
    const map = cropMap(planarImage(12, 10, 1), { width: 12, height: 10, cropSize: 8, step: 2 });
    expect([map.rows, map.columns]).toEqual([2, 3]);
    expect(largestDifference(map.probabilities, new Float32Array(6).fill(1 / 6))).toBeLessThan(1e-7);
  });

  it("names the size needed when the image is too small", () => {
    const map = planarImage(12, 10, 1);
    expect(() => cropMap(map, { width: 12, height: 10, cropSize: 10, step: 2, phase: 1 })).toThrow(
      expect.objectContaining({ code: "image-too-small", message: expect.stringContaining("11×11") }),
    );
    expect(cropMap(map, { width: 12, height: 10, cropSize: 10 }).rows).toBe(1);
  });

  it("refuses a map of another image", () => {
    expect(() => cropMap(planarImage(6, 5, 1), { width: 13, height: 10, cropSize: 4, mapScale: 2 })).toThrow(
      expect.objectContaining({ code: "invalid-argument" }),
    );
  });
});

describe("alignedPhase", () => {
  it("puts the crop's first output on a pixel of the whole image's low-resolution grid", () => {
    for (const kernelSize of [7, 11, 12, 13, 15]) {
      for (const scale of [2, 3, 4, 5]) {
        const phase = alignedPhase(kernelSize, scale);
        expect((phase + Math.floor(kernelSize / 2)) % scale).toBe(0);
        expect(phase).toBeLessThan(scale);
      }
    }
  });
});

describe("a margin", () => {
  const map = planarImage(40, 30, 1, new Float32Array(1200).fill(1));
  const options = { width: 40, height: 30, cropSize: 9, step: 2, phase: 1, margin: 6 };

  it.each([1, 0])("keeps crops clear of the borders on a map of %s", (level) => {
    const { probabilities, rows, columns } = cropMap({ ...map, data: map.data.map(() => level) }, options);
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const [x, y] = [1 + 2 * j, 1 + 2 * i];
        const clear = x >= 6 && y >= 6 && x + 9 <= 34 && y + 9 <= 24;
        expect(probabilities[i * columns + j]! > 0).toBe(clear);
        sum += probabilities[i * columns + j]!;
      }
    }
    expect(sum).toBeCloseTo(1, 5);
  });

  it("leaves room for one crop or is an error that names the smallest size", () => {
    // The first corner of the lattice clear of the border is 7; 7 + 9 + 6 = 22.
    const square = (n: number) => planarImage(n, n, 1, new Float32Array(n * n).fill(1));
    expect(
      cropMap(square(22), { ...options, width: 22, height: 22 }).probabilities.filter((p) => p > 0),
    ).toHaveLength(1);
    expect(() => cropMap(square(21), { ...options, width: 21, height: 21 })).toThrow("at least 22×22");
  });
});
