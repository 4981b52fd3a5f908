/**
 * Whether an image was enlarged before, as pictures of the web are. Such an image is blurred, and its spectrum looks
 * like that of any blur, but there is no detail to restore: what a kernel brings out is the traces of the interpolation
 * and of compression before it. Signs:
 *
 * - Interpolation by a factor r is smoother between the original pixels than on them, with period r. The mean absolute
 *   second difference over the lines across,
 *
 *       v(i) = mean_j min(0.1, |2 g(i, j) − g(i − 1, j) − g(i + 1, j)|),   taken relative to its mean over 17 lines,
 *
 *   has a peak in its spectrum at the same frequency along both axes. Its height over the median is the periodicity. (The blocks of
 *   JPEG have period 8; multiples of 1/8 are left out.)
 * - Interpolation by a whole factor may have the same v in all its phases. It is found by what it makes of neighbouring
 *   pixels (interpolated-phases.ts).
 * - The spectrum ends: log S over the noise falls more steeply towards half the sampling rate than a blur makes it. A
 *   logistic regression on the differences between the bands of polar-cells.ts, by `npm run bench:fit-confidence`.
 *
 * Reference: A. Gallagher, "Detection of linear and cubic interpolation in JPEG compressed images", CRV 2005.
 */
import { cropMiddle, type PlanarImage } from "../image/index.js";
import { logistic } from "../math/logistic.js";
import type { Pause } from "../pause.js";
import { isWholeFactor, phaseContrast } from "./interpolated-phases.js";
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
 * Of 124 images shrunk or blurred from the photographs of `bench:fit-confidence` none has more, of 248 enlarged by 1.25
 * to 2.5 with four filters 87%, half of them after JPEG.
 */
const MIN_PERIODICITY = 80;
/**
 * Weights of the regression, and the probability from which on the spectrum has an end: high, because an enlargement
 * that is not found costs nothing on average, and one that is found where there is none takes away all that could be
 * gained.
 */
const WEIGHTS = [
  -20.056, -7.509, 4.479, -3.684, 4.323, -0.696, -1.249, -9.151, -7.381, 3.709, 7.585, -0.04, -5.674, -4.051,
] as const;
const MIN_PROBABILITY = 0.97;

/** Height of the highest peak that both axes have, over the median of the spectrum. */
export function periodicity(gray: PlanarImage): number {
  const middle = cropMiddle(gray, MAX_SIDE, MAX_SIDE);
  const { width, height } = middle;
  const across = lineSpectrum(middle, width, height, 1, width);
  const down = lineSpectrum(middle, height, width, width, 1);
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
): Float64Array {
  const roughness = Float64Array.from({ length: Math.max(0, lines - 2) }, (_, i) => {
    let sum = 0;
    for (let j = 0, at = (i + 1) * step; j < pixels; j++, at += along) {
      const difference = 2 * data[at]! - data[at - step]! - data[at + step]!;
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
  const power = Float64Array.from(FREQUENCIES, (frequency) => powerAt(relative, frequency));
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
 * @param isShrunk the image was shrunk: what was enlarged by a whole factor shows that at its own size
 */
export async function isInterpolated(gray: PlanarImage, isShrunk: boolean, pause: Pause): Promise<boolean> {
  if (periodicity(gray) > MIN_PERIODICITY) return true;
  return !isShrunk && isWholeFactor(await phaseContrast(gray, pause));
}
