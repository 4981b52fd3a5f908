import { describe, expect, it } from "vitest";
import { downscale, kernel } from "../../src/kernel/index.js";
import references from "../data/kernel-references.json" with { type: "json" };
import { largestDifference, noise, noiseImage } from "../helpers/noise.js";

describe("downscale", () => {
  for (const { seed, shape, kernelSeed, size, scale, resultShape, result } of references.downscale) {
    it(`equals scipy's correlate, ${shape.join("×")} with ${size}×${size}, scale ${scale}`, () => {
      const low = downscale(noiseImage(seed, shape), kernel(size, noise(kernelSeed, size * size)), scale);
      expect([low.channels, low.height, low.width]).toEqual(resultShape);
      // Relative to Σ k, some size²/2: the result is float32.
      expect(largestDifference(low.data, result) / (size * size)).toBeLessThan(1e-7);
    });
  }

  it("refuses scales that are not positive integers", () => {
    const image = noiseImage(1, [1, 4, 4]);
    for (const scale of [0, 1.5, -2]) {
      expect(() => downscale(image, kernel(1, [1]), scale)).toThrow(
        expect.objectContaining({ code: "invalid-argument" }),
      );
    }
  });
});
