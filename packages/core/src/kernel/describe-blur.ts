/**
 * Describes a kernel in terms that a photographer knows: a straight motion, camera shake along a bent path, or a soft
 * spot.
 */
import { check } from "../errors.js";
import { pointAsymmetry } from "./asymmetry.js";
import type { Kernel } from "./kernel.js";
import { covariance, kurtosisAlong, principalAxes, seenDegrees } from "./moments.js";

/** Lengths are in pixels of the blurred image. */
export type BlurDescription =
  | {
      /** A straight, even line. */
      readonly kind: "motion";
      readonly length: number;
      /** The direction, in degrees from the horizontal, counterclockwise in the picture; in [0, 180). */
      readonly angle: number;
    }
  | {
      /** A bent or uneven path, as of a camera that was not held still. */
      readonly kind: "shake";
      /** The length of an even line with the same variance as the path along its longer axis. */
      readonly length: number;
    }
  | {
      /** Out of focus, or simply soft: a disk, a Gaussian, or anything like them. */
      readonly kind: "soft";
      /** The full width at half maximum of a round Gaussian with the same variance. */
      readonly width: number;
    };

/**
 * A kernel is a line if its elongation, the standard deviation along it over that across, is at least the first, and
 * the kurtosis of its profile along (moments.ts) at most the second. Lines of 3 pixels and more have elongations of 2
 * to 15 and kurtoses of 1.8 to 2.3. Gaussians have a kurtosis of 3, and disks are round.
 */
export const LINE_ELONGATION = 2;
export const LINE_KURTOSIS = 2.3;
/**
 * A path of at least this elongation is straight, even if it is not symmetric. The elongations of Kodak's bent shakes
 * are 1.4 to 3.2, those of kernels estimated for motions of 7 and 12 pixels 10 and more.
 */
const STRAIGHT_ELONGATION = 5;
/**
 * Any other kernel of at least this asymmetry (asymmetry.ts) is a bent path. The noisy Gaussians of DIV2KRK have 0.04
 * to 0.12, the bent paths of Kodak's shakes 0.16 to 0.35.
 */
const PATH_ASYMMETRY = 0.14;
/** Full width at half maximum of a Gaussian over its standard deviation, 2 √(2 log 2). */
const HALF_MAXIMUM = 2 * Math.sqrt(2 * Math.LN2);
/** A line of length ℓ has a variance of ℓ²/12. */
const LINE_VARIANCE = 12;

/**
 * What kind of blur a kernel is, and how large, in pixels of the blurred image.
 *
 * @param scale factor s that the kernel is for: its pixels are 1/s of the image's
 * @throws KernelGanError `invalid-argument` if the scale or the sum of the kernel's weights is not positive
 *
 * @example
 * const { kernel } = await estimateKernel(image, { scale: 2 });
 * describeBlur(kernel, 2); // { kind: "motion", length: 12.1, angle: 155 }
 */
export function describeBlur(kernel: Kernel, scale: number): BlurDescription {
  check(scale > 0, () => `a scale must be positive, got ${scale}`);
  const { along, across, angle } = principalAxes(covariance(kernel));
  const [long, short] = [Math.max(0, along), Math.max(0, across)];
  const width = (HALF_MAXIMUM * Math.sqrt((long + short) / 2)) / scale;
  // What has no extent is no path.
  if (long === 0) return { kind: "soft", width };
  const isLongerBy = (elongation: number): boolean => long >= elongation ** 2 * short;
  const isEven = kurtosisAlong(kernel) <= LINE_KURTOSIS;
  if (!(isEven && isLongerBy(STRAIGHT_ELONGATION)) && pointAsymmetry(kernel) >= PATH_ASYMMETRY) {
    return { kind: "shake", length: Math.sqrt(LINE_VARIANCE * long) / scale };
  }
  if (!(isEven && isLongerBy(LINE_ELONGATION))) return { kind: "soft", width };
  return {
    kind: "motion",
    length: Math.sqrt(LINE_VARIANCE * (long - short)) / scale,
    angle: seenDegrees(angle),
  };
}
