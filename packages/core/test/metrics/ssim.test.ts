import { describe, expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { ssim } from "../../src/metrics/index.js";
import { asRgb, level, pair } from "../helpers/image-pairs.js";

describe("ssim", () => {
  it("of equal images is exactly 1", () => {
    const { hr } = pair({ shape: [3, 20, 23], maximum: 255, seed: 1, amplitude: 0 });
    expect(ssim(hr, hr)).toBe(1);
  });

  it("of two constants is the comparison of their brightness", () => {
    const [a, b] = [0.25, 0.75];
    const expected = (2 * a * b + 1e-4) / (a * a + b * b + 1e-4);
    expect(ssim(level(12, 13, a), level(12, 13, b))).toBeCloseTo(expected, 12);
  });

  it("is negative where the structure is reversed", () => {
    const { hr } = pair({ shape: [1, 30, 30], maximum: 255, seed: 1, amplitude: 0 });
    const negative = planarImage(
      30,
      30,
      1,
      hr.data.map((value) => 1 - value),
    );
    expect(ssim(hr, negative)).toBeLessThan(-0.5);
  });

  it("is the same with the two images, or rows and columns, exchanged", () => {
    const { sr, hr } = pair({ shape: [1, 17, 22], maximum: 255, seed: 4, amplitude: 40 });
    const transposed = ({ data }: { data: Float32Array }) =>
      planarImage(
        17,
        22,
        1,
        data.map((_, i) => data[(i % 17) * 22 + Math.floor(i / 17)]!),
      );
    expect(ssim(hr, sr)).toBeCloseTo(ssim(sr, hr), 12);
    expect(ssim(transposed(sr), transposed(hr))).toBeCloseTo(ssim(sr, hr), 12);
  });

  it("leaves out the border, and only that", () => {
    const black = level(15, 15, 0);
    const spot = level(15, 15, 0);
    spot.data[1 * 15 + 7] = 1;
    expect(ssim(spot, black, { border: 2 })).toBe(1);
    expect(ssim(spot, black, { border: 1 })).toBeLessThan(1);
  });

  it("takes a gray image beside a colour image for R = G = B", () => {
    const { sr } = pair({ shape: [1, 14, 16], maximum: 255, seed: 2, amplitude: 30 });
    const { hr } = pair({ shape: [3, 14, 16], maximum: 255, seed: 2, amplitude: 30 });
    expect(ssim(sr, hr)).toBe(ssim(asRgb(sr), hr));
  });

  it("needs 11×11 pixels inside the border, and says so", () => {
    const image = level(15, 40, 0.5);
    expect(ssim(image, image, { border: 2 })).toBe(1);
    expect(() => ssim(image, image, { border: 3 })).toThrow(
      expect.objectContaining({ code: "image-too-small", message: expect.stringMatching(/15×40.*11×11/) }),
    );
  });

  it("refuses images of different sizes, and names both", () => {
    expect(() => ssim(level(12, 16, 0), level(16, 12, 0))).toThrow(
      expect.objectContaining({
        code: "invalid-argument",
        message: expect.stringMatching(/12×16 and 16×12/),
      }),
    );
  });
});
