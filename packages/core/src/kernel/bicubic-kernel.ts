/**
 * Bicubic downscaling as a kernel: the antialiased taps of imresize.ts along both axes,
 *
 *     k[u, v] = t[u] · t[v],   t of 4s taps, symmetric about the middle of the s×s block,
 *
 * in the smallest odd frame that has its origin in the middle: 9×9 for scale 2, 13×13 for 3, 19×19 for 4. For scale 1
 * it is the identity. What most super-resolution programs assume the blur to be, and the kernel to beat.
 */
import { bicubicTaps } from "../image/imresize.js";
import type { Kernel } from "./kernel.js";

/**
 * The bicubic kernel for a scale factor: `downscale(image, bicubicKernel(s), s)` equals
 * `imresize(image, { scale: 1 / s })`, borders included, since both mirror.
 *
 * @param scale downscaling factor s, an integer ≥ 1.
 * @returns aligned, sum 1; some weights are negative.
 * @throws KernelGanError `invalid-argument` for other factors.
 */
export function bicubicKernel(scale: number): Kernel {
  const { first, taps } = bicubicTaps(scale);
  const reach = first + taps.length - 1;
  const size = 2 * reach + 1;
  // Tap t sits first + t from the origin, which is at index `reach`; the taps reach further right than left.
  const line = Float64Array.from({ length: size }, (_, u) => taps[u - reach - first] ?? 0);
  const data = Float64Array.from(
    { length: size * size },
    // Adding 0 makes 0 of −0, which files do not keep.
    (_, i) => line[Math.floor(i / size)]! * line[i % size]! + 0,
  );
  return { size, data, scale };
}

/** The bicubic kernels of several factors, by factor. */
export function bicubicKernels(factors: readonly number[]): Record<number, Kernel> {
  return Object.fromEntries(factors.map((factor) => [factor, bicubicKernel(factor)]));
}
