/**
 * How noisy an image is, measured on its gray values, which is where detail is.
 *
 * White noise of standard deviation σ adds σ² to each frequency of the image's blocks (block-dct.ts). Texture adds more to
 * some than to others, so σ² is taken from the weakest frequencies,
 *
 *     σ² = mean over the FREQUENCIES weakest k of  Σ_b w_b c_{k,b}² / Σ_b w_b,   w_b = (mean_k c_{k,b}² + FLAT)⁻²,
 *
 * and quiet blocks have the largest weights. The errors of compression are not white; jpeg-noise.ts measures those.
 */
import type { PlanarImage } from "../image/index.js";
import { COEFFICIENTS, NoiseBlocks } from "./block-dct.js";

/** Largest number of blocks that are transformed. */
const MAX_BLOCKS = 4000;
/** The number of frequencies in the mean. */
const FREQUENCIES = 6;
/** Blocks of less variance than that of σ = 4 levels have about the same weight. */
const FLAT = 4 ** 2;
/** The root of the weakest frequencies' variance over σ: about that of photographs with noise of σ = 5 and 10 levels added. */
const WEAKEST_SHARE = 0.96;

/**
 * The standard deviation of the noise in an image's gray values, taken as white. Noise that is independent in three
 * channels is 0.67 as strong in their gray value.
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 * @returns σ ≥ 0 in gray levels of 255; 0 for images without a block of 8×8. Rounding to 8 bits counts as noise, of 0.29
 *   levels (0.19 of three channels), and so does texture without a quiet area and without a quiet frequency.
 * @example estimateNoise(photo) // 2.1
 */
export function estimateNoise(image: PlanarImage): number {
  return 255 * whiteNoise(new NoiseBlocks(image));
}

/** σ on the scale of the image's values, [0, 1]. */
export function whiteNoise(blocks: NoiseBlocks): number {
  const coefficients = blocks.coefficients({ x: 0, y: 0 }, MAX_BLOCKS);
  const details = coefficients.slice(1);
  const count = coefficients[0]!.length;
  if (count === 0) return 0;
  const weights = Float64Array.from({ length: count }, (_, b) => {
    let energy = 0;
    for (const values of details) energy += values[b]! ** 2;
    return (energy / COEFFICIENTS + FLAT) ** -2;
  });
  const total = weights.reduce((sum, w) => sum + w);
  const powers = details
    .map((values) => values.reduce((sum, c, b) => sum + weights[b]! * c * c, 0) / total)
    .sort((a, b) => a - b);
  const weakest = powers.slice(0, FREQUENCIES).reduce((sum, p) => sum + p) / FREQUENCIES;
  return Math.sqrt(weakest) / (255 * WEAKEST_SHARE);
}
