/** What makes any estimate from an image's spectrum doubtful, whatever its blur: few pixels, little in them. */
import { LITTLE_TEXTURE, meanGradient, type PlanarImage } from "../image/index.js";

/** Below this side an image has too few blocks for a spectrum to be trusted. */
const SMALL_SIDE = 128;

/** What is left of the confidence, and why. */
export interface Doubts {
  /** In [0, 1], to multiply the confidence by. */
  readonly factor: number;
  readonly warnings: readonly string[];
}

/** @param gray [1, h, w], values in [0, 1] */
export function doubtsAbout(gray: PlanarImage): Doubts {
  const warnings: string[] = [];
  const smaller = Math.min(gray.width, gray.height);
  if (smaller < SMALL_SIDE) {
    warnings.push(`the image is small (${gray.width}×${gray.height}): expect a rougher kernel`);
  }
  const isFaint = meanGradient(gray) < LITTLE_TEXTURE;
  if (isFaint) warnings.push("there is hardly any texture in the image: do not trust the kernel");
  return { factor: isFaint ? 0 : Math.min(1, smaller / SMALL_SIDE), warnings };
}
