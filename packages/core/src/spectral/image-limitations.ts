/** What makes any estimate from an image's spectrum unreliable, whatever its blur: few pixels, little texture. */
import { LITTLE_TEXTURE, meanGradient, type PlanarImage } from "../image/index.js";

/** Below this side an image has so few blocks that the kernel is rough; confidence.ts sees that in how well blurs fit. */
const SMALL_SIDE = 128;
/** Below this side a few blocks may agree with any blur, and confidence falls in proportion. */
const TINY_SIDE = 48;

/** How much confidence remains, and why. */
export interface ImageLimitations {
  /** In [0, 1], to multiply the confidence by. */
  readonly factor: number;
  readonly warnings: readonly string[];
}

/** @param gray [1, h, w], values in [0, 1] */
export function imageLimitations(gray: PlanarImage): ImageLimitations {
  const warnings: string[] = [];
  const smaller = Math.min(gray.width, gray.height);
  if (smaller < SMALL_SIDE) {
    warnings.push(`the image is small (${gray.width}×${gray.height}): expect a rougher kernel`);
  }
  const isFaint = meanGradient(gray) < LITTLE_TEXTURE;
  if (isFaint) warnings.push("there is hardly any texture in the image: do not trust the kernel");
  return { factor: isFaint ? 0 : Math.min(1, smaller / TINY_SIDE), warnings };
}
