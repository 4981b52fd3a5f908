import { describe, expect, it } from "vitest";
import { downscale, kernel, kernelRows, oddFrame, reframe } from "../../src/kernel/index.js";
import { largestDifference, noise, noiseImage } from "../helpers/noise.js";

describe("reframe", () => {
  it("pads round the origin: the operator stays the same, whatever the parities", () => {
    const image = noiseImage(1, [1, 17, 19]);
    for (const [from, to] of [
      [4, 5],
      [4, 8],
      [5, 6],
      [5, 9],
    ]) {
      const small = kernel(from!, noise(2, from! * from!));
      const large = reframe(small, to!);
      expect(large.size).toBe(to);
      expect(
        largestDifference(downscale(image, large, 2).data, downscale(image, small, 2).data),
      ).toBeLessThan(1e-6);
    }
  });

  it("crops round the origin", () => {
    const cropped = reframe(
      kernel(
        5,
        Array.from({ length: 25 }, (_, i) => i),
      ),
      3,
    );
    expect(kernelRows(cropped)).toEqual([
      [6, 7, 8],
      [11, 12, 13],
      [16, 17, 18],
    ]);
  });
});

describe("oddFrame", () => {
  it("appends a row and a column to even kernels only", () => {
    const even = kernel(2, [1, 2, 3, 4]);
    expect(kernelRows(oddFrame(even))).toEqual([
      [1, 2, 0],
      [3, 4, 0],
      [0, 0, 0],
    ]);
    const odd = kernel(1, [1]);
    expect(oddFrame(odd)).toBe(odd);
  });
});
