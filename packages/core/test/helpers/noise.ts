/** Test input that any language can make; the same as `noise` in data/make-image-and-kernel-references.py. */
import { type PlanarImage, planarImage } from "../../src/image/index.js";

/** x ← 1664525 x + 1013904223 mod 2³²; values ⌊levels · x / 2³²⌋ / levels in [0, 1), exact in float32. */
export function noise(seed: number, count: number, levels = 2 ** 24): Float64Array {
  let x = seed;
  return Float64Array.from({ length: count }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return Math.floor((x / 2 ** 32) * levels) / levels;
  });
}

/** An image of such noise. */
export function noiseImage(seed: number, shape: readonly number[], levels?: number): PlanarImage {
  const [channels, height, width] = shape as [number, number, number];
  const values = noise(seed, channels * height * width, levels);
  return planarImage(width, height, channels, Float32Array.from(values));
}

/** Largest absolute difference; Infinity if the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((max, value, i) => {
    const difference = Math.abs(value - b[i]!);
    // NaN must not pass for a small difference.
    return difference <= max ? max : Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }, 0);
}
