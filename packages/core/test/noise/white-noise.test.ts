import { describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { noiseLevel, scene, withNoise } from "../helpers/scene.js";

const picture = scene(160, 120, 3);
const gray = { ...picture, channels: 1, data: picture.data.subarray(0, 160 * 120) };

describe("whiteNoise", () => {
  test.each([2, 5, 10])("finds σ = %i levels in a picture", (sigma) => {
    const estimate = noiseLevel(withNoise(gray, sigma / 255));
    expect(estimate / sigma).toBeGreaterThan(0.9);
    expect(estimate / sigma).toBeLessThan(1.15);
  });

  test("edges and shading without noise are not noise", () => {
    expect(noiseLevel(gray)).toBeLessThan(0.2);
  });

  test("sees rounding to 8 bits", () => {
    const shading = Float32Array.from({ length: 160 * 120 }, (_, i) => {
      const value = 0.5 + 0.3 * Math.sin(0.05 * (i % 160) + 1) * Math.cos(0.043 * Math.floor(i / 160));
      return Math.round(255 * value) / 255;
    });
    const estimate = noiseLevel(planarImage(160, 120, 1, shading));
    expect(estimate).toBeGreaterThan(0.2);
    expect(estimate).toBeLessThan(0.35);
  });

  test("is that of the gray values: less where channels are noisy independently", () => {
    const one = noiseLevel(withNoise(gray, 0.02));
    const three = noiseLevel(withNoise(picture, 0.02));
    expect(Math.abs(three / one - Math.hypot(0.299, 0.587, 0.114))).toBeLessThan(0.05);
  });

  test("texture everywhere is not noise, where some frequencies are free of it", () => {
    const waves = Float32Array.from({ length: 160 * 120 }, (_, i) => {
      const [x, y] = [i % 160, Math.floor(i / 160)];
      return 0.5 + 0.2 * Math.sin(1.9 * x + 0.4 * y) + 0.1 * Math.sin(0.7 * x - 1.6 * y);
    });
    expect(noiseLevel(planarImage(160, 120, 1, waves))).toBeLessThan(1);
  });

  test("clipped skies do not hide the noise of the rest", () => {
    const noisy = withNoise(gray, 0.03);
    const { width } = noisy;
    const clipped = { ...noisy, data: noisy.data.map((v, i) => (Math.floor(i / width) < 45 ? 1 : v)) };
    expect(noiseLevel(clipped) / (255 * 0.03)).toBeGreaterThan(0.85);
  });

  test.each([
    ["without noise none is found", 0, 0, 0.1],
    // Half of the noise of black is cut off.
    ["of σ = 5 levels most of what is left is found", 5, 2, 5],
  ])("strokes on black: %s", (_, sigma, least, most) => {
    const strokes = planarImage(160, 120, 1);
    for (let i = 0; i < strokes.data.length; i++) {
      const [x, y] = [i % 160, Math.floor(i / 160)];
      const fromCentres = [Math.hypot(x - 50, y - 60) - 30, Math.hypot(x - 110, y - 60) - 25];
      strokes.data[i] = 3.5 - Math.min(...fromCentres.map(Math.abs));
    }
    const clipped = (image: PlanarImage): PlanarImage => ({
      ...image,
      data: image.data.map((value) => Math.min(1, Math.max(0, value))),
    });
    const found = noiseLevel(clipped(withNoise(clipped(strokes), sigma / 255)));
    expect(found).toBeGreaterThanOrEqual(least);
    expect(found).toBeLessThan(most);
  });

  test.each([
    [1, 1],
    [2, 50],
    [3, 3],
  ])("an image of %i×%i gives a number", (width, height) => {
    expect(noiseLevel(planarImage(width, height, 1))).toBe(0);
  });
});
