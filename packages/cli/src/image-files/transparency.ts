/** What a transparent picture looks like to an estimate. */
import { type PlanarImage, planarImage, type StraightImage } from "@kernelgan/core";
import { checkFinite, checkImage, checkRecord, compositeOverMean } from "@kernelgan/core/internal";

/**
 * The image over its mean visible colour, as `readImage` gives it: what `estimateKernel` should see of a picture.
 *
 * @returns [1 or 3, h, w]; the very same image if all of it is opaque. Black if none of it is visible.
 * @example
 * const picture = await readPicture("logo.png");
 * const estimate = await estimateKernel(compositedImage(picture), { scale: 2 });
 */
export function compositedImage(picture: StraightImage): PlanarImage {
  checkRecord(picture, "a picture must be { image, alpha }");
  const { image, alpha } = picture;
  checkImage(image, [1, 3]);
  checkFinite(image);
  if (!alpha) return image;
  const composited = planarImage(image.width, image.height, image.channels, image.data.slice());
  compositeOverMean(composited, alpha);
  return composited;
}
