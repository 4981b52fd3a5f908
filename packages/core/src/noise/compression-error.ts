/** What lossy compression did to an image, whichever it was. */
import type { PlanarImage } from "../image/index.js";
import type { NoiseBlocks } from "./block-dct.js";
import { codingError, unknownCodingError } from "./coding-error.js";
import { jpegError } from "./jpeg-noise.js";
import { yCbCrRange } from "./ycbcr-range.js";

/** Of an image that shows no compression, `error` is 0. */
export interface Compression {
  /** Rms of its error in the gray values, in levels of 255. */
  readonly error: number;
  /** Whether it leaves blocks of a fixed size, 4 or 8 pixels. */
  readonly hasBlocks: boolean;
}

/**
 * Measures JPEG's error, and takes that of other codings from the file's size, or as it is on average.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param blocks of the image
 * @param scale that the image is restored at
 */
export function compressionOf(image: PlanarImage, blocks: NoiseBlocks, scale: number): Compression {
  const { coding } = image;
  const ofJpeg = jpegError(blocks);
  if (coding) {
    const error = Math.max(ofJpeg, codingError(image, coding));
    return { error, hasBlocks: ofJpeg > 0 || coding.codec === "webp" };
  }
  if (ofJpeg > 0) return { error: ofJpeg, hasBlocks: true };
  const range = yCbCrRange(image);
  return range
    ? { error: unknownCodingError(image, range, scale), hasBlocks: range === "studio" }
    : { error: 0, hasBlocks: false };
}
