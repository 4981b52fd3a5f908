/** Cutting rectangles out of planar images. */
import { check } from "../errors.js";
import { type PlanarImage, planarImage, withCoding } from "./planar-image.js";

/** A rectangle of pixels. */
export interface Rectangle {
  /** Left column. */
  readonly x: number;
  /** Top row. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a crop goes and what happens to its values on the way. */
export interface CropOptions {
  /** Index in the target of the crop's first sample; default 0. */
  readonly offset?: number;
  /** Samples become `gain · value + bias`; default 1. For [0, 1] → [−1, 1]: gain 2, bias −1. */
  readonly gain?: number;
  /** Default 0. */
  readonly bias?: number;
}

/**
 * Copies a rectangle of all channels into `target`, as [channels, height, width] from `offset` on.
 *
 * @throws KernelGanError `invalid-argument` if the rectangle leaves the image or the target is too short.
 * @example cropInto(image, { x: 10, y: 4, width: 64, height: 64 }, batch, { offset: n, gain: 2, bias: -1 })
 */
export function cropInto(
  image: PlanarImage,
  rectangle: Rectangle,
  target: Float32Array,
  options: CropOptions = {},
): void {
  checkInside(image, rectangle);
  const { x, y, width, height } = rectangle;
  const { offset = 0, gain = 1, bias = 0 } = options;
  const samples = image.channels * width * height;
  check(
    Number.isInteger(offset) && offset >= 0 && offset + samples <= target.length,
    () => `a crop of ${samples} samples from ${offset} on does not fit into ${target.length}`,
  );
  let out = offset;
  for (let c = 0; c < image.channels; c++) {
    for (let row = y; row < y + height; row++, out += width) {
      const start = (c * image.height + row) * image.width + x;
      target.set(image.data.subarray(start, start + width), out);
    }
  }
  // In a second pass over what is now in the cache: together, the loop would take twice as long.
  if (gain !== 1 || bias !== 0) affine(target, offset, out, gain, bias);
}

function checkInside(image: PlanarImage, { x, y, width, height }: Rectangle): void {
  check(
    [x, y, width, height].every(Number.isInteger) &&
      Math.min(x, y) >= 0 &&
      Math.min(width, height) > 0 &&
      x + width <= image.width &&
      y + height <= image.height,
    () =>
      `a crop of ${width}×${height} at (${x}, ${y}) does not lie inside an image of ${image.width}×${image.height}`,
  );
}

function affine(target: Float32Array, start: number, end: number, gain: number, bias: number): void {
  for (let i = start; i < end; i++) target[i] = gain * target[i]! + bias;
}

/** The middle of an image, of at most these sides, as an image of its own. */
export function cropMiddle(image: PlanarImage, maxWidth: number, maxHeight: number): PlanarImage {
  const [width, height] = [Math.min(maxWidth, image.width), Math.min(maxHeight, image.height)];
  return crop(image, { x: (image.width - width) >> 1, y: (image.height - height) >> 1, width, height });
}

/**
 * A rectangle of an image as an image of its own (a copy).
 *
 * @throws KernelGanError `invalid-argument` if the rectangle leaves the image.
 */
export function crop(image: PlanarImage, rectangle: Rectangle): PlanarImage {
  // Before there is room for it: that of a size which makes no sense cannot be had.
  checkInside(image, rectangle);
  const result = planarImage(rectangle.width, rectangle.height, image.channels);
  cropInto(image, rectangle, result.data);
  return withCoding(result, image);
}
