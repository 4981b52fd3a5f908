import { describe, expect, it } from "vitest";
import { imresize } from "../../src/image/index.js";
import { alignedCentre, bicubicKernel, centreOfMass, downscale, kernelSum } from "../../src/kernel/index.js";
import { offset } from "../helpers/kernels.js";
import { largestDifference, noiseImage } from "../helpers/noise.js";

describe("bicubicKernel", () => {
  for (const [scale, size] of [
    [2, 9],
    [3, 13],
    [4, 19],
  ] as const) {
    it(`downscales as imresize does, borders included, scale ${scale}`, () => {
      const image = noiseImage(31, [3, 37, 43]);
      const bicubic = bicubicKernel(scale);
      expect(bicubic.size).toBe(size);
      expect(
        largestDifference(downscale(image, bicubic, scale).data, imresize(image, { scale: 1 / scale }).data),
      ).toBeLessThan(1e-6);
    });

    it(`is aligned and sums to 1, scale ${scale}`, () => {
      const bicubic = bicubicKernel(scale);
      expect(kernelSum(bicubic)).toBeCloseTo(1, 12);
      expect(offset(centreOfMass(bicubic), alignedCentre(size, scale))).toBeLessThan(1e-12);
    });
  }
});
