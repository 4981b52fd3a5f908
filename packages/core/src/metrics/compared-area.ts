/**
 * Which samples of two images a metric compares: all but a border, whose pixels depend on what lies outside the image.
 */

import { check, KernelGanError } from "../errors.js";
import type { Rectangle } from "../image/crop.js";
import type { PlanarImage } from "../image/planar-image.js";
import { checkInteger } from "../range.js";

/** What to compare. */
export interface MetricOptions {
  /** Pixels left out along each side; default 0. */
  readonly border?: number;
}

/** The samples that are compared. */
export interface ComparedArea extends Rectangle {
  /** 3, or 1 if both images are gray. */
  readonly channels: number;
}

/**
 * The area inside the border.
 *
 * @param minimum Pixels that the metric needs in each direction.
 * @throws KernelGanError `invalid-argument` if the images' sizes differ or the border is not a whole number of pixels;
 *   `image-too-small` if the border leaves fewer than `minimum` pixels.
 */
export function comparedArea(
  a: PlanarImage,
  b: PlanarImage,
  { border = 0 }: MetricOptions,
  minimum: number,
): ComparedArea {
  check(
    a.width === b.width && a.height === b.height,
    () => `the images must be of one size, got ${a.width}×${a.height} and ${b.width}×${b.height}`,
  );
  checkInteger("the border", border, { min: 0 });
  const width = a.width - 2 * border;
  const height = a.height - 2 * border;
  if (Math.min(width, height) < minimum) {
    throw new KernelGanError(
      "image-too-small",
      `a border of ${border} leaves too little of ${a.width}×${a.height} pixels: ${minimum}×${minimum} are needed inside it`,
    );
  }
  return { x: border, y: border, width, height, channels: Math.max(a.channels, b.channels) };
}

/** Row `row` of the area in one channel; a view, not a copy. A gray image counts as R = G = B. */
export function rowInArea(image: PlanarImage, area: Rectangle, channel: number, row: number): Float32Array {
  const plane = image.channels === 1 ? 0 : channel;
  const start = (plane * image.height + area.y + row) * image.width + area.x;
  return image.data.subarray(start, start + area.width);
}
