/**
 * One kernel from several fits: their mean, weighted by how well they explain the image,
 *
 *     k = Σ_j w_j k_j,   w_j ∝ exp(−(loss_j − min loss) / T),
 *
 * all kernels aligned, so that k is. Where one shape fits clearly best it is that shape; where the image does not tell the
 * shapes apart the mean is a safer bet than a choice.
 */
import type { Kernel } from "../kernel/index.js";

/** T: a loss this much greater counts e times less. */
const TEMPERATURE = 0.006;

/** The weights w_j, of sum 1. */
export function shapeWeights(losses: readonly number[]): number[] {
  const least = Math.min(...losses);
  const raw = losses.map((loss) => Math.exp((least - loss) / TEMPERATURE));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((weight) => weight / sum);
}

/** Σ w_j k_j, of kernels of one size. */
export function averageKernels(kernels: readonly Kernel[], weights: readonly number[]): Kernel {
  const { size } = kernels[0];
  const data = new Float64Array(size * size);
  for (const [j, kernel] of kernels.entries()) {
    for (let i = 0; i < data.length; i++) data[i] += weights[j] * kernel.data[i];
  }
  return { size, data };
}
