import { describe, expect, it } from "vitest";
import { encodedLight, linearLight, planarImage } from "../../src/image/index.js";
import { downscale, kernel } from "../../src/kernel/index.js";
import references from "../data/kernel-references.json" with { type: "json" };
import { largestDifference, noise, noiseImage } from "../helpers/noise.js";
import { cameraCurve } from "../helpers/tone-curve.js";

describe("downscale", () => {
  for (const { seed, shape, kernelSeed, size, scale, resultShape, result } of references.downscale) {
    it(`equals scipy's correlate, ${shape.join("×")} with ${size}×${size}, scale ${scale}`, () => {
      const low = downscale(noiseImage(seed, shape), kernel(size, noise(kernelSeed, size * size)), scale);
      expect([low.channels, low.height, low.width]).toEqual(resultShape);
      // Relative to Σ k, some size²/2: the result is float32.
      expect(largestDifference(low.data, result) / (size * size)).toBeLessThan(1e-7);
    });
  }

  it("mixes linear light: black and white to the gray that sends half as much", () => {
    const image = planarImage(3, 1, 1, Float32Array.of(0, 1, 0));
    const mean = kernel(2, [0.25, 0.25, 0.25, 0.25]);
    expect(downscale(image, mean, 2).data[1]).toBeCloseTo(0.5, 6);
    // 1.055 · 0.5^(1 / 2.4) − 0.055
    expect(downscale(image, mean, 2, { light: "linear" }).data[1]).toBeCloseTo(0.735357, 5);
  });

  it("mixes the light of a camera by its tone curve", () => {
    const toneCurve = cameraCurve();
    const image = noiseImage(1, [3, 12, 14]);
    const mean = kernel(2, [0.25, 0.25, 0.25, 0.25]);
    const { image: light, unit } = linearLight(image, toneCurve);
    const byHand = encodedLight(downscale(light, mean, 2), unit, toneCurve);
    const low = downscale(image, mean, 2, { light: "linear", toneCurve });
    expect(low).toEqual(byHand);
    expect(low).not.toEqual(downscale(image, mean, 2, { light: "linear" }));
    // Half as much light as white, where the curve says it is.
    const gray = downscale(planarImage(3, 1, 1, Float32Array.of(0, 1, 0)), mean, 2, {
      light: "linear",
      toneCurve,
    }).data[1]!;
    const i = Math.floor(64 * gray);
    expect(toneCurve[i]).toBeLessThan(0.5);
    expect(toneCurve[i + 1]).toBeGreaterThan(0.5);
  });

  it("keeps 16 bits in linear light", () => {
    const values = Float32Array.from({ length: 1 << 16 }, (_, i) => i / 65535);
    const same = downscale(planarImage(256, 256, 1, values), kernel(1, [1]), 1, { light: "linear" });
    expect(65535 * largestDifference(same.data, values)).toBeLessThan(0.5);
  });

  it("refuses scales that are not positive integers", () => {
    const image = noiseImage(1, [1, 4, 4]);
    for (const scale of [0, 1.5, -2]) {
      expect(() => downscale(image, kernel(1, [1]), scale)).toThrow(
        expect.objectContaining({ code: "invalid-argument" }),
      );
    }
  });
});
