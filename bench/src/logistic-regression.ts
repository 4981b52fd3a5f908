/**
 * Logistic regression with a small ridge,
 *
 *     min_w  Σ_i −y_i log p_i − (1 − y_i) log(1 − p_i) + λ/2 Σ_{j>0} w_j²,   p_i = 1 / (1 + exp(−wᵀ x_i)),
 *
 * by Newton's method. y may be any share in [0, 1]. The ridge acts on terms scaled to unit deviation.
 */
const RIDGE = 0.5;
const ITERATIONS = 50;

/** @param terms the x_i, each beginning with 1. */
export function logisticRegression(
  terms: readonly (readonly number[])[],
  targets: readonly number[],
): number[] {
  const count = terms[0]?.length ?? 0;
  const scales = Array.from({ length: count }, (_, j) => {
    const column = terms.map((row) => row[j] ?? 0);
    const mean = column.reduce((a, b) => a + b, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    return j === 0 || variance === 0 ? 1 : Math.sqrt(variance);
  });
  const scaled = terms.map((row) => row.map((value, j) => value / (scales[j] ?? 1)));
  let weights = new Array<number>(count).fill(0);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const gradient = weights.map((weight, j) => (j === 0 ? 0 : RIDGE * weight));
    const curvature: number[][] = weights.map((_, j) =>
      weights.map((__, k) => (j === k ? (j === 0 ? 1e-6 : RIDGE) : 0)),
    );
    for (const [i, row] of scaled.entries()) {
      const p = probability(weights, row);
      for (const [j, x] of row.entries()) {
        gradient[j] = (gradient[j] ?? 0) + (p - (targets[i] ?? 0)) * x;
        const line = curvature[j] ?? [];
        for (const [k, z] of row.entries()) line[k] = (line[k] ?? 0) + p * (1 - p) * x * z;
      }
    }
    const step = solved(curvature, gradient);
    weights = weights.map((weight, j) => weight - (step[j] ?? 0));
  }
  return weights.map((weight, j) => weight / (scales[j] ?? 1));
}

/** p. */
export function probability(weights: readonly number[], terms: readonly number[]): number {
  return 1 / (1 + Math.exp(-terms.reduce((sum, term, j) => sum + (weights[j] ?? 0) * term, 0)));
}

/** A⁻¹ b for a symmetric positive definite A, by Gaussian elimination. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1);
      for (let k = i; k < row.length; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
}
