import { describe, expect, it } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { backgroundShare } from "../../../src/spectral/evidence/background.js";

describe("backgroundShare", () => {
  it("is the share of the pixels in the fullest range of levels, at the ends of the scale as well", () => {
    const image = planarImage(10, 10, 1);
    for (const [i] of image.data.entries()) image.data[i] = (i < 60 ? 250 - (i % 20) : 2 * i) / 255;
    expect(backgroundShare(image)).toBeCloseTo(0.6, 9);
    expect(backgroundShare({ ...image, data: image.data.map((value) => 1 - value) })).toBeCloseTo(0.6, 9);
  });

  it("is that of the whole of a large image", () => {
    const image = planarImage(2048, 1024, 1);
    // Dark columns, which a step of a power of 2 would miss or see alone.
    for (const [i] of image.data.entries()) image.data[i] = i % 4 === 0 ? (i % 256) / 512 : 0.9;
    expect(backgroundShare(image)).toBeCloseTo(0.75, 2);
  });
});
