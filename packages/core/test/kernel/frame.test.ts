import { describe, expect, it } from "vitest";
import {
  bicubicKernel,
  downscale,
  isIdentity,
  kernel,
  kernelRows,
  oddFrame,
  reframe,
  withoutFaintWeights,
} from "../../src/kernel/index.js";
import { largestDifference, noise, noiseImage } from "../helpers/noise.js";

it("withoutFaintWeights leaves the frame that holds the others", () => {
  const weights = [0, 1e-5, 0, 0, 0, 0, 0, -0.2, 0, 0, 0, 0.3, 1, 1e-4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  expect(kernelRows(withoutFaintWeights(kernel(5, weights), 1e-3))).toEqual([
    [0, -0.2, 0],
    [0.3, 1, 0],
    [0, 0, 0],
  ]);
});

it("isIdentity of the bicubic kernel for scale 1, in any frame, and of no other", () => {
  expect(
    [bicubicKernel(1), reframe(bicubicKernel(1), 13), reframe(bicubicKernel(1), 4)].every(isIdentity),
  ).toBe(true);
  expect(isIdentity(bicubicKernel(2))).toBe(false);
  expect(isIdentity(kernel(3, [0, 0, 0, 0, 0, 1, 0, 0, 0]))).toBe(false);
});

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
