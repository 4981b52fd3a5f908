/**
 * What JPEG compression did to an image, told from its pixels. JPEG rounds each coefficient (block-dct.ts) to a multiple of
 * a step q, one for each of the 64 frequencies. Decompressed, the coefficients still lie within half a level or so of those
 * multiples. So the step of a frequency is the q for which they lie closest, by the measure of q,
 *
 *     m(q)/q²,   m(q) = mean (c − q·round(c/q))²:   q²/12 if c has nothing to do with q,   about 0.1 if q is the step.
 *
 * The error made: q²/12 for coefficients that were not rounded to 0. Those that were lost all they had; taken as
 * Laplacian of scale b, which shows in their share p₀ = 1 − exp(−q/2b), that is
 *
 *     E[c² | |c| < h] = (2b² − e^(−h/b)(h² + 2bh + 2b²)) / p₀,   h = q/2.
 *
 * Resizing or noise after the compression takes the coefficients off their steps: then the answer is 0.
 *
 * Reference: Z. Fan, R. L. de Queiroz, "Identification of Bitmap Compression History: JPEG Detection and Quantizer
 * Estimation", IEEE Trans. Image Processing 12(2), 2003.
 */
import { BLOCK, type BlockGrid, COEFFICIENTS, type NoiseBlocks } from "./block-dct.js";

/** Blocks looked at, at most. */
const BLOCKS = 1000;
/** The same to find the grid, for each place where it may begin, and the frequencies looked at: u + v up to this. */
const GRID_BLOCKS = 150;
const GRID_HIGHEST = 5;
/** How many frequencies must have a step: of those for the grid, and in all. */
const GRID_FOUND = 4;
const FOUND = 6;
/** Steps of baseline JPEG end here. */
const LARGEST_STEP = 255;
/** Largest m(q) at a step, of q² and at most. Rounding pixels to 8 bits makes 0.1, colours at the edge of the gamut more. */
const ON_STEP = 0.04;
const ON_ANY_STEP = 1;
/** How far below q²/12 m(q) must lie, in standard deviations of its own: q²/√180 for one coefficient. */
const CERTAINTY = 5;
/** Coefficients nearer to 0 lie on every step's multiples, and do not count; so many must count. */
const ZERO = 1;
const FEWEST = 8;
/** So many must not be 0 as multiples. */
const FEWEST_MULTIPLES = 5;
/** Below this share of zeros the Laplacian is flat enough to be uniform. */
const FEW_ZEROS = 0.02;

/**
 * Rms of the error that JPEG made in the image's gray values.
 *
 * @returns in levels of 255; 0 if the image does not look like one that was decompressed.
 */
export function jpegError(blocks: NoiseBlocks): number {
  const grid = findGrid(blocks);
  if (!grid) return 0;
  const coefficients = blocks.coefficients(grid, BLOCKS);
  const steps = coefficients.map((values, k) => (k === 0 ? 0 : quantisationStep(values)));
  const found = steps.filter((step) => step > 0);
  if (found.length < FOUND) return 0;
  const largest = Math.max(...found);
  // The mean's step is hard to see, for means are large; it is about that of its neighbours.
  let variance = (steps[1] || steps[BLOCK] || found[0]) ** 2 / 12;
  for (let k = 1; k < COEFFICIENTS; k++) variance += roundingError(coefficients[k], steps[k] || largest);
  return Math.sqrt(variance / COEFFICIENTS);
}

const GRID_FREQUENCIES = Array.from({ length: COEFFICIENTS }, (_, k) => k).filter(
  (k) => k > 0 && Math.floor(k / BLOCK) + (k % BLOCK) <= GRID_HIGHEST,
);

/** Where JPEG's blocks begin; at the corner unless the image was cropped. Undefined if there are none. */
function findGrid(blocks: NoiseBlocks): BlockGrid | undefined {
  for (let k = 0; k < COEFFICIENTS; k++) {
    const grid = { x: k % BLOCK, y: Math.floor(k / BLOCK) };
    const coefficients = blocks.coefficients(grid, GRID_BLOCKS);
    const found = GRID_FREQUENCIES.filter((frequency) => quantisationStep(coefficients[frequency]) > 0);
    if (found.length >= GRID_FOUND) return grid;
  }
  return undefined;
}

/** The step of one frequency; 0 if none is seen. */
export function quantisationStep(coefficients: Float64Array): number {
  const sizes = coefficients.map(Math.abs).filter((size) => size > ZERO);
  if (sizes.length < FEWEST) return 0;
  const largest = Math.min(LARGEST_STEP, Math.ceil(sizes.reduce((a, b) => Math.max(a, b))));
  let step = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let q = largest; q >= 2; q--) {
    const most = Math.min(ON_ANY_STEP, ON_STEP * q ** 2);
    let error = 0;
    let multiples = 0;
    for (let i = 0; i < sizes.length && error <= most; i++) {
      const multiple = Math.round(sizes[i] / q);
      error += (sizes[i] - q * multiple) ** 2 / sizes.length;
      if (multiple > 0) multiples++;
    }
    if (multiples < FEWEST_MULTIPLES || error > most || error / q ** 2 >= least) continue;
    const deviation = q ** 2 / Math.sqrt(180 * sizes.length);
    if (q ** 2 / 12 - error < CERTAINTY * deviation) continue;
    step = q;
    least = error / q ** 2;
  }
  return step;
}

/** Mean square of what rounding to multiples of q took from coefficients. */
function roundingError(coefficients: Float64Array, q: number): number {
  const half = q / 2;
  const count = coefficients.length;
  const zeros = coefficients.filter((c) => Math.abs(c) < half).length;
  const share = Math.min(zeros, count - 0.5) / count;
  if (share < FEW_ZEROS) return q ** 2 / 12;
  const scale = -half / Math.log(1 - share);
  const lost = 2 * scale ** 2 - Math.exp(-half / scale) * (half ** 2 + 2 * scale * half + 2 * scale ** 2);
  return lost + ((1 - share) * q ** 2) / 12;
}
