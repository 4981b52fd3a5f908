/**
 * The closed form. For a Gaussian of covariance Σ (in pixels of the image, not of the high-resolution one),
 *
 *     log |K(f)|² = −(2π)² fᵀ Σ f,   so   D(f) = c − ¾ (2π)² fᵀ Σ f,
 *
 * is linear in c and the three numbers of Σ: weighted least squares over |f| ≤ 0.4, weights (1 − noise share)² of S(f),
 * the noise's share taken out of both spectra. ¾ because the spectrum at half the frequency is blurred as well.
 * Repeated twice with Tukey's weights, so that single lines of the spectrum (regular texture) are ignored.
 *
 * Reference: J. Tukey's biweight as in P. Huber, E. Ronchetti, "Robust Statistics", 2nd ed. 2009, section 4.8.
 */
import { leastSquares } from "../../math/least-squares.js";
import { withinBounds } from "../shapes/ellipse.js";
import type { ScaleFreeCovariance } from "../shapes/shape.js";
import type { RatioSample } from "../spectrum/spectral-ratio.js";

const MAX_FREQUENCY = 0.4;
/** Steps of the reweighting; the first is plain least squares. */
const STEPS = 3;
/** Residuals beyond this many standard deviations have weight 0. */
const REJECTED = 3;
/** Standard deviation of a normal distribution over its median absolute deviation. */
const MAD = 1.4826;
/** The smallest share of a spectrum that is taken as signal, so that its logarithm stays finite. */
const MIN_SIGNAL = 0.1;
/** Keeps the weights of frequencies that are all noise above 0. */
const MIN_WEIGHT = 1e-6;

/** A Gaussian that explains the ratio. */
export interface GaussianFit {
  readonly covariance: ScaleFreeCovariance;
  /** c: −α log 2 for a scene of spectrum |f|^−α. */
  readonly constant: number;
}

/** @param samples D, of at least a few dozen frequencies in all directions */
export function fitGaussian(samples: readonly RatioSample[]): GaussianFit {
  const used = samples.filter(({ y, x }) => Math.hypot(y, x) <= MAX_FREQUENCY);
  const factor = 0.75 * (2 * Math.PI) ** 2;
  const rows = used.map(({ y, x }) => [1, -factor * y * y, -2 * factor * y * x, -factor * x * x]);
  const targets = used.map(
    ({ ratio, noise, halfNoise }) =>
      ratio + Math.log(Math.max(MIN_SIGNAL, 1 - noise) / Math.max(MIN_SIGNAL, 1 - halfNoise)),
  );
  const signal = used.map(({ noise }) => (1 - noise) ** 2 + MIN_WEIGHT);
  let solution = leastSquares(rows, targets, signal);
  for (let step = 1; step < STEPS; step++) {
    const residuals = rows.map(
      (row, i) => targets[i]! - row.reduce((sum, value, j) => sum + value * solution[j]!, 0),
    );
    const magnitudes = residuals.map(Math.abs).sort((a, b) => a - b);
    const cut = REJECTED * MAD * magnitudes[magnitudes.length >> 1]! + Number.MIN_VALUE;
    const weights = residuals.map((e, i) => signal[i]! * Math.max(0, 1 - (e / cut) ** 2) ** 2);
    solution = leastSquares(rows, targets, weights);
  }
  const [constant, yy, yx, xx] = solution as [number, number, number, number];
  return { covariance: withinBounds({ yy, yx, xx }), constant };
}
