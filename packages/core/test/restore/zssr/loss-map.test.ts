import { describe, expect, it } from "vitest";
import { mirror, planarImage, toGray } from "../../../src/image/index.js";
import { lossMap } from "../../../src/restore/zssr/loss-map.js";
import { largestDifference, noiseImage } from "../../helpers/noise.js";

const image = noiseImage(1, [3, 40, 50]);

describe("lossMap", () => {
  it("is the 5×5 box sum of the gradient magnitude, mean 1", () => {
    const { width, height, data: gray } = toGray(image);
    const at = (y: number, x: number): number => gray[mirror(y, height) * width + mirror(x, width)]!;
    const magnitude = (y: number, x: number): number => {
      const [my, mx] = [mirror(y, height), mirror(x, width)];
      return Math.hypot((at(my, mx + 1) - at(my, mx - 1)) / 2, (at(my + 1, mx) - at(my - 1, mx)) / 2);
    };
    const sums = Float64Array.from({ length: width * height }, (_, i) => {
      let sum = 0;
      for (let u = -2; u <= 2; u++)
        for (let v = -2; v <= 2; v++) sum += magnitude(Math.floor(i / width) + u, (i % width) + v);
      return sum;
    });
    const mean = sums.reduce((a, b) => a + b, 0) / sums.length;
    expect(
      largestDifference(
        lossMap(image).data,
        sums.map((s) => s / mean),
      ),
    ).toBeLessThan(1e-5);
  });

  it("is 1 everywhere in a flat image", () => {
    const flat = planarImage(9, 8, 1, new Float32Array(72).fill(0.5));
    expect(new Set(lossMap(flat).data)).toEqual(new Set([1]));
  });
});
