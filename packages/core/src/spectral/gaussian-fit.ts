/**
 * The closed form. For a Gaussian of covariance Σ (in pixels of the image, not of the high-resolution one),
 *
 *     log |K(f)|² = −(2π)² fᵀ Σ f,   so   D(f) = c − ¾ (2π)² fᵀ Σ f,
 *
 * is linear in c and the three numbers of Σ: weighted least squares over |f| ≤ 0.4, weights (1 − noise share)² of S(f),
 * the noise's share taken out of both spectra. ¾ is the cross-scale effect: the spectrum at half the frequency is
 * blurred as well. Repeated twice with Tukey's weights, so that single lines of the spectrum (regular texture) do
 * not count.
 *
 * Reference: J. Tukey's biweight as in P. Huber, E. Ronchetti, "Robust Statistics", 2nd ed. 2009, section 4.8.
 */

import { type ScaleFreeCovariance, withinBounds } from "./blur-shapes.js";
import type { RatioSample } from "./spectral-ratio.js";

const HIGHEST = 0.4;
/** Steps of the reweighting; the first is plain least squares. */
const STEPS = 3;
/** Residuals beyond this many standard deviations do not count. */
const REJECTED = 3;
/** Standard deviation of a normal distribution over its median absolute deviation. */
const MAD = 1.4826;
/** The least share of a spectrum that counts as signal, so that its logarithm stays finite. */
const LEAST_SIGNAL = 0.1;

/** A Gaussian that explains the ratio. */
export interface GaussianFit {
  readonly covariance: ScaleFreeCovariance;
  /** c: −α log 2 for a scene of spectrum |f|^−α. */
  readonly constant: number;
}

/** @param samples D, of at least a few dozen frequencies in all directions */
export function fitGaussian(samples: readonly RatioSample[]): GaussianFit {
  const used = samples.filter(({ y, x }) => Math.hypot(y, x) <= HIGHEST);
  const factor = 0.75 * (2 * Math.PI) ** 2;
  const rows = used.map(({ y, x }) => [1, -factor * y * y, -2 * factor * y * x, -factor * x * x]);
  const targets = used.map(
    ({ ratio, noise, halfNoise }) =>
      ratio + Math.log(Math.max(LEAST_SIGNAL, 1 - noise) / Math.max(LEAST_SIGNAL, 1 - halfNoise)),
  );
  let weights = used.map(({ noise }) => (1 - noise) ** 2 + 1e-6);
  let solution: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    solution = leastSquares(rows, targets, weights);
    const residuals = rows.map(
      (row, i) => targets[i] - row.reduce((sum, value, j) => sum + value * solution[j], 0),
    );
    const magnitudes = residuals.map(Math.abs).sort((a, b) => a - b);
    const cut = REJECTED * MAD * magnitudes[magnitudes.length >> 1] + Number.MIN_VALUE;
    weights = residuals.map(
      (e, i) => ((1 - used[i].noise) ** 2 + 1e-6) * Math.max(0, 1 - (e / cut) ** 2) ** 2,
    );
  }
  const [constant, yy, yx, xx] = solution;
  return { covariance: withinBounds({ yy, yx, xx }), constant };
}

/** argmin_s Σ w (row · s − target)², by the normal equations and Gauss's elimination with pivots. */
function leastSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weights: readonly number[],
): number[] {
  const n = rows[0].length;
  const matrix = Array.from({ length: n }, () => new Float64Array(n + 1));
  for (const [i, row] of rows.entries()) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) matrix[a][b] += weights[i] * row[a] * row[b];
      matrix[a][n] += weights[i] * row[a] * targets[i];
    }
  }
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(matrix[r][i]) > Math.abs(matrix[pivot][i])) pivot = r;
    [matrix[i], matrix[pivot]] = [matrix[pivot], matrix[i]];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const ratio = matrix[r][i] / matrix[i][i];
      for (let c = i; c <= n; c++) matrix[r][c] -= ratio * matrix[i][c];
    }
  }
  return matrix.map((row, i) => row[n] / row[i]);
}
