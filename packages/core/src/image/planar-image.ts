/**
 * The one image type of the library: planar float samples.
 *
 * Sample of channel c, row y, column x: `data[(c * height + y) * width + x]`. Values lie in [0, 1] unless a
 * function says otherwise (the networks work in [-1, 1]). Channels: 1 (gray) or 3 (RGB, non-linear as stored in
 * the file).
 */

import { check } from "../errors.js";
import { checkInteger } from "../range.js";

/** Formats that lose detail, and whose pixels do not say how much. */
export const LOSSY_CODECS = ["webp", "avif"] as const;

/** How a file of such a format holds an image. */
export interface LossyCoding {
  readonly codec: (typeof LOSSY_CODECS)[number];
  /** Of its pixels alone, without metadata. */
  readonly bitsPerPixel: number;
}

/** A planar float image, [channels, height, width], values in [0, 1]. */
export interface PlanarImage {
  readonly width: number;
  readonly height: number;
  /** 1 (gray) or 3 (RGB). */
  readonly channels: number;
  /** channels × height × width samples, channel by channel, row by row. */
  readonly data: Float32Array;
  /**
   * Of an image that comes from such a file: says how much detail was lost (noise/coding-error.ts). What the file says is
   * only true of the pixels that it holds: `crop` keeps this, other sizes have none.
   */
  readonly coding?: LossyCoding | undefined;
}

/**
 * Makes a planar image and checks that the sizes agree.
 *
 * @throws KernelGanError `invalid-argument` if a size is not a positive integer or `data` has another length.
 */
export function planarImage(
  width: number,
  height: number,
  channels: number,
  data: Float32Array = new Float32Array(width * height * channels),
): PlanarImage {
  checkInteger("an image's width", width, { min: 1 });
  checkInteger("an image's height", height, { min: 1 });
  checkInteger("an image's number of channels", channels, { min: 1 });
  check(
    data.length === width * height * channels,
    () =>
      `a ${width}×${height}×${channels} image has ${width * height * channels} samples, got ${data.length}`,
  );
  return { width, height, channels, data };
}

/** An image that shows the pixels of another, in other colours or with others around them, with the coding of that. */
export function withCoding(image: PlanarImage, { coding }: Pick<PlanarImage, "coding">): PlanarImage {
  return coding ? { ...image, coding } : image;
}

/** Limits samples to [0, 1], in place. */
export function clip(data: Float32Array): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value < 0) data[i] = 0;
    else if (value > 1) data[i] = 1;
  }
}

/** One channel as an image: a view, not a copy. */
export function planeOf({ width, height, data }: PlanarImage, channel: number): PlanarImage {
  return planarImage(
    width,
    height,
    1,
    data.subarray(channel * width * height, (channel + 1) * width * height),
  );
}
