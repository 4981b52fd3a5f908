/**
 * The error that JPEG compression made in an image, from its pixels alone. JPEG rounds each coefficient (block-dct.ts)
 * to a multiple of a step q, one for each of the 64 frequencies. Decompressed, the coefficients still lie within half a
 * level or so of those multiples. So the step of a frequency is the q for which they lie closest, relative to q,
 *
 *     m(q)/q²,   m(q) = mean (c − q·round(c/q))²:   q²/12 if c has nothing to do with q,   about 0.1 if q is the step.
 *
 * The mean squared error is q²/12 for coefficients that were not rounded to 0. The others lost all of their value; if
 * they are Laplacian of scale b, which follows from their share p₀ = 1 − exp(−q/2b), that is
 *
 *     E[c² | |c| < h] = (2b² − e^(−h/b)(h² + 2bh + 2b²)) / p₀,   h = q/2.
 *
 * Resizing or noise after the compression moves the coefficients off the multiples: then no error is found.
 *
 * Reference: Z. Fan, R. L. de Queiroz, "Identification of Bitmap Compression History: JPEG Detection and Quantizer
 * Estimation", IEEE Trans. Image Processing 12(2), 2003.
 */
import { BLOCK_SIDE, type BlockGrid, COEFFICIENTS, type NoiseBlocks } from "./block-dct.js";

/** The largest step of baseline JPEG: ITU-T T.81, section B.2.4.1. */
const MAX_STEP = 255;

/**
 * The constants of the method. `npm run bench:fit-noise` prints what others give; the figures here are of ten
 * photographs of BSD68, Urban100 and Kodak, halved, as JPEG of quality 50 to 95, whole and cropped, and without
 * (`--side 512`). With the values in use none of 100 JPEGs is missed, and none found in 120 other images. For those
 * marked "a guard" the script shows no difference: they are for images that are smaller or stranger.
 */
export interface JpegErrorConstants {
  /**
   * Largest number of blocks that are transformed, also in the search for a grid at the corner. With 250 the error is
   * known a little less well.
   */
  readonly maxBlocks: number;
  /**
   * The same in the search for the grid at each of its other origins: time. 75 do, with 40 some JPEGs are missed.
   */
  readonly maxGridBlocks: number;
  /** The frequencies used there: u + v up to this. With 3, JPEGs of quality 95 are missed; more than 5 find no more. */
  readonly maxGridFrequency: number;
  /** How many of them must have a step. With 1 or 2, wrong origins are taken for the grid of a cropped image. */
  readonly minGridSteps: number;
  /** How many frequencies must have a step in all: a guard. */
  readonly minSteps: number;
  /**
   * The largest m(q) at a step, relative to q². With 0.02 quality 95 is missed, with 0.03 its error is known less well.
   */
  readonly maxRelativeError: number;
  /**
   * The same, absolute. Rounding pixels to 8 bits makes 0.1, clipped colours make more. With 4, JPEG is found in 20 of
   * the 120 images without.
   */
  readonly maxError: number;
  /**
   * How far below q²/12 m(q) must lie, in standard deviations of its own: q²/√180 for one coefficient. With less, steps
   * are found by chance and the error is known less well; with 8 JPEGs are missed.
   */
  readonly certainty: number;
  /**
   * Coefficients this near to 0 are near a multiple of any step and say nothing about it. With 0, JPEG is found in 6 of
   * the 120 images without, with 0.5 the error is known less well.
   */
  readonly zero: number;
  /** The smallest number of other coefficients: a guard. */
  readonly minCoefficients: number;
  /** The smallest number of those that are not 0 as multiples: a guard. */
  readonly minMultiples: number;
  /** Below this share of zeros the Laplacian is flat enough to be uniform. A guard. */
  readonly minZeroShare: number;
}

export const JPEG_ERROR_CONSTANTS: JpegErrorConstants = {
  maxBlocks: 1000,
  maxGridBlocks: 150,
  maxGridFrequency: 5,
  minGridSteps: 4,
  minSteps: 6,
  maxRelativeError: 0.04,
  maxError: 1,
  certainty: 5,
  zero: 1,
  minCoefficients: 8,
  minMultiples: 5,
  minZeroShare: 0.02,
};

/**
 * Rms of the error that JPEG made in the image's gray values.
 *
 * @param others other constants than the method's, to measure them.
 * @returns in levels of 255; 0 if the image does not look like one that was decompressed.
 */
export function jpegError(blocks: NoiseBlocks, others?: Partial<JpegErrorConstants>): number {
  const constants = { ...JPEG_ERROR_CONSTANTS, ...others };
  const grid = findGrid(blocks, constants);
  if (!grid) return 0;
  const coefficients = blocks.coefficients(grid, constants.maxBlocks);
  const steps = coefficients.map((values, k) => (k === 0 ? 0 : quantisationStep(values, constants)));
  const found = steps.filter((step) => step > 0);
  if (found.length < constants.minSteps) return 0;
  const largest = Math.max(...found);
  // The step of the mean is hard to find because means are large; it is about that of its neighbours.
  let variance = (steps[1] || steps[BLOCK_SIDE] || found[0]!) ** 2 / 12;
  for (let k = 1; k < COEFFICIENTS; k++) {
    variance += roundingError(coefficients[k]!, steps[k] || largest, constants);
  }
  return Math.sqrt(variance / COEFFICIENTS);
}

/** Where JPEG's blocks begin: at the corner unless the image was cropped. Undefined if there are none. */
function findGrid(blocks: NoiseBlocks, constants: JpegErrorConstants): BlockGrid | undefined {
  const { maxBlocks, maxGridBlocks, maxGridFrequency, minGridSteps } = constants;
  const frequencies = Int32Array.from({ length: COEFFICIENTS }, (_, k) => k).filter(
    (k) => k > 0 && Math.floor(k / BLOCK_SIDE) + (k % BLOCK_SIDE) <= maxGridFrequency,
  );
  for (let k = 0; k < COEFFICIENTS; k++) {
    const grid = { x: k % BLOCK_SIDE, y: Math.floor(k / BLOCK_SIDE) };
    // At the corner, where nearly all grids begin, all blocks are looked at: few of a blurred image's coefficients are
    // not 0, and at high quality their steps are so small that it takes many to be sure.
    const coefficients = blocks.coefficients(grid, k === 0 ? maxBlocks : maxGridBlocks, frequencies);
    let found = 0;
    for (const [i, frequency] of frequencies.entries()) {
      if (quantisationStep(coefficients[frequency]!, constants) > 0) found++;
      if (found >= minGridSteps) return grid;
      if (found + frequencies.length - 1 - i < minGridSteps) break;
    }
  }
  return undefined;
}

/** The step of one frequency; 0 if none is found. */
export function quantisationStep(
  coefficients: Float64Array,
  constants: JpegErrorConstants = JPEG_ERROR_CONSTANTS,
): number {
  const { zero, minCoefficients, minMultiples, maxError, maxRelativeError, certainty } = constants;
  const sizes = new Float64Array(coefficients.length);
  let count = 0;
  let greatest = 0;
  for (let i = 0; i < coefficients.length; i++) {
    const size = Math.abs(coefficients[i]!);
    if (size > zero) sizes[count++] = size;
    greatest = Math.max(greatest, size);
  }
  if (count < minCoefficients) return 0;
  const largest = Math.min(MAX_STEP, Math.ceil(greatest));
  let step = 0;
  let best = Number.POSITIVE_INFINITY;
  for (let q = largest; q >= 2; q--) {
    const limit = Math.min(maxError, maxRelativeError * q ** 2);
    const mostInAll = limit * count;
    let inAll = 0;
    let multiples = 0;
    for (let i = 0; i < count && inAll <= mostInAll; i++) {
      // Rounded to what is an integer also to the compiler, as Math.floor's result is not.
      const multiple = (sizes[i]! / q + 0.5) | 0;
      const rest = sizes[i]! - q * multiple;
      inAll += rest * rest;
      if (multiple > 0) multiples++;
    }
    const error = inAll / count;
    if (multiples < minMultiples || error > limit || error / q ** 2 >= best) continue;
    const deviation = q ** 2 / Math.sqrt(180 * count);
    if (q ** 2 / 12 - error < certainty * deviation) continue;
    step = q;
    best = error / q ** 2;
  }
  return step;
}

/** Mean squared error of rounding coefficients to multiples of q. */
function roundingError(coefficients: Float64Array, q: number, { minZeroShare }: JpegErrorConstants): number {
  const half = q / 2;
  const count = coefficients.length;
  const zeros = coefficients.filter((c) => Math.abs(c) < half).length;
  const share = Math.min(zeros, count - 0.5) / count;
  if (share < minZeroShare) return q ** 2 / 12;
  const scale = -half / Math.log(1 - share);
  const lost = 2 * scale ** 2 - Math.exp(-half / scale) * (half ** 2 + 2 * scale * half + 2 * scale ** 2);
  return lost + ((1 - share) * q ** 2) / 12;
}
