import { expect, test } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { flatness } from "../../src/spectral/flatness.js";

test("is the share of pixels that are equal to the next one in their row", () => {
  const image = planarImage(5, 2, 1);
  // Three of four pairs, then none; less than half a level of 255 is no difference.
  image.data.set([0.5, 0.5, 0.501, 0.501, 1, 0, 0.2, 0.1, 0.9, 0.7]);
  expect(flatness(image)).toBeCloseTo(3 / 8, 9);
});
