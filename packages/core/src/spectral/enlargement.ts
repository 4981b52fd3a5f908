/**
 * Whether an image was enlarged before, as pictures of the web are. Such an image is blurred, and its spectrum looks like that of
 * any blur, but there is no detail to restore: what a kernel brings out is the traces of the interpolation and of compression
 * before it. Two signs:
 *
 * - Interpolation by a factor r is smoother between the original pixels than on them, with period r. The mean absolute second
 *   difference over the lines across,
 *
 *       v(i) = mean_j min(0.1, |2 g(i, j) − g(i − 1, j) − g(i + 1, j)|),   taken relative to its mean over 17 lines,
 *
 *   has a peak in its spectrum at the same frequency along both axes. Its height over the median is the periodicity. (The blocks of
 *   JPEG have period 8; multiples of 1/8 are left out.)
 * - Interpolation by 2 and 4 may have the same v in all its phases. Then the mean absolute first difference has not: both are looked at in
 *   the same way at 1/2 and 1/4, unless JPEG's error shows. (Under a wide blur it does not, but blocks have peaks at 1/8 and 3/8 as well, and
 *   enlargements by 2 and 4 have none; those by 8 have hardly any but these.)
 * - The spectrum ends: log S over the noise falls more steeply towards half the sampling rate than a blur makes it. A logistic
 *   regression on the differences between the bands of polar-cells.ts, by `npm run bench:fit-confidence`.
 *
 * Reference: A. Gallagher, "Detection of linear and cubic interpolation in JPEG compressed images", CRV 2005.
 */
import { cropMiddle, type PlanarImage } from "../image/index.js";
import { logistic } from "../math/logistic.js";
import { ANGLES, RADII } from "./polar-cells.js";
import type { PolarSpectrum } from "./polar-spectrum.js";

/** Largest side of the part, the middle, that the periodicity is measured on. */
const MAX_SIDE = 1024;
/** One hard edge counts no more than this, values in [0, 1]. */
const MAX_DIFFERENCE = 0.1;
/** Lines on each side that a line is compared with, and what keeps flat lines apart from 0. */
const NEIGHBOURS = 8;
const FLAT = 1e-5;
/** Frequencies that are looked at, in cycles per pixel. */
const FREQUENCIES = Array.from({ length: 400 }, (_, i) => 0.1 + (i + 0.5) * 0.001);
/** Distance from the frequencies of JPEG's blocks. */
const BLOCK_MARGIN = 0.012;
/**
 * Of 124 images shrunk or blurred from the photographs of `bench:fit-confidence` none has more, of 248 enlarged by 1.25 to 2.5 with
 * four filters 87%, half of them after JPEG.
 */
const MIN_PERIODICITY = 80;
/**
 * The same of an enlargement by 2 or 4, where JPEG's error is less than this, in gray levels; `npm run bench:fit-wide -- PATH… --only doubling` prints them. Of 161 photographs (48 of
 * BSD68 and Urban100, 113 of npm packages, see docs/accuracy.md), shrunk, sharpened or with grain, and every other one blurred by 1.2 to 3 pixels, none has more than 14; of the same enlarged by bicubic 133 have,
 * and contrast enough.
 */
const MIN_DOUBLING = 15;
const MIN_JPEG_ERROR = 0.3;
/** The same of an enlargement by 8: sharp, blurred or compressed photographs have up to 230, enlarged ones from 2800 on, then as JPEG of quality 98 1300. */
const MIN_EIGHTFOLD = 1000;
/**
 * How many times the peaks at 1/2 and 1/4 are as high as those at 1/8 and 3/8, or these as those. JPEGs of quality 95 or 98, under wide blur, have up to
 * 12, enlargements by 2 and 4 from 98 on (as JPEG of quality 98 from 17), by 8 from 17.
 */
const MIN_CONTRAST = 14;
/**
 * Weights of the regression, and the probability from which on the spectrum has an end: high, because an enlargement that is not found
 * costs nothing on average, and one that is found where there is none takes away all that could be gained.
 */
const WEIGHTS = [
  -20.056, -7.509, 4.479, -3.684, 4.323, -0.696, -1.249, -9.151, -7.381, 3.709, 7.585, -0.04, -5.674, -4.051,
] as const;
const MIN_PROBABILITY = 0.97;

/** Frequencies of an enlargement by 2 and by 4, and those that only an enlargement by 8, and JPEG's blocks, have. */
const DOUBLED = [0.5, 0.25] as const;
const EIGHTHS = [0.125, 0.375] as const;

/** Weights of the pixel before, the pixel, and the pixel after. */
type Differences = readonly [number, number, number];

const SECOND: Differences = [-1, 2, -1];
const FIRST: Differences = [0, -1, 1];
/** The frequencies of spectra. */
const LOOKED_AT = [...FREQUENCIES, ...DOUBLED, ...EIGHTHS];

/** The spectra of the lines across and down. */
interface AxisSpectra {
  readonly across: Float64Array;
  readonly down: Float64Array;
}

function axisSpectra(gray: PlanarImage, differences: Differences): AxisSpectra {
  const middle = cropMiddle(gray, MAX_SIDE, MAX_SIDE);
  const { width, height } = middle;
  return {
    across: lineSpectrum(middle, width, height, 1, width, differences),
    down: lineSpectrum(middle, height, width, width, 1, differences),
  };
}

/** The highest of the peaks of first and second differences that both axes have, as {@link periodicity}. */
export interface WholeFactorPeaks {
  /** At 1/2 and 1/4. */
  readonly doubled: number;
  /** At 1/8 and 3/8. */
  readonly eighths: number;
}

/** @param second the spectra of the second differences, if they are known */
export function wholeFactorPeaks(gray: PlanarImage, second = axisSpectra(gray, SECOND)): WholeFactorPeaks {
  const spectra = [axisSpectra(gray, FIRST), second];
  const highest = (start: number, count: number): number =>
    Math.max(
      ...spectra.flatMap(({ across, down }) =>
        Array.from({ length: count }, (_, i) => Math.min(across[start + i]!, down[start + i]!)),
      ),
    );
  const start = FREQUENCIES.length;
  return {
    doubled: highest(start, DOUBLED.length),
    eighths: highest(start + DOUBLED.length, EIGHTHS.length),
  };
}

/** Whether an image was enlarged by 2, 4 or 8, if it is not a compressed one that shows its JPEG error. */
export function isWholeFactor({ doubled, eighths }: WholeFactorPeaks): boolean {
  return (
    (doubled > MIN_DOUBLING && doubled > MIN_CONTRAST * eighths) ||
    (eighths > MIN_EIGHTFOLD && eighths > MIN_CONTRAST * doubled)
  );
}

/**
 * Height of the highest peak that both axes have, over the median of the spectrum.
 *
 * @param second the spectra of the second differences, if they are known
 */
export function periodicity(gray: PlanarImage, second = axisSpectra(gray, SECOND)): number {
  const { across, down } = second;
  let highest = 0;
  for (const [i, frequency] of FREQUENCIES.entries()) {
    if (Math.abs(frequency - Math.round(8 * frequency) / 8) < BLOCK_MARGIN) continue;
    highest = Math.max(highest, Math.min(peak(across, i), peak(down, i)));
  }
  return highest;
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
  [before, here, after]: Differences,
): Float64Array {
  const roughness = Float64Array.from({ length: Math.max(0, lines - 2) }, (_, i) => {
    let sum = 0;
    for (let j = 0, at = (i + 1) * step; j < pixels; j++, at += along) {
      const difference = before * data[at - step]! + here * data[at]! + after * data[at + step]!;
      sum += Math.min(MAX_DIFFERENCE, Math.abs(difference));
    }
    return sum / pixels;
  });
  const count = roughness.length;
  const relative = roughness.map((value, i) => {
    const near = roughness.subarray(Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1);
    const mean = near.reduce((a, b) => a + b, 0) / near.length;
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / count);
    return window * ((value + FLAT) / (mean + FLAT) - 1);
  });
  const power = Float64Array.from(LOOKED_AT, (frequency) => powerAt(relative, frequency));
  const median = power.slice().sort()[power.length >> 1]!;
  return median > 0 ? power.map((value) => value / median) : power.fill(0);
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

/** The terms of the regression, beginning with 1. */
export function enlargementTerms({ logPower, noisePower }: PolarSpectrum): number[] {
  const bands = Array.from({ length: RADII }, (_, band) => {
    let sum = 0;
    for (let angle = 0; angle < ANGLES; angle++) sum += logPower[angle * RADII + band]!;
    return sum / ANGLES - Math.log(noisePower);
  });
  return [1, ...bands.slice(1).map((value, i) => value - bands[i]!)];
}

/** Whether the spectrum ends below half the sampling rate. */
export function hasEnd(spectrum: PolarSpectrum): boolean {
  return logistic(WEIGHTS, enlargementTerms(spectrum)) > MIN_PROBABILITY;
}

/**
 * Whether there are traces of an interpolation.
 *
 * @param jpegError rms in gray levels of 255: compressed images are not asked for a whole factor, whose periods are those of the blocks. Nor are
 *   images that were shrunk (undefined): what was enlarged by a whole factor shows it at its own size.
 */
export function isInterpolated(gray: PlanarImage, jpegError: number | undefined): boolean {
  const second = axisSpectra(gray, SECOND);
  if (periodicity(gray, second) > MIN_PERIODICITY) return true;
  return (
    jpegError !== undefined && jpegError < MIN_JPEG_ERROR && isWholeFactor(wholeFactorPeaks(gray, second))
  );
}
