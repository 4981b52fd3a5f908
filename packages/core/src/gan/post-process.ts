/**
 * From the raw kernel of a trained generator to the resulting kernel (the authors' program; the paper has the idea
 * without the numbers):
 *
 *     k ← max(k − f · k₍ₙ₊₁₎, 0),   k ← k / Σ k,   centre
 *
 * with k₍ₙ₊₁₎ the (n+1)-th largest weight, n = 40 and f = 0.75. Training leaves small weights all over the 13×13
 * frame; a kernel is assumed to have some 40 weights that matter.
 */

import { centreKernel, type Kernel } from "../kernel/index.js";
import { checkInteger, checkNumber } from "../range.js";

/** Options of {@link postProcessKernel}. */
export interface PostProcessOptions {
  /** n: the threshold comes from the (n+1)-th largest weight; default 40. */
  readonly rank?: number;
  /** f: the part of that weight that is subtracted, 0 (only clip and centre) to 1; default 0.75. */
  readonly fraction?: number;
  /** Side length of the result; default: that of the kernel. (The published program pads 13 to 17.) */
  readonly size?: number;
}

/**
 * Removes the small weights, clips at 0, normalises to sum 1 and centres for `scale` (the header's equation).
 *
 * A kernel of fewer than n + 1 weights uses its smallest. Where the threshold weight is negative nothing is
 * subtracted (that would raise the other weights instead).
 *
 * @param kernel raw weights, of any sign and sum.
 * @param scale downscaling factor that the kernel is for.
 * @returns weights ≥ 0, sum 1, centre of mass at `alignedCentre(size, scale)`; undefined if no weight is positive
 *   after the subtraction, i.e. if the training collapsed.
 * @throws KernelGanError `invalid-argument` for options out of range.
 */
export function postProcessKernel(
  kernel: Kernel,
  scale: number,
  options: PostProcessOptions = {},
): Kernel | undefined {
  const { rank = 40, fraction = 0.75, size = kernel.size } = options;
  checkInteger("the rank of the threshold weight", rank, { min: 0 });
  checkNumber("the fraction of the threshold weight", fraction, { min: 0, max: 1 });
  const descending = kernel.data.slice().sort().reverse();
  const threshold = fraction * Math.max(0, descending[Math.min(rank, descending.length - 1)]!);
  const data = kernel.data.map((weight) => Math.max(weight - threshold, 0));
  if (!data.some((weight) => weight > 0)) return undefined;
  return centreKernel({ size: kernel.size, data }, scale, { size });
}
