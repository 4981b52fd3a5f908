/** Weighted linear least squares in a few unknowns. */

/**
 * argmin_s Σ w (row · s − target)², by the normal equations and Gauss–Jordan elimination with pivots.
 *
 * @param rows at least as many as a row has values, and not all dependent
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weights: readonly number[],
): number[] {
  const n = rows[0]!.length;
  // The normal equations, each with its right-hand side as its last value.
  const matrix = Array.from({ length: n }, () => new Float64Array(n + 1));
  for (const [i, row] of rows.entries()) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) matrix[a]![b]! += weights[i]! * row[a]! * row[b]!;
      matrix[a]![n]! += weights[i]! * row[a]! * targets[i]!;
    }
  }
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(matrix[r]![i]!) > Math.abs(matrix[pivot]![i]!)) pivot = r;
    [matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const ratio = matrix[r]![i]! / matrix[i]![i]!;
      for (let c = i; c <= n; c++) matrix[r]![c]! -= ratio * matrix[i]![c]!;
    }
  }
  return matrix.map((row, i) => row[n]! / row[i]!);
}
