/** Originals whose sides are no multiples of the scale are larger than what an upscaled image can have. */
import { crop } from "../image/crop.js";
import type { PlanarImage } from "../image/planar-image.js";

/**
 * An original without the columns and rows at the right and the bottom by which it exceeds a multiple of the scale.
 *
 * @param hr the original
 * @param size of the super-resolved image
 * @param scale that it was upscaled by; without it the sizes must be equal
 * @returns undefined if the sizes do not belong together
 */
export function cutToSize(
  hr: PlanarImage,
  { width, height }: Pick<PlanarImage, "width" | "height">,
  scale = 1,
): PlanarImage | undefined {
  const excess = [hr.width - width, hr.height - height];
  if (excess.every((pixels) => pixels === 0)) return hr;
  const fits = excess.every((pixels) => pixels >= 0 && pixels < scale);
  return fits ? crop(hr, { x: 0, y: 0, width, height }) : undefined;
}
