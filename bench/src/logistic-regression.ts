/**
 * Logistic regression with a small ridge,
 *
 *     min_w  Σ_i −y_i log p_i − (1 − y_i) log(1 − p_i) + λ/2 Σ_{j>0} w_j²,   p_i = 1 / (1 + exp(−o_i − wᵀ x_i)),
 *
 * by Newton's method, each step of which is a weighted least-squares problem. y may be any share in [0, 1]. The ridge
 * acts on terms scaled to unit deviation.
 */
import { leastSquares } from "../../packages/core/dist/math/least-squares.js";
import { logistic } from "../../packages/core/dist/math/logistic.js";
import { mean } from "./statistics.js";

const RIDGE = 0.5;
const ITERATIONS = 50;
/** Of p(1 − p), so that a certain case does not divide by 0. */
const MIN_CURVATURE = 1e-9;

/**
 * @param terms the x_i, each beginning with 1 unless there are offsets
 * @param offsets the o_i, 0 by default: what other weights, which are kept, make of other terms
 * @returns w; empty without cases
 */
export function logisticRegression(
  terms: readonly (readonly number[])[],
  targets: readonly number[],
  offsets?: readonly number[],
): number[] {
  if (terms.length === 0) return [];
  const numbers = (terms[0] ?? []).map((_, j) => j);
  const scales = numbers.map((j) => {
    const column = terms.map((row) => row[j] ?? 0);
    const middle = mean(column);
    return Math.sqrt(mean(column.map((value) => (value - middle) ** 2))) || 1;
  });
  const scaled = terms.map((row) => row.map((value, j) => value / (scales[j] ?? 1)));
  // The ridge is one more equation for each weight but that of 1: that it is 0.
  const ridge = numbers.slice(offsets ? 0 : 1).map((j) => numbers.map((k) => Number(j === k)));
  let weights = numbers.map(() => 0);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const steps = scaled.map((row, i) => {
      const p = logistic([1, ...weights], [offsets?.[i] ?? 0, ...row]);
      const curvature = Math.max(MIN_CURVATURE, p * (1 - p));
      const sum = row.reduce((total, x, j) => total + x * (weights[j] ?? 0), 0);
      return { curvature, target: sum + ((targets[i] ?? 0) - p) / curvature };
    });
    weights = leastSquares(
      [...scaled, ...ridge],
      [...steps.map(({ target }) => target), ...ridge.map(() => 0)],
      [...steps.map(({ curvature }) => curvature), ...ridge.map(() => RIDGE)],
    );
  }
  return weights.map((weight, j) => weight / (scales[j] ?? 1));
}
