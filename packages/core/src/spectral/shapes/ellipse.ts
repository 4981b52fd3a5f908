/**
 * The parameters of shapes that a covariance describes, Gaussian and disk: log a, log d, c with
 *
 *     Σ = L Lᵀ,   L = [[a, 0], [c·a, d]] over (x, y),
 *
 * the Cholesky factor, so that Σ is positive definite for any numbers.
 */
import { outside, type ScaleFreeCovariance } from "./shape.js";
import { fittedStarts, geometric } from "./starts.js";

export type EllipseParameters = readonly [logA: number, logD: number, c: number];

/** Range of a blur's standard deviation along any direction, in pixels of the image. */
const MIN_DEVIATION = 0.2;
const MAX_DEVIATION = 2;
/** Variance of the round blur that a fit starts from, beside the Gaussian fit. */
const ROUND_VARIANCE = 0.5;

export function ellipseStarts(covariance: ScaleFreeCovariance): EllipseParameters[] {
  return [...fittedStarts(covariance), { yy: ROUND_VARIANCE, yx: 0, xx: ROUND_VARIANCE }].map(ellipseOf);
}

/** Round blurs of evenly spaced widths. */
export function roundScan(count: number): EllipseParameters[] {
  return geometric(0.4, MAX_DEVIATION, count).map((deviation) => [
    Math.log(deviation),
    Math.log(deviation),
    0,
  ]);
}

export function ellipseExcess([logA, logD]: EllipseParameters): number {
  const [min, max] = [Math.log(MIN_DEVIATION), Math.log(MAX_DEVIATION)];
  return outside(logA, min, max) + outside(logD, min, max);
}

export function ellipseCovariance([logA, logD, c]: EllipseParameters): ScaleFreeCovariance {
  const a = Math.exp(logA);
  return { xx: a * a, yx: c * a * a, yy: (c * a) ** 2 + Math.exp(2 * logD) };
}

export function scaledEllipse([logA, logD, c]: EllipseParameters, factor: number): EllipseParameters {
  return [logA + 0.5 * Math.log(factor), logD + 0.5 * Math.log(factor), c];
}

/** The parameters of a covariance. */
export function ellipseOf({ yy, yx, xx }: ScaleFreeCovariance): EllipseParameters {
  const a = Math.sqrt(xx);
  const below = yx / a;
  return [Math.log(a), 0.5 * Math.log(Math.max(MIN_DEVIATION ** 2 / 4, yy - below ** 2)), below / a];
}

/** The covariance with its eigenvalues moved into the range of blurs. */
export function withinBounds(
  { yy, yx, xx }: ScaleFreeCovariance,
  minDeviation = MIN_DEVIATION,
  maxDeviation = MAX_DEVIATION,
): ScaleFreeCovariance {
  const mean = (yy + xx) / 2;
  const distance = Math.hypot((yy - xx) / 2, yx);
  const bounded = (eigenvalue: number): number =>
    Math.min(Math.max(eigenvalue, minDeviation ** 2), maxDeviation ** 2);
  const [largest, smallest] = [bounded(mean + distance), bounded(mean - distance)];
  const [cos, sin] = distance > 0 ? [(yy - xx) / 2 / distance, yx / distance] : [1, 0];
  const [middle, reach] = [(largest + smallest) / 2, (largest - smallest) / 2];
  return { yy: middle + reach * cos, yx: reach * sin, xx: middle - reach * cos };
}
