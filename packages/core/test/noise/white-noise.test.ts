import { describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";
import { noiseLevel, scene, withNoise } from "../helpers/scene.js";

const picture = scene(160, 120, 3);
const gray = { ...picture, channels: 1, data: picture.data.subarray(0, 160 * 120) };

const clipped = (image: PlanarImage): PlanarImage => ({
  ...image,
  data: image.data.map((value) => Math.min(1, Math.max(0, value))),
});

/** Two rings, thick enough to be white inside. */
function strokesOnBlack(): PlanarImage {
  const strokes = planarImage(160, 120, 1);
  for (let i = 0; i < strokes.data.length; i++) {
    const [x, y] = [i % 160, Math.floor(i / 160)];
    const fromCentres = [Math.hypot(x - 50, y - 60) - 30, Math.hypot(x - 110, y - 60) - 25];
    strokes.data[i] = 3.5 - Math.min(...fromCentres.map(Math.abs));
  }
  return clipped(strokes);
}

/** Thin strokes in rows on white, as small as letters: wherever there are any, there are many. */
function pageOfLetters(): PlanarImage {
  const numbers = random(1);
  const page = planarImage(240, 160, 1, new Float32Array(240 * 160).fill(1));
  for (let top = 12; top < 140; top += 18) {
    for (let left = 10; left < 220; left += 3) {
      const [y0, x0, angle] = [top + 9 * numbers.uniform(), left, Math.PI * numbers.uniform()];
      for (let y = top - 4; y < top + 14; y++) {
        for (let x = left - 6; x < left + 6; x++) {
          const along = (x - x0) * Math.cos(angle) + (y - y0) * Math.sin(angle);
          const across = (y - y0) * Math.cos(angle) - (x - x0) * Math.sin(angle);
          const ink = Math.min(1, Math.max(0, 1.2 - Math.hypot(Math.max(0, Math.abs(along) - 3), across)));
          page.data[y * 240 + x] = Math.min(page.data[y * 240 + x]!, 1 - 0.85 * ink);
        }
      }
    }
  }
  return page;
}

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
    ["strokes on black", strokesOnBlack(), 0, 0, 0.1],
    // Half of the noise of black is cut off.
    ["strokes on black", strokesOnBlack(), 5, 2, 5],
    ["a page of letters", pageOfLetters(), 0, 0, 0.3],
    // Nothing is quiet but white, where half of the noise is cut off.
    ["a page of letters", pageOfLetters(), 5, 2, 30],
  ])("%s without noise has none, and with noise does not lose it", (_, drawing, sigma, least, most) => {
    const found = noiseLevel(clipped(withNoise(drawing, sigma / 255)));
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
