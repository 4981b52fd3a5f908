/** Kernels to test with. */
import { type Kernel, kernel } from "@kernelgan/core";

/** An asymmetric n×n kernel: weights in reading order, 1, 2, …, n², divided by their sum. */
export function countingKernel(size: number): Kernel {
  const count = size * size;
  const total = (count * (count + 1)) / 2;
  return kernel(
    size,
    Array.from({ length: count }, (_, i) => (i + 1) / total),
  );
}

/** The tone curve of a camera whose light is a power of its pixel values. */
export function gammaCurve(gamma: number): number[] {
  return Array.from({ length: 65 }, (_, i) => (i / 64) ** gamma);
}
