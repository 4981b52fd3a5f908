/**
 * The error that JPEG compression made in an image, from its pixels alone. JPEG rounds each coefficient (block-dct.ts) to a multiple of
 * a step q, one for each of the 64 frequencies. Decompressed, the coefficients still lie within half a level or so of those
 * multiples. So the step of a frequency is the q for which they lie closest, relative to q,
 *
 *     m(q)/q²,   m(q) = mean (c − q·round(c/q))²:   q²/12 if c has nothing to do with q,   about 0.1 if q is the step.
 *
 * The mean squared error is q²/12 for coefficients that were not rounded to 0. The others lost all of their value; if they are
 * Laplacian of scale b, which follows from their share p₀ = 1 − exp(−q/2b), that is
 *
 *     E[c² | |c| < h] = (2b² − e^(−h/b)(h² + 2bh + 2b²)) / p₀,   h = q/2.
 *
 * Resizing or noise after the compression moves the coefficients off the multiples: then no error is found.
 *
 * Reference: Z. Fan, R. L. de Queiroz, "Identification of Bitmap Compression History: JPEG Detection and Quantizer
 * Estimation", IEEE Trans. Image Processing 12(2), 2003.
 */
import { BLOCK_SIDE, type BlockGrid, COEFFICIENTS, type NoiseBlocks } from "./block-dct.js";

/** Largest number of blocks that are transformed. */
const MAX_BLOCKS = 1000;
/** The same in the search for the grid, at each of its possible origins, and the frequencies used there: u + v up to this. */
const MAX_GRID_BLOCKS = 150;
const MAX_GRID_FREQUENCY = 5;
/** How many frequencies must have a step: of those for the grid, and in all. */
const MIN_GRID_STEPS = 4;
const MIN_STEPS = 6;
/** The largest step of baseline JPEG. */
const MAX_STEP = 255;
/** The largest m(q) at a step, relative to q² and absolute. Rounding pixels to 8 bits makes 0.1, clipped colours make more. */
const MAX_RELATIVE_ERROR = 0.04;
const MAX_ERROR = 1;
/** How far below q²/12 m(q) must lie, in standard deviations of its own: q²/√180 for one coefficient. */
const CERTAINTY = 5;
/** Coefficients this near to 0 are near a multiple of any step and say nothing about it. */
const ZERO = 1;
/** The smallest number of other coefficients, and of those that are not 0 as multiples. */
const MIN_COEFFICIENTS = 8;
const MIN_MULTIPLES = 5;
/** Below this share of zeros the Laplacian is flat enough to be uniform. */
const MIN_ZERO_SHARE = 0.02;

/**
 * Rms of the error that JPEG made in the image's gray values.
 *
 * @returns in levels of 255; 0 if the image does not look like one that was decompressed.
 */
export function jpegError(blocks: NoiseBlocks): number {
  const grid = findGrid(blocks);
  if (!grid) return 0;
  const coefficients = blocks.coefficients(grid, MAX_BLOCKS);
  const steps = coefficients.map((values, k) => (k === 0 ? 0 : quantisationStep(values)));
  const found = steps.filter((step) => step > 0);
  if (found.length < MIN_STEPS) return 0;
  const largest = Math.max(...found);
  // The step of the mean is hard to find because means are large; it is about that of its neighbours.
  let variance = (steps[1] || steps[BLOCK_SIDE] || found[0]!) ** 2 / 12;
  for (let k = 1; k < COEFFICIENTS; k++) variance += roundingError(coefficients[k]!, steps[k] || largest);
  return Math.sqrt(variance / COEFFICIENTS);
}

const GRID_FREQUENCIES = Int32Array.from({ length: COEFFICIENTS }, (_, k) => k).filter(
  (k) => k > 0 && Math.floor(k / BLOCK_SIDE) + (k % BLOCK_SIDE) <= MAX_GRID_FREQUENCY,
);

/** Where JPEG's blocks begin: at the corner unless the image was cropped. Undefined if there are none. */
function findGrid(blocks: NoiseBlocks): BlockGrid | undefined {
  for (let k = 0; k < COEFFICIENTS; k++) {
    const grid = { x: k % BLOCK_SIDE, y: Math.floor(k / BLOCK_SIDE) };
    const coefficients = blocks.coefficients(grid, MAX_GRID_BLOCKS, GRID_FREQUENCIES);
    let found = 0;
    for (const [i, frequency] of GRID_FREQUENCIES.entries()) {
      if (quantisationStep(coefficients[frequency]!) > 0) found++;
      if (found >= MIN_GRID_STEPS) return grid;
      if (found + GRID_FREQUENCIES.length - 1 - i < MIN_GRID_STEPS) break;
    }
  }
  return undefined;
}

/** The step of one frequency; 0 if none is found. */
export function quantisationStep(coefficients: Float64Array): number {
  const sizes = new Float64Array(coefficients.length);
  let count = 0;
  let greatest = 0;
  for (let i = 0; i < coefficients.length; i++) {
    const size = Math.abs(coefficients[i]!);
    if (size > ZERO) sizes[count++] = size;
    greatest = Math.max(greatest, size);
  }
  if (count < MIN_COEFFICIENTS) return 0;
  const largest = Math.min(MAX_STEP, Math.ceil(greatest));
  let step = 0;
  let best = Number.POSITIVE_INFINITY;
  for (let q = largest; q >= 2; q--) {
    const limit = Math.min(MAX_ERROR, MAX_RELATIVE_ERROR * q ** 2);
    const mostInAll = limit * count;
    let inAll = 0;
    let multiples = 0;
    for (let i = 0; i < count && inAll <= mostInAll; i++) {
      const multiple = Math.floor(sizes[i]! / q + 0.5);
      const rest = sizes[i]! - q * multiple;
      inAll += rest * rest;
      if (multiple > 0) multiples++;
    }
    const error = inAll / count;
    if (multiples < MIN_MULTIPLES || error > limit || error / q ** 2 >= best) continue;
    const deviation = q ** 2 / Math.sqrt(180 * count);
    if (q ** 2 / 12 - error < CERTAINTY * deviation) continue;
    step = q;
    best = error / q ** 2;
  }
  return step;
}

/** Mean squared error of rounding coefficients to multiples of q. */
function roundingError(coefficients: Float64Array, q: number): number {
  const half = q / 2;
  const count = coefficients.length;
  const zeros = coefficients.filter((c) => Math.abs(c) < half).length;
  const share = Math.min(zeros, count - 0.5) / count;
  if (share < MIN_ZERO_SHARE) return q ** 2 / 12;
  const scale = -half / Math.log(1 - share);
  const lost = 2 * scale ** 2 - Math.exp(-half / scale) * (half ** 2 + 2 * scale * half + 2 * scale ** 2);
  return lost + ((1 - share) * q ** 2) / 12;
}
