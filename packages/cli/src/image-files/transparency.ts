/** What a transparent picture looks like to an estimate. */
import { type PlanarImage, planarImage } from "@kernelgan/core";
import { compositeOverMean } from "@kernelgan/core/internal";
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
  compositeOverMean(composited, alpha);
  return composited;
}
