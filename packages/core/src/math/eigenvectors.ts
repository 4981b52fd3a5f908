/**
 * Eigenvectors of small symmetric matrices by Jacobi's method: plane rotations, each of which makes one pair of
 * off-diagonal elements 0, in sweeps over all pairs until nothing is left. For the dozens of rows it is used for here,
 * nothing is simpler or more accurate.
 *
 * Reference: G. Golub, C. Van Loan, "Matrix Computations", 4th ed. 2013, section 8.5.
 */

/** Convergence is quadratic and takes six sweeps or so. */
const MAX_SWEEPS = 30;
/** Off-diagonal elements below this share of the matrix's norm are 0. */
const TOLERANCE = 1e-12;

/**
 * @param matrix symmetric n × n, row by row; only the part from the diagonal on is read.
 * @returns n × n, one unit eigenvector a row, by descending eigenvalue.
 */
export function eigenvectors(matrix: Float64Array, n: number): Float64Array {
  const a = Float64Array.from(
    matrix,
    (_, i) => matrix[Math.min(Math.floor(i / n), i % n) * n + Math.max(Math.floor(i / n), i % n)]!,
  );
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const scale = Math.hypot(...a);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rest = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) rest = Math.max(rest, Math.abs(a[p * n + q]!));
    if (rest <= TOLERANCE * scale) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p * n + q] !== 0) rotate(a, vectors, n, p, q);
      }
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]!);
  const sorted = new Float64Array(n * n);
  for (const [row, i] of order.entries()) sorted.set(vectors.subarray(i * n, (i + 1) * n), row * n);
  return sorted;
}

/** Makes a[p, q] 0; `vectors` holds the eigenvectors so far as rows. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * a[p * n + q]!);
  const tan = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cos = 1 / Math.sqrt(tan * tan + 1);
  const sin = tan * cos;
  for (let i = p, j = q; i < n * n; i += n, j += n) {
    const x = a[i]!;
    const y = a[j]!;
    a[i] = cos * x - sin * y;
    a[j] = sin * x + cos * y;
  }
  rotateRows(a, p * n, q * n, n, cos, sin);
  rotateRows(vectors, p * n, q * n, n, cos, sin);
}

/** Rotates the rows that begin at `i` and `j`. */
function rotateRows(m: Float64Array, i: number, j: number, n: number, cos: number, sin: number): void {
  for (let k = 0; k < n; k++) {
    const x = m[i + k]!;
    const y = m[j + k]!;
    m[i + k] = cos * x - sin * y;
    m[j + k] = sin * x + cos * y;
  }
}
