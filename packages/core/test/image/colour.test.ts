import { describe, expect, it } from "vitest";
import { planarImage, toGray, toLumaBt601 } from "../../src/image/index.js";

/** One pixel each of red, green, blue, white, black. */
const colours = planarImage(5, 1, 3, Float32Array.of(1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0));

describe("toGray", () => {
  it("weights the colours as MATLAB's rgb2gray does", () => {
    const expected = [0.2989, 0.587, 0.114, 1, 0];
    toGray(colours).data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 4);
    });
  });

  it("leaves gray images alone", () => {
    const gray = planarImage(2, 1, 1, Float32Array.of(0.25, 0.5));
    expect(toGray(gray)).toBe(gray);
  });
});

describe("toLumaBt601", () => {
  it("gives the studio-range values of rgb2ycbcr", () => {
    // Y of the primaries on the 8-bit scale: 16 + 65.481, 16 + 128.553, 16 + 24.966, 235, 16.
    const expected = [81.481, 144.553, 40.966, 235, 16];
    toLumaBt601(colours).data.forEach((value, i) => {
      expect(255 * value).toBeCloseTo(expected[i]!, 4);
    });
  });

  it("takes a gray image for R = G = B", () => {
    const luma = toLumaBt601(planarImage(2, 1, 1, Float32Array.of(0, 1)));
    expect(255 * luma.data[0]!).toBeCloseTo(16, 4);
    expect(255 * luma.data[1]!).toBeCloseTo(235, 4);
  });
});
