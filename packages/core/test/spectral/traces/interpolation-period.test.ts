import { describe, expect, test } from "vitest";
import { imresize, type PlanarImage } from "../../../src/image/index.js";
import { isPeriodic, periodicity } from "../../../src/spectral/traces/interpolation-period.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { jpeg } from "../../helpers/jpeg.js";
import { rounded } from "../../helpers/rounded.js";

const scene = deadLeaves(3, 600, 480);
const small = rounded(imresize(scene, { scale: 1 / 2 }));

/** Resized by a factor across and another down. */
function resized(image: PlanarImage, across: number, down: number): PlanarImage {
  const [width, height] = [Math.round(image.width * across), Math.round(image.height * down)];
  return rounded(imresize(image, { width, height }));
}

const found = (image: PlanarImage, isCompressed = false): boolean =>
  isPeriodic(periodicity(image, isCompressed));

describe("the period of an interpolation", () => {
  test.each([1.25, 4 / 3, 1.5, 1.7, 2.3])("by %d shows along both axes", (factor) => {
    expect(periodicity(resized(small, factor, factor), false).both).toBeGreaterThan(80);
  });

  test.each([4 / 3, 64 / 45, 1.5])("by %d along one axis shows along that one alone", (factor) => {
    for (const stretched of [resized(small, factor, 1), resized(small, 1, factor)]) {
      const { both, either } = periodicity(stretched, false);
      expect(both).toBeLessThan(20);
      expect(either).toBeGreaterThan(200);
      expect(found(stretched)).toBe(true);
    }
  });

  test("is found in a JPEG, too, beside the blocks' own", () => {
    expect(found(jpeg(resized(small, 1.5, 1.5), 85), true)).toBe(true);
    expect(found(jpeg(resized(small, 1.5, 1), 90), true)).toBe(true);
  });

  test.each([30, 50, 75])("is not that of the blocks of JPEG %d, at any size", (quality) => {
    const compressed = jpeg(scene, quality);
    expect(found(compressed)).toBe(false);
    for (const scale of [1 / 2, 0.6, 0.8]) expect(found(resized(compressed, scale, scale))).toBe(false);
  });

  test("is not found in what was only shrunk", () => {
    expect(found(scene)).toBe(false);
    expect(found(small)).toBe(false);
  });
});
