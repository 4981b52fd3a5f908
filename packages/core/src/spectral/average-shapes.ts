/**
 * One kernel from several fits: their mean, weighted by how well they explain the image,
 *
 *     k = Σ_j w_j k_j,   w_j ∝ exp(−(loss_j + o_j) / T),
 *
 * all kernels aligned, so that k is. Where one shape fits clearly best it is that shape; where several fit about as well, their
 * mean is safer than a choice. o_j makes up for the number of parameters: an arc has the most to fit with.
 */
import type { Kernel } from "../kernel/index.js";
import type { BlurShape } from "./shapes/index.js";

/**
 * T: a loss greater by this divides the weight by e. Losses are −2 log-likelihoods under an idealised prior; 2 would be right if the
 * prior were.
 */
const TEMPERATURE = 4;
/** o_j, from the same comparison. */
const PENALTIES: Readonly<Record<BlurShape, number>> = {
  gaussian: 0,
  disk: 4,
  motion: 4,
  arc: 5,
  bicubic: 0,
};

/** The weights w_j of fits of different shapes, of sum 1. */
export function shapeWeights(fits: readonly { shape: BlurShape; loss: number }[]): number[] {
  return likelihoodWeights(fits.map(({ shape, loss }) => loss + PENALTIES[shape]));
}

/** exp(−loss_j / T), of sum 1. */
export function likelihoodWeights(losses: readonly number[]): number[] {
  const min = Math.min(...losses);
  const raw = losses.map((loss) => Math.exp((min - loss) / TEMPERATURE));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((weight) => weight / sum);
}

/** Σ w_j k_j, of kernels of one size. */
export function averageKernels(kernels: readonly Kernel[], weights: readonly number[]): Kernel {
  const { size } = kernels[0]!;
  const data = new Float64Array(size * size);
  for (const [j, kernel] of kernels.entries()) {
    const weight = weights[j]!;
    for (let i = 0; i < data.length; i++) data[i]! += weight * kernel.data[i]!;
  }
  return { size, data };
}
