/**
 * Colour to gray. Two different grays are in use, both with the weights of ITU-R BT.601:
 *
 * - full range, MATLAB's `rgb2gray`: 0.2989 R + 0.5870 G + 0.1140 B, from 0 to 1. For gradients and spectra.
 * - studio range, MATLAB's `rgb2ycbcr` (first channel): (16 + 65.481 R + 128.553 G + 24.966 B) / 255, from
 *   16/255 to 235/255. For PSNR and SSIM "on the Y channel", as the super-resolution literature reports them.
 */
import { inPieces, type Pause } from "../pause.js";
import { type PlanarImage, planarImage, withCoding } from "./planar-image.js";

/** Weights of R, G, B in the full-range gray: first row of the inverse YIQ matrix, as in MATLAB's `rgb2gray`. */
const GRAY = [0.298936021293776, 0.587043074451121, 0.114020904255103] as const;

/** Weights of R, G, B (in [0, 1]) and the offset of the studio-range luma, on the 8-bit scale. */
const LUMA_BT601 = [65.481, 128.553, 24.966] as const;
const LUMA_BT601_OFFSET = 16;

/**
 * Writes one row of the full-range gray to `target`, so that a whole-image pass needs no gray plane.
 *
 * @param image 1 or 3 channels; a gray image's row is copied.
 * @param y row, 0 ≤ y < height.
 * @param target at least `width` long.
 */
export function grayRow(image: PlanarImage, y: number, target: Float32Array): void {
  grayPixels(image, y * image.width, target.subarray(0, image.width));
}

/** The same for as many pixels as `target` has, from number `start` on in the order of the rows. */
export function grayPixels(image: PlanarImage, start: number, target: Float32Array): void {
  const { width, height, channels, data } = image;
  if (channels < 3) {
    target.set(data.subarray(start, start + target.length));
    return;
  }
  const plane = width * height;
  for (let x = 0; x < target.length; x++) {
    const i = start + x;
    target[x] = GRAY[0] * data[i]! + GRAY[1] * data[plane + i]! + GRAY[2] * data[2 * plane + i]!;
  }
}

/**
 * Full-range gray, `0.2989 R + 0.5870 G + 0.1140 B` (MATLAB's `rgb2gray`).
 *
 * @param image [3, h, w] or [1, h, w], values in [0, 1].
 * @returns [1, h, w], values in [0, 1]; the image itself if it is gray already.
 */
export function toGray(image: PlanarImage): PlanarImage {
  if (image.channels < 3) return image;
  const gray = planarImage(image.width, image.height, 1);
  grayPixels(image, 0, gray.data);
  return withCoding(gray, image);
}

/** The same with pauses: a large image takes a tenth of a second. */
export async function toGrayWithPauses(image: PlanarImage, pause: Pause): Promise<PlanarImage> {
  if (image.channels < 3) return image;
  const { width } = image;
  const gray = planarImage(width, image.height, 1);
  await inPieces(gray, pause, (top, bottom) =>
    grayPixels(image, top * width, gray.data.subarray(top * width, bottom * width)),
  );
  return withCoding(gray, image);
}

/**
 * Studio-range luma of ITU-R BT.601, `Y = (16 + 65.481 R + 128.553 G + 24.966 B) / 255` (MATLAB's
 * `rgb2ycbcr`): what PSNR and SSIM are computed on in the literature. A gray image counts as R = G = B.
 *
 * @param image [3, h, w] or [1, h, w], values in [0, 1].
 * @returns [1, h, w], values in [16/255, 235/255]; always a new image.
 */
export function toLumaBt601(image: PlanarImage): PlanarImage {
  const { width, height, channels, data } = image;
  const luma = planarImage(width, height, 1);
  const plane = width * height;
  const [green, blue] = channels < 3 ? [0, 0] : [plane, 2 * plane];
  for (let i = 0; i < plane; i++) {
    const sum = LUMA_BT601[0] * data[i]! + LUMA_BT601[1] * data[green + i]! + LUMA_BT601[2] * data[blue + i]!;
    luma.data[i] = (LUMA_BT601_OFFSET + sum) / 255;
  }
  return luma;
}
