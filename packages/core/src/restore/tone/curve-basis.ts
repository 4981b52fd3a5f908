/**
 * Curves of light f(v) over pixel values v in [0, 1] as sums of a few functions,
 *
 *     f(v) = Σ_j c_j φ_j(v),   φ_j(v) = B(n v − j + 1),   j = 0 … n + 2,
 *
 * with B the cubic B-spline. What a filter leaves of f(image) is then the same sum of what it leaves of the images
 * φ_j(image): with those filtered once, any curve may be tried.
 */
import { TONE_STEPS, type ToneCurve } from "../../image/index.js";
import { leastSquares } from "../../math/least-squares.js";

/** n. With 9 the restored pictures are no better. */
const INTERVALS = 6;
/** The number of the functions φ. */
export const BASIS = INTERVALS + 3;

/** B. */
function spline(x: number): number {
  const a = Math.abs(x);
  if (a >= 2) return 0;
  return a < 1 ? 2 / 3 - a * a * (1 - a / 2) : (2 - a) ** 3 / 6;
}

/** B′. */
function splineSlope(x: number): number {
  const a = Math.abs(x);
  if (a >= 2) return 0;
  return Math.sign(x) * (a < 1 ? a * (1.5 * a - 2) : -((2 - a) ** 2) / 2);
}

/** φ_j(v). */
export function basisValue(j: number, value: number): number {
  return spline(INTERVALS * value - j + 1);
}

/** φ_j′(v). */
export function basisSlope(j: number, value: number): number {
  return INTERVALS * splineSlope(INTERVALS * value - j + 1);
}

/** The weights c of a curve that is 1 at one of its samples and 0 at all others: those of any curve are their sum. */
const OF_SAMPLES = weightsOfSamples();

/** The weights c of the sum that comes nearest to a curve. */
export function basisWeights(curve: ToneCurve): Float64Array {
  const weights = new Float64Array(BASIS);
  for (const [i, light] of curve.entries()) {
    const ofSample = OF_SAMPLES[i]!;
    for (let j = 0; j < BASIS; j++) weights[j]! += light * ofSample[j]!;
  }
  return weights;
}

/** By least squares. */
function weightsOfSamples(): number[][] {
  const samples = Array.from({ length: TONE_STEPS + 1 }, (_, i) => i);
  const rows = samples.map((i) => Array.from({ length: BASIS }, (_, j) => basisValue(j, i / TONE_STEPS)));
  const even = samples.map(() => 1);
  return samples.map((sample) =>
    leastSquares(
      rows,
      samples.map((i) => (i === sample ? 1 : 0)),
      even,
    ),
  );
}
