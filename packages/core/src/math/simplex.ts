/**
 * Projection onto the probability simplex: the nearest weights (in the Euclidean sense) that are ≥ 0 and sum to 1.
 *
 *     min ‖w − v‖²  subject to  w ≥ 0, Σ w = 1   ⇒   w = max(v − τ, 0)  with τ such that Σ w = 1
 *
 * Reference: J. Duchi et al., "Efficient projections onto the l1-ball for learning in high dimensions", ICML 2008.
 */

/** Nearest non-negative weights with sum 1 to `values` (finite, not empty). */
export function projectToSimplex(values: Float64Array): Float64Array {
  // τ is the mean excess of the largest values, as many of them as stay above it.
  const descending = values.slice().sort().reverse();
  let sum = 0;
  let threshold = 0;
  for (const [i, value] of descending.entries()) {
    sum += value;
    const candidate = (sum - 1) / (i + 1);
    if (value <= candidate) break;
    threshold = candidate;
  }
  return values.map((value) => Math.max(value - threshold, 0));
}
