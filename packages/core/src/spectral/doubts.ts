/** What makes any estimate from an image's spectrum doubtful, whatever its blur: few pixels, little in them. */
import { LITTLE_TEXTURE, meanGradient, type PlanarImage } from "../image/index.js";

/** Below this side an image has so few blocks that the kernel gets rough. How well blurs fit (confidence.ts) tells how rough. */
const SMALL_SIDE = 128;
/**
 * Below this side a few blocks may fit anything. (Pieces of two photographs, 18 blurred and 6 bicubic ones for each side: from 56 on
 * no kernel with a confidence of 0.25 lost anything, the blurred ones gained 1.2 to 1.7 dB on average; at 40 one lost 12 dB with 0.28.)
 */
const TINY_SIDE = 48;

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
  return { factor: isFaint ? 0 : Math.min(1, smaller / TINY_SIDE), warnings };
}
