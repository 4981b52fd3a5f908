import { describe, expect, it } from "vitest";
import { bicubicTaps, imresize, planarImage } from "../../src/image/index.js";
import references from "../data/image-references.json" with { type: "json" };
import { largestDifference, noiseImage } from "../helpers/noise.js";

describe("imresize", () => {
  for (const { target, shape, resultShape, data } of references.imresize) {
    it(`equals MATLAB's algorithm for ${JSON.stringify(target)}`, () => {
      const result = imresize(
        noiseImage(1, shape),
        target.scale === undefined
          ? { width: target.width as number, height: target.height as number }
          : { scale: target.scale },
      );
      expect([result.channels, result.height, result.width]).toEqual(resultShape);
      expect(largestDifference(result.data, data)).toBeLessThan(2e-7);
    });
  }

  it("keeps constants exactly level, borders included", () => {
    const constant = planarImage(13, 9, 1, new Float32Array(13 * 9).fill(0.3));
    for (const scale of [0.5, 0.3, 2, 3.7]) {
      const { data } = imresize(constant, { scale });
      expect(largestDifference(data, new Float32Array(data.length).fill(0.3))).toBeLessThan(1e-7);
    }
  });

  it("aligns pixel areas: a ramp stays the same ramp", () => {
    const ramp = planarImage(
      40,
      1,
      1,
      Float32Array.from({ length: 40 }, (_, x) => x),
    );
    const half = imresize(ramp, { width: 20, height: 1 });
    const double = imresize(ramp, { width: 80, height: 1 });
    for (let x = 4; x < 16; x++) expect(half.data[x]).toBeCloseTo(2 * x + 0.5, 5);
    for (let x = 8; x < 72; x++) expect(double.data[x]).toBeCloseTo(x / 2 - 0.25, 5);
  });

  it("rounds sizes up, and never to nothing", () => {
    expect(imresize(planarImage(7, 2, 1), { scale: 0.5 })).toMatchObject({ width: 4, height: 1 });
    expect(imresize(planarImage(7, 2, 1), { scale: 0.01 })).toMatchObject({ width: 1, height: 1 });
  });

  it("refuses scales and sizes that make no sense", () => {
    const image = planarImage(4, 4, 1);
    for (const target of [{ scale: 0 }, { scale: Number.NaN }, { width: 2.5, height: 2 }]) {
      expect(() => imresize(image, target)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    }
  });
});

describe("bicubicTaps", () => {
  it("are the known ones for scale 2", () => {
    const { first, taps } = bicubicTaps(2);
    expect(first).toBe(-3);
    expect(Array.from(taps, (tap) => 256 * tap)).toEqual([-3, -9, 29, 111, 111, 29, -9, -3]);
  });

  for (const scale of [2, 3, 4, 5]) {
    it(`are imresize as a strided convolution, scale ${scale}`, () => {
      const image = noiseImage(9, [1, 1, 12 * scale]);
      const resized = imresize(image, { width: 12, height: 1 });
      const { first, taps } = bicubicTaps(scale);
      expect(taps).toHaveLength(4 * scale);
      for (let i = 2; i < 10; i++) {
        const sum = taps.reduce((total, tap, t) => total + tap * image.data[scale * i + first + t]!, 0);
        expect(resized.data[i]).toBeCloseTo(sum, 6);
      }
    });
  }
});
