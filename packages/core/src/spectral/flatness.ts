/**
 * How much of an image has one value: the share of pixels that are equal to the next one in their row, as pages, diagrams, text and
 * flat drawings have them. Photographs have few, but for skies that are white throughout.
 */
import type { PlanarImage } from "../image/index.js";

/** Gray values that differ by less are equal: half a level of 255. */
const EQUAL = 0.5 / 255;

/**
 * @param gray [1, h, w], values in [0, 1]
 * @returns a share in [0, 1]
 */
export function flatness({ width, height, data }: PlanarImage): number {
  let equal = 0;
  for (let row = 0; row < height; row++) {
    for (let i = row * width + 1; i < (row + 1) * width; i++) {
      if (Math.abs(data[i]! - data[i - 1]!) < EQUAL) equal++;
    }
  }
  return equal / Math.max(1, height * (width - 1));
}
