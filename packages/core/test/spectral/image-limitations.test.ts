import { describe, expect, test } from "vitest";
import { imageLimitations } from "../../src/spectral/image-limitations.js";
import { noiseImage } from "../helpers/noise.js";

describe("imageLimitations", () => {
  test.each([
    [200, 1, 0],
    [100, 1, 1],
    [36, 0.75, 1],
  ])("an image of %i pixels a side keeps %d of its confidence, with %i warnings", (side, factor, count) => {
    const limitations = imageLimitations(noiseImage(1, [1, side, side + 10]));
    expect(limitations.factor).toBe(factor);
    expect(limitations.warnings.length).toBe(count);
  });

  test("an image without texture keeps none", () => {
    const { width, height, channels, data } = noiseImage(1, [1, 150, 150]);
    const faint = { width, height, channels, data: data.map((value) => 0.5 + 0.001 * value) };
    expect(imageLimitations(faint)).toEqual({
      factor: 0,
      warnings: [expect.stringContaining("hardly any texture")],
    });
  });
});
