/**
 * Interpolation by a factor r is smoother between the original pixels than on them, with period r. The sharp places of
 * a picture show it best: with τ the 97th percentile of the second differences along an axis,
 *
 *     v(i) = share of the j with |2 g(i, j) − g(i − 1, j) − g(i + 1, j)| > τ,   relative to its mean over 17 lines,
 *
 * has a peak in its spectrum at the frequency of the period. Its height over the median is the periodicity.
 *
 * The blocks of JPEG and WebP have a period, too: 8 or 4 pixels, or fewer once the picture was shrunk. Shrunk ones
 * hardly show, for blocks are plainest in quiet places, where few differences are among the largest. Whole ones do where
 * the picture is blurred; the multiples of 1/8 are left out where a picture is known to be compressed, or has a peak at
 * 1/8.
 *
 * Reference: A. Gallagher, "Detection of linear and cubic interpolation in JPEG compressed images", CRV 2005, which
 * takes the mean of the differences: under it a JPEG of low quality that was halved looks like an enlargement by 4/3.
 */
import { cropMiddle, type PlanarImage } from "../../image/index.js";
import { type AxesEvidence, axesEvidence, isMoreThan, mostOf } from "./axes-evidence.js";

/** Largest side of the part, the middle, that is looked at. */
const MAX_SIDE = 1024;
/** The share of the differences that are large. */
const LARGE_SHARE = 0.03;
/** Differences of values in [0, 1] are counted in bins of about a quarter of a gray level. */
const BINS_PER_UNIT = 1024;
const MAX_DIFFERENCE = 2;
/** Lines on each side that a line is compared with, and what keeps flat lines apart from 0. */
const NEIGHBOURS = 8;
const FLAT = 1e-4;
/** Frequencies of the spectrum, in cycles per pixel. */
const FREQUENCIES = Array.from({ length: 400 }, (_, i) => 0.1 + (i + 0.5) * 0.001);
/** Below the lowest pictures have periods of their own, above the highest lie the lines of interlaced films. */
const LOWEST = 0.13;
const HIGHEST = 0.49;
/** The frequency of JPEG's blocks, how far from its multiples their peaks reach, and the height that shows them. */
const BLOCKS = 1 / 8;
const BLOCK_MARGIN = 0.012;
const MIN_BLOCKS = 10;

/**
 * The periodicity from which on an image was enlarged, or stretched along one axis. Of 24 photographs (17 of
 * BSD68, 7 of Urban100), sharp and under six blurs, as JPEG of qualities 50 to 95, two have more: facades under a
 * Gaussian of 8 pixels, of quality 75 and less.
 * `npm run bench:fit-wide -- PATH… --only enlargement` prints them, and those of what was enlarged and stretched.
 */
const MIN_PERIODICITY: AxesEvidence = { both: 60, either: 160 };

/**
 * Height over the median of the highest peak: of those that both axes have, and of those along one of them.
 *
 * @param gray [1, h, w], values in [0, 1]
 * @param isCompressed whether it was compressed in blocks of 4 or 8 pixels, at its own size
 */
export function periodicity(gray: PlanarImage, isCompressed: boolean): AxesEvidence {
  const middle = cropMiddle(gray, MAX_SIDE, MAX_SIDE);
  const { width, height } = middle;
  const across = lineSpectrum(middle, width, height, 1, width);
  const down = lineSpectrum(middle, height, width, width, 1);
  const peaks = FREQUENCIES.map((_, i) => axesEvidence(peak(across, i), peak(down, i)));
  const isNear = (frequency: number, other: number): boolean => Math.abs(frequency - other) < BLOCK_MARGIN;
  const hasBlocks =
    isCompressed || peaks.some(({ both }, i) => isNear(FREQUENCIES[i]!, BLOCKS) && both > MIN_BLOCKS);
  let most: AxesEvidence = { both: 0, either: 0 };
  for (const [i, frequency] of FREQUENCIES.entries()) {
    const isOfBlocks = hasBlocks && isNear(frequency, BLOCKS * Math.round(frequency / BLOCKS));
    if (frequency > LOWEST && frequency < HIGHEST && !isOfBlocks) most = mostOf(most, peaks[i]!);
  }
  return most;
}

/** Whether it is that of an interpolation. */
export function isPeriodic(evidence: AxesEvidence): boolean {
  return isMoreThan(evidence, MIN_PERIODICITY);
}

/** The largest value at a frequency and beside it: the axes may disagree by a little. */
function peak(spectrum: Float64Array, i: number): number {
  return Math.max(spectrum[i]!, spectrum[i - 1] ?? 0, spectrum[i + 1] ?? 0);
}

/** |F(v)|² over its median, for lines i at distance `step`, of pixels j at distance `along`. */
function lineSpectrum(
  { data }: PlanarImage,
  lines: number,
  pixels: number,
  step: number,
  along: number,
): Float64Array {
  const sharpness = sharpShare(data, lines, pixels, step, along);
  const count = sharpness.length;
  const relative = sharpness.map((value, i) => {
    const near = sharpness.subarray(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
    const mean = near.reduce((a, b) => a + b, 0) / near.length;
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / count);
    return window * ((value + FLAT) / (mean + FLAT) - 1);
  });
  const power = Float64Array.from(FREQUENCIES, (frequency) => powerAt(relative, frequency));
  const median = power.slice().sort()[power.length >> 1]!;
  return median > 0 ? power.map((value) => value / median) : power.fill(0);
}

/** v before it is compared with its neighbours, of the lines that have two. */
function sharpShare(
  data: Float32Array,
  lines: number,
  pixels: number,
  step: number,
  along: number,
): Float64Array {
  const inner = Math.max(0, lines - 2);
  const bins = new Uint16Array(inner * pixels);
  const counts = new Uint32Array(MAX_DIFFERENCE * BINS_PER_UNIT + 1);
  for (let i = 0, k = 0; i < inner; i++) {
    for (let j = 0, at = (i + 1) * step; j < pixels; j++, k++, at += along) {
      const difference = Math.abs(2 * data[at]! - data[at - step]! - data[at + step]!);
      const bin = Math.min(counts.length - 1, Math.round(BINS_PER_UNIT * difference));
      bins[k] = bin;
      counts[bin]!++;
    }
  }
  // The bins above this one hold at most the share that is large.
  let limit = counts.length - 1;
  for (let above = 0; limit > 0; limit--) {
    above += counts[limit]!;
    if (above > LARGE_SHARE * bins.length) break;
  }
  return Float64Array.from({ length: inner }, (_, i) => {
    let large = 0;
    for (let k = i * pixels; k < (i + 1) * pixels; k++) if (bins[k]! > limit) large++;
    return large / pixels;
  });
}

/** |Σ_i v_i e^(2πi·f·i)|², the phases by turning from one to the next. */
function powerAt(values: Float64Array, frequency: number): number {
  const [cos, sin] = [Math.cos(2 * Math.PI * frequency), Math.sin(2 * Math.PI * frequency)];
  let [x, y, re, im] = [1, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    re += values[i]! * x;
    im += values[i]! * y;
    const turned = cos * x - sin * y;
    y = sin * x + cos * y;
    x = turned;
  }
  return re * re + im * im;
}
