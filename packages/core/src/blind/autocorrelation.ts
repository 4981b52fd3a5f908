/**
 * The matrix A of kernel-from-edges.ts: (A k)[t] = Σ_s a[t − s] k[s] for the weights k of an n×n frame, from the
 * autocorrelation a, for shifts from −(n − 1) to n − 1 each way.
 */
import type { Simd } from "../simd/simd.js";

/** The engine computes so many samples of a row at a time. */
const BLOCK = 32;

/** k → A k; both [n, n]. */
export type Product = (k: Float64Array) => Float64Array;

/**
 * @param a [2n − 1, 2n − 1], the same for a shift and its opposite
 * @param n side of the frame
 * @param simd memory for the matrix is reserved; without it, plain TypeScript computes the same
 */
export function autocorrelationProduct(a: Float64Array, n: number, simd?: Simd | undefined): Product {
  return simd ? simdProduct(a, n, simd) : (k) => plainProduct(a, n, k);
}

function plainProduct(a: Float64Array, n: number, k: Float64Array): Float64Array {
  const frame = 2 * n - 1;
  const result = new Float64Array(k.length);
  for (let to = 0; to < k.length; to++) {
    const [row, column] = [Math.floor(to / n), to % n];
    let sum = 0;
    for (let y = 0, from = 0; y < n; y++) {
      // a[s − t] in place of a[t − s]: in the order of k.
      let at = (y - row + n - 1) * frame + n - 1 - column;
      for (const end = from + n; from < end; from++, at++) sum += k[from]! * a[at]!;
    }
    result[to] = sum;
  }
  return result;
}

function simdProduct(a: Float64Array, n: number, simd: Simd): Product {
  const frame = 2 * n - 1;
  const room = Math.ceil(n / BLOCK) * BLOCK;
  const stride = room + n;
  const matrix = simd.zeros(frame * stride);
  const rows = simd.floats(matrix, frame * stride);
  for (let y = 0; y < frame; y++) rows.set(a.subarray(y * frame, (y + 1) * frame), y * stride);
  // Pairs of an offset and a weight, of which only the weights change.
  const count = n * n;
  const taps = simd.storeIntegers(
    Int32Array.from({ length: 2 * count }, (_, i) => {
      const [row, column] = [Math.floor(i / 2 / n), Math.floor(i / 2) % n];
      return 4 * ((n - 1 - row) * stride + n - 1 - column);
    }),
  );
  const target = simd.allocate(4 * room);
  return (k) => {
    const weights = simd.floats(taps, 2 * count);
    // The engine subtracts.
    for (let i = 0; i < count; i++) weights[2 * i + 1] = -k[i]!;
    const result = new Float64Array(count);
    const sums = simd.floats(target, room);
    for (let y = 0; y < n; y++) {
      sums.fill(0);
      simd.run.subtractCorrelated(matrix + 4 * y * stride, taps, count, target, n);
      result.set(sums.subarray(0, n), y * n);
    }
    return result;
  };
}
