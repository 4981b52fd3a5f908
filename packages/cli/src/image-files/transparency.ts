/**
 * What a transparent image looks like to an estimate.
 *
 * A transparent pixel's colour is whatever the program that saved the file left there, so it must not reach the
 * estimate. Pixels are composited over the mean colour of the visible part,
 *
 *     out = α · colour + (1 − α) · Σ α·colour / Σ α
 *
 * which keeps what is visible and adds the weakest edges any single background could.
 */
import { type PlanarImage, planarImage } from "@kernelgan/core";
import type { StraightImage } from "./interleaved.js";

/**
 * The image over its mean visible colour, as `readImage` gives it: what `estimateKernel` should see of a picture.
 *
 * @returns [1 or 3, h, w]; the very same image if all of it is opaque. Black if none of it is visible.
 * @example
 * const picture = await readPicture("logo.png");
 * const estimate = await estimateKernel(compositedImage(picture), { scale: 2 });
 */
export function compositedImage({ image, alpha }: StraightImage): PlanarImage {
  if (!alpha) return image;
  const composited = planarImage(image.width, image.height, image.channels, image.data.slice());
  compositeInPlace(composited, alpha);
  return composited;
}

/** `compositedImage` without the copy. */
export function compositeInPlace(image: PlanarImage, { data: alpha }: PlanarImage): void {
  for (let c = 0; c < image.channels; c++) {
    const plane = image.data.subarray(c * alpha.length, (c + 1) * alpha.length);
    const mean = meanVisible(plane, alpha);
    for (let i = 0; i < alpha.length; i++) {
      const weight = alpha[i] as number;
      plane[i] = weight * (plane[i] as number) + (1 - weight) * mean;
    }
  }
}

function meanVisible(plane: Float32Array, alpha: Float32Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < alpha.length; i++) {
    const weight = alpha[i] as number;
    sum += weight * (plane[i] as number);
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}
