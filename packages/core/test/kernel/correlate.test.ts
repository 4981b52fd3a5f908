import { describe, expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { correlateByTransform } from "../../src/kernel/correlate.js";
import { correlateDirectly } from "../../src/kernel/downscale.js";
import { kernel } from "../../src/kernel/index.js";
import { largestDifference, noise, noiseImage } from "../helpers/noise.js";

describe("correlateByTransform", () => {
  it.each([
    ["an even kernel", [1, 40, 50], 12, 1],
    ["an odd number of parts", [3, 300, 270], 9, 1],
    ["parts that begin between the pixels that are kept", [1, 521, 40], 15, 3],
    ["a kernel wider than the image", [2, 20, 30], 75, 2],
    ["a kernel wider than a part", [1, 700, 31], 301, 4],
    ["one pixel", [1, 1, 1], 5, 2],
    ["a kernel of one weight", [1, 17, 19], 1, 2],
  ] as const)("equals the direct sum: %s", (_, shape, size, scale) => {
    const image = noiseImage(1, [...shape]);
    // Of both signs: the terms are larger than their sum.
    const weights = kernel(
      size,
      noise(2, size * size).map((weight) => weight - 0.5),
    );
    const [channels, height, width] = shape;
    const empty = () => planarImage(Math.ceil(width / scale), Math.ceil(height / scale), channels);
    const [direct, transformed] = [empty(), empty()];
    correlateDirectly(image, weights, scale, direct);
    correlateByTransform(image, weights, scale, transformed);
    const largest = direct.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // A unit in the last place of float32, at the most.
    expect(largestDifference(transformed.data, direct.data) / largest).toBeLessThan(1.2e-7);
  });
});
