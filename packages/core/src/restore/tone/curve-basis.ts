/**
 * Curves of light f(v) over pixel values v in [0, 1] as sums of a few functions,
 *
 *     f(v) = Σ_j c_j φ_j(v),   φ_j(v) = B(n v − j + 1),   j = 0 … n + 2,
 *
 * with B the cubic B-spline. What a filter leaves of f(image) is then the same sum of what it leaves of the images
 * φ_j(image): with those filtered once, any curve may be tried.
 */
import { leastSquares } from "../../math/least-squares.js";

/** n. The same fit with 9 intervals finds the same curves. */
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

/**
 * The weights c of the sum that comes nearest to a curve.
 *
 * @param curve its values at evenly spaced v from 0 to 1, more than {@link BASIS}
 */
export function basisWeights(curve: readonly number[]): number[] {
  const rows = curve.map((_, i) =>
    Array.from({ length: BASIS }, (_, j) => basisValue(j, i / (curve.length - 1))),
  );
  return leastSquares(
    rows,
    curve,
    curve.map(() => 1),
  );
}
