/**
 * The contrast that cameras and programs give to a picture after its light was encoded: pixel values v become
 *
 *     S(v) = v − a sin(2πv) / 2π,   0 ≤ a < 1,
 *
 * whose slope is 1 + a in the middle and 1 − a at black and white.
 */
import type { PlanarImage } from "@kernelgan/core";

/** Halvings of [0, 1], in which S grows, until the value is found. */
const HALVINGS = 30;

const contrasted = (value: number, strength: number): number =>
  value - (strength * Math.sin(2 * Math.PI * value)) / (2 * Math.PI);

/** S of the values in [0, 1] of an image. */
export function withContrast(image: PlanarImage, strength: number): PlanarImage {
  if (strength === 0) return image;
  return { ...image, data: image.data.map((value) => contrasted(value, strength)) };
}

/** What S makes the values in [0, 1] of an image of. */
export function withoutContrast(image: PlanarImage, strength: number): PlanarImage {
  if (strength === 0) return image;
  const inverse = (value: number): number => {
    let [low, high] = [0, 1];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (contrasted(middle, strength) < value) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { ...image, data: image.data.map(inverse) };
}
