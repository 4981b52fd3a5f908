/**
 * The orthonormal cosine transform of n numbers as a matrix,
 *
 *     cosines(n)[n u + i] = a_u √(2/n) cos((2i + 1)uπ / 2n),   a_0 = 1/√2, else 1.
 */
export function cosines(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, k) => {
    const [u, i] = [Math.floor(k / n), k % n];
    return (u === 0 ? Math.SQRT1_2 : 1) * Math.sqrt(2 / n) * Math.cos(((2 * i + 1) * u * Math.PI) / (2 * n));
  });
}
