/**
 * The matrix A of kernel-from-edges.ts: (A k)[t] = Σ_s a[t − s] k[s] for the weights k of an n×n frame, from the autocorrelation a, for shifts
 * from −(n − 1) to n − 1 each way.
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
  const taps = simd.allocate(8 * n * n);
  const target = simd.allocate(4 * room);
  return (k) => {
    const offsets = new Uint32Array(simd.run.memory.buffer, taps, 2 * n * n);
    const weights = simd.floats(taps, 2 * n * n);
    let count = 0;
    for (let i = 0; i < k.length; i++) {
      if (k[i] === 0) continue;
      offsets[2 * count] = 4 * ((n - 1 - Math.floor(i / n)) * stride + n - 1 - (i % n));
      // The engine subtracts.
      weights[2 * count + 1] = -k[i]!;
      count++;
    }
    const result = new Float64Array(n * n);
    const sums = simd.floats(target, room);
    for (let y = 0; y < n; y++) {
      sums.fill(0);
      simd.run.subtractCorrelated(matrix + 4 * y * stride, taps, count, target, n);
      result.set(sums.subarray(0, n), y * n);
    }
    return result;
  };
}
