import { describe, expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { psnr } from "../../src/metrics/index.js";
import { asRgb, level, pair } from "../helpers/image-pairs.js";

describe("psnr", () => {
  it("is 10 log₁₀(1 / mean squared error)", () => {
    expect(psnr(level(5, 4, 0.5), level(5, 4, 0.6))).toBeCloseTo(20, 5);
    // One of six samples is wrong by 1/2: 10 log₁₀(6 / (1/2)²).
    const one = planarImage(2, 1, 3, Float32Array.of(0, 0, 0, 0.5, 0, 0));
    expect(psnr(one, level(2, 1, 0, 3))).toBeCloseTo(10 * Math.log10(24), 10);
  });

  it("of equal images is Infinity", () => {
    const { hr } = pair({ shape: [3, 6, 7], maximum: 255, seed: 1, amplitude: 0 });
    expect(psnr(hr, hr)).toBe(Number.POSITIVE_INFINITY);
  });

  it("leaves out the border, and only that", () => {
    const wrongAt = (index: number) => {
      const image = level(7, 6, 0);
      image.data[index] = 1;
      return image;
    };
    const black = level(7, 6, 0);
    for (const index of [1 * 7 + 3, 4 * 7 + 3, 3 * 7 + 1, 3 * 7 + 5]) {
      expect(psnr(wrongAt(index), black, { border: 2 })).toBe(Number.POSITIVE_INFINITY);
    }
    for (const index of [2 * 7 + 2, 3 * 7 + 4]) {
      expect(psnr(wrongAt(index), black, { border: 2 })).toBeCloseTo(10 * Math.log10(6), 10);
    }
  });

  it("takes a gray image beside a colour image for R = G = B", () => {
    const { sr } = pair({ shape: [1, 9, 8], maximum: 255, seed: 2, amplitude: 30 });
    const { hr } = pair({ shape: [3, 9, 8], maximum: 255, seed: 2, amplitude: 30 });
    expect(psnr(sr, hr)).toBe(psnr(asRgb(sr), hr));
    expect(psnr(hr, sr)).toBe(psnr(sr, hr));
  });

  it("refuses images of different sizes, and names both", () => {
    expect(() => psnr(level(4, 6, 0), level(6, 4, 0))).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringMatching(/4×6 and 6×4/) }),
    );
  });

  it("refuses borders that are no number of pixels or leave nothing", () => {
    const image = level(6, 9, 0);
    for (const border of [-1, 1.5, Number.NaN]) {
      expect(() => psnr(image, image, { border })).toThrow(
        expect.objectContaining({ code: "invalid-argument" }),
      );
    }
    expect(psnr(image, image, { border: 2 })).toBe(Number.POSITIVE_INFINITY);
    expect(() => psnr(image, image, { border: 3 })).toThrow(
      expect.objectContaining({ code: "image-too-small" }),
    );
  });
});
