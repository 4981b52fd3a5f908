/** The noise that a solver should assume: that of the image, and what the kernel's errors are equivalent to. On [0, 1]. */
import type { PlanarImage } from "../image/index.js";
import { jpegError, NoiseBlocks, whiteNoise } from "../noise/index.js";

// The constants are for `fast`; `npm run bench:fit-fast` prints what others give on named photographs.

/**
 * The white noise that is equivalent to JPEG's error in a deconvolution, over its rms: the error is strongest at the high
 * frequencies, which are amplified.
 */
export const JPEG_WEIGHT = 1.4;

/**
 * The noise of the image that is equivalent to the errors of a kernel of unknown quality: a solver that trusts a wrong kernel
 * produces ringing.
 */
export const UNKNOWN_KERNEL_NOISE = 1.8 / 255;

/**
 * The same for kernels of confidence 1, which are nearly right. Gaussian kernels would have less, those of camera shake need more
 * (docs/accuracy.md).
 */
export const SURE_KERNEL_NOISE = 0.8 / 255;

/**
 * The same at scale 1, where nothing is aliased and wide blurs are found within a few percent. 0.3 gains more, up to 0.8 dB, but then the edges
 * of gray levels in plain walls and skies show as worms. `npm run bench:fit-wide` prints what others give.
 */
export const SURE_OWN_GRID_NOISE = 0.45 / 255;
/**
 * For exact kernels at scale 1. With that of rounding alone, 0.2/255, what is amplified at a kernel's zeros grows from round to round: under disks
 * of radius 10 three photographs gain 2.1, 5.2 and 8.0 dB, 5.7, 6.9 and 10.3 with this, under Gaussians of 5 pixels 0.1 less.
 */
const EXACT_OWN_GRID_NOISE = 0.3 / 255;

/**
 * The noise that is equivalent to the errors of an estimated kernel.
 *
 * @param confidence in [0, 1], as estimateKernel returns it; 0 for a kernel of unknown quality.
 */
export function kernelNoise(confidence: number, scale: number): number {
  const sure = scale === 1 ? SURE_OWN_GRID_NOISE : SURE_KERNEL_NOISE;
  return UNKNOWN_KERNEL_NOISE + confidence * (sure - UNKNOWN_KERNEL_NOISE);
}

/** The same of a kernel that is known to be right. */
export function exactKernelNoise(scale: number): number {
  return scale === 1 ? EXACT_OWN_GRID_NOISE : 0;
}

/**
 * The noise that a solver should assume by default: that of the image, JPEG's error included, and at least what the kernel's
 * errors are equivalent to.
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 * @param kernelNoise 0 if the kernel is exact.
 */
export function assumedNoise(image: PlanarImage, kernelNoise: number): number {
  const blocks = new NoiseBlocks(image);
  return Math.max(whiteNoise(blocks), (JPEG_WEIGHT / 255) * jpegError(blocks), kernelNoise);
}
