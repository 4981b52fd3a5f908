/**
 * How noisy an image is, measured on its gray values, which is where detail is.
 *
 * White noise of standard deviation σ adds σ² to each frequency of the image's blocks (block-dct.ts). Texture adds more
 * to some than to others, so σ² is taken from the weakest frequencies,
 *
 *     s² = mean over the n weakest k of  Σ_b w_b c_{k,b}² / Σ_b w_b,
 *     w_b = (mean_k c_{k,b}² + flat)⁻²,   σ = s / share,
 *
 * and quiet blocks have the largest weights. The weakest of frequencies that are equally noisy are a little below σ²,
 * hence `share`. The errors of compression are not white; jpeg-noise.ts measures those.
 */
import { type BlockGrid, COEFFICIENTS, type NoiseBlocks } from "./block-dct.js";

/** The blocks begin at the image's corner. */
const ALIGNED: BlockGrid = { x: 0, y: 0 };

/**
 * The constants of the method. `npm run bench:fit-noise` prints what others give; the figures here are of ten
 * photographs of BSD68, Urban100 and Kodak, halved, with noise of σ = 2 to 10 added (`--side 512`).
 */
export interface WhiteNoiseConstants {
  /** Largest number of blocks that are transformed. 1000 do for images of 256 pixels; more are for large ones. */
  readonly maxBlocks: number;
  /** n: the number of frequencies in the mean. One gives 4 to 7% too little, 24 take in texture. */
  readonly frequencies: number;
  /**
   * Blocks of less variance than this, in squared gray levels of 255, have about the same weight. Less of it favours
   * the blocks with the least noise (σ = 2 comes out 7% too low with 1), more of it takes in texture.
   */
  readonly flat: number;
  /**
   * s / σ. For σ = 5 and 10 it is 0.93 in blurred photographs, and 1.00 to 1.07 in sharp ones, where texture adds to
   * the noise. The value in use is between them, nearer to the blurred, which are what super-resolution is for.
   */
  readonly weakestShare: number;
  /**
   * If the mean over all frequencies is so many times s², and s² is more than `loudFrom`, in squared gray levels, the
   * blocks that are not clipped show edges, and no noise: letters and lines on a ground of black or white. Then the
   * clipped ones count as well. Photographs have up to 20 with noise of σ = 2, to 54 without any; strokes on black 30 to
   * 500.
   */
  readonly loudness: number;
  readonly loudFrom: number;
  /**
   * The same where nearly all blocks are clipped, as in pages of text, if the clipped ones have less of it than
   * `silent`, in squared gray levels: real noise is seen in them as well. Chosen by hand. Pages and diagrams have a ratio
   * of 4.6 to 14, and 0.00 to 0.07 in clipped blocks, but one 0.12 (openclipart-png, octave-doc; `npm run bench:fit-noise
   * -- PATH… --only silent` prints what they are given). Six photographs of BSD68, made so dark, so bright or of so much
   * contrast that nearly all blocks are clipped, have 0.13 and more there with noise of σ = 5 in each channel.
   */
  readonly clippedLoudness: number;
  readonly silent: number;
}

export const WHITE_NOISE_CONSTANTS: WhiteNoiseConstants = {
  maxBlocks: 4000,
  frequencies: 6,
  flat: 4 ** 2,
  weakestShare: 0.96,
  loudness: 24,
  loudFrom: 1,
  clippedLoudness: 4,
  silent: 0.1,
};

/**
 * The standard deviation of the noise in an image's gray values, taken as white. Noise that is independent in three
 * channels is 0.67 as strong in their gray value.
 *
 * @param constants other constants than the method's, to measure them.
 * @returns σ ≥ 0 on the scale of the image's values, [0, 1]; 0 for images without a block of 8×8. Rounding to 8 bits
 *   counts as noise, of 0.29/255 (0.19/255 of three channels), and so does texture without a quiet area and without a
 *   quiet frequency.
 * @example 255 * whiteNoise(new NoiseBlocks(photo)) // 2.1
 */
export function whiteNoise(blocks: NoiseBlocks, constants?: Partial<WhiteNoiseConstants>): number {
  const used = { ...WHITE_NOISE_CONSTANTS, ...constants };
  return Math.sqrt(weakestPower(blocks, used)) / (255 * used.weakestShare);
}

/** s² of the blocks that show noise. */
function weakestPower(blocks: NoiseBlocks, used: WhiteNoiseConstants): number {
  const { maxBlocks, loudness, loudFrom, clippedLoudness, silent } = used;
  const { weakest, mean } = powersOf(blocks, used);
  const isLouder = (than: number): boolean => weakest > loudFrom && mean > than * weakest;
  const ofAll = (): number => powersOf(blocks.withClipped(), used).weakest;
  if (isLouder(loudness)) return ofAll();
  if (!isLouder(clippedLoudness) || !blocks.areMostlyClipped(ALIGNED, maxBlocks)) return weakest;
  const all = ofAll();
  return all < silent ? all : weakest;
}

/** s², and the same mean over all frequencies, in squared gray levels of 255; 0 if there are no blocks. */
function powersOf(
  blocks: NoiseBlocks,
  { maxBlocks, frequencies, flat }: WhiteNoiseConstants,
): { readonly weakest: number; readonly mean: number } {
  const coefficients = blocks.coefficients(ALIGNED, maxBlocks);
  const details = coefficients.slice(1);
  const count = coefficients[0]!.length;
  if (count === 0) return { weakest: 0, mean: 0 };
  const weights = Float64Array.from({ length: count }, (_, b) => {
    let energy = 0;
    for (const values of details) energy += values[b]! ** 2;
    return (energy / COEFFICIENTS + flat) ** -2;
  });
  const total = weights.reduce((sum, w) => sum + w);
  const powers = details
    .map((values) => values.reduce((sum, c, b) => sum + weights[b]! * c * c, 0) / total)
    .sort((a, b) => a - b);
  const meanOf = (some: readonly number[]): number => some.reduce((sum, p) => sum + p) / some.length;
  return { weakest: meanOf(powers.slice(0, frequencies)), mean: meanOf(powers) };
}
