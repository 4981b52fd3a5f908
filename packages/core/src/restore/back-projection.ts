/**
 * Back-projection (Irani and Peleg 1991): the difference between the low-resolution image and the enlarged one,
 * downscaled with the kernel, is enlarged and added,
 *
 *     x ← x + bicubic↑( y − (x ⋆ k)↓s )
 */
import { imresize, type PlanarImage } from "../image/index.js";
import { downscale, type Kernel } from "../kernel/index.js";
import { BICUBIC_REACH } from "./tiles.js";

/** Pixels of the low-resolution image on each side that one back-projection of a pixel depends on. */
export function backProjectionReach(kernel: Kernel, scale: number): number {
  return Math.ceil(kernel.size / 2 / scale) + CORRECTION_REACH;
}

/** Pixels that bicubic enlargement depends on, and one for the rounding of the kernel's own reach. */
const CORRECTION_REACH = BICUBIC_REACH + 1;

/**
 * Improves `enlarged` in place.
 *
 * @param enlarged [c, s·h, s·w]
 * @param low [c, h, w], the image it was made of
 */
export function backProject(
  enlarged: PlanarImage,
  low: PlanarImage,
  kernel: Kernel,
  scale: number,
  times: number,
): void {
  const { width, height } = enlarged;
  for (let i = 0; i < times; i++) {
    const missing = downscale(enlarged, kernel, scale);
    for (let j = 0; j < missing.data.length; j++) missing.data[j] = low.data[j]! - missing.data[j]!;
    const correction = imresize(missing, { width, height }).data;
    for (let j = 0; j < correction.length; j++) enlarged.data[j]! += correction[j]!;
  }
}
