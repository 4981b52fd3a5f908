import { expect, test } from "vitest";
import { eigenvectors } from "../../src/math/eigenvectors.js";
import { noise } from "../helpers/noise.js";

test("eigenvectors: orthonormal, each mapped to a multiple of itself, the largest multiple first", () => {
  const n = 9;
  const values = noise(4, n * n);
  const matrix = Float64Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    return values[Math.min(row, column) * n + Math.max(row, column)]!;
  });
  const vectors = eigenvectors(matrix, n);
  const row = (k: number): Float64Array => vectors.subarray(k * n, (k + 1) * n);
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  let last = Number.POSITIVE_INFINITY;
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) expect(dot(row(k), row(j))).toBeCloseTo(k === j ? 1 : 0, 10);
    const image = Float64Array.from({ length: n }, (_, i) =>
      dot(matrix.subarray(i * n, (i + 1) * n), row(k)),
    );
    const value = dot(image, row(k));
    for (let i = 0; i < n; i++) expect(image[i]!).toBeCloseTo(value * row(k)[i]!, 9);
    expect(value).toBeLessThanOrEqual(last);
    last = value;
  }
});
