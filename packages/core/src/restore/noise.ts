/**
 * How noisy an image is: its gray values, which is where detail is.
 *
 * White noise of standard deviation σ adds σ² to each frequency of the image's blocks (block-dct.ts). Texture adds more to
 * some than to others, so σ² is what the weakest frequencies have,
 *
 *     σ² = mean over the FREQUENCIES weakest k of  Σ_b w_b c_{k,b}² / Σ_b w_b,   w_b = (mean_k c_{k,b}² + FLAT)⁻²,
 *
 * and quiet blocks count most. Compression is no white noise; jpeg-noise.ts measures what it made.
 */
import type { PlanarImage } from "../image/index.js";
import { COEFFICIENTS, NoiseBlocks } from "./block-dct.js";
import { jpegError } from "./jpeg-noise.js";

/** Blocks looked at, at most. */
const BLOCKS = 4000;
/** Frequencies that make the mean. */
const FREQUENCIES = 6;
/** Blocks of less variance than that of σ = 4 levels count alike. */
const FLAT = 4 ** 2;
/** What the weakest frequencies fall short of σ: 0.96 of it on photographs with noise of σ = 5 and 10 levels added. */
const WEAKEST = 0.96;

/**
 * What JPEG's error amounts to as white noise, for deconvolution: it is strongest at the high frequencies, which come
 * back amplified. What served `fast` best at quality 70, on average.
 */
const JPEG_WEIGHT = 1.4;

/**
 * What the errors of a kernel of which nothing is known amount to, as noise of the image: a solver that trusts a wrong
 * kernel rings. Chosen on KernelGAN's estimates.
 */
export const KERNEL_NOISE = 1.8 / 255;
/**
 * The same for kernels of which a confidence of 1 says that they are nearly right. PSNR in dB after `fast` with `autoKernel`'s
 * estimates, central parts of clean images of the bench (five Gaussian, two motion, five shaken), by the noise assumed:
 *
 *     255·σ        0.45   0.67    0.9    1.2    1.8
 *     Gaussian    29.01  29.14  29.10  28.97  28.70
 *     motion      30.80  30.68  30.55  30.34  29.98
 *     shaken      29.11  29.19  29.25  29.31  29.32
 */
const SURE_KERNEL_NOISE = 0.8 / 255;

/**
 * What the errors of an estimated kernel amount to, as noise of the image, for superResolve's option of that name.
 *
 * @param confidence in [0, 1], as estimateKernel tells it.
 * @example superResolve(image, estimate.kernels, { kernelNoise: kernelNoise(estimate.confidence) })
 */
export function kernelNoise(confidence: number): number {
  return KERNEL_NOISE + confidence * (SURE_KERNEL_NOISE - KERNEL_NOISE);
}

/**
 * The standard deviation of the noise in an image's gray values, taken as white. Noise that is independent in three
 * channels is 0.67 as strong in their gray value.
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 * @returns σ ≥ 0; 0 for images without a block of 8×8. Rounding to 8 bits counts as noise, of 0.29/255 (0.19/255 of three
 *   channels); texture without a quiet spot and without a quiet frequency does, too.
 * @example estimateNoise(photo) * 255 // 2.1
 */
export function estimateNoise(image: PlanarImage): number {
  return whiteNoise(new NoiseBlocks(image));
}

function whiteNoise(blocks: NoiseBlocks): number {
  const coefficients = blocks.coefficients({ x: 0, y: 0 }, BLOCKS);
  const count = coefficients[0].length;
  if (count === 0) return 0;
  const weights = Float64Array.from({ length: count }, (_, b) => {
    let energy = 0;
    for (let k = 1; k < COEFFICIENTS; k++) energy += coefficients[k][b] ** 2;
    return (energy / COEFFICIENTS + FLAT) ** -2;
  });
  const total = weights.reduce((sum, w) => sum + w);
  const powers = coefficients
    .slice(1)
    .map((values) => values.reduce((sum, c, b) => sum + weights[b] * c * c, 0) / total)
    .sort((a, b) => a - b);
  const weakest = powers.slice(0, FREQUENCIES).reduce((sum, p) => sum + p) / FREQUENCIES;
  return Math.sqrt(weakest) / (255 * WEAKEST);
}

/**
 * The noise that a solver should assume if it is not told: what the image seems to have, JPEG's error included, and at
 * least what the kernel's errors amount to.
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 * @param kernelNoise 0 if the kernel is exact.
 */
export function assumedNoise(image: PlanarImage, kernelNoise: number): number {
  const blocks = new NoiseBlocks(image);
  return Math.max(whiteNoise(blocks), (JPEG_WEIGHT / 255) * jpegError(blocks), kernelNoise);
}
