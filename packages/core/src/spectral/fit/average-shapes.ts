/**
 * One kernel from several fits: their mean, weighted by how well they explain the image,
 *
 *     k = Σ_j w_j k_j,   w_j ∝ exp(−(loss_j + o_j) / T),
 *
 * all kernels aligned, so that k is. Where one shape fits clearly best it is that shape; where several fit about as
 * well, their mean is safer than a choice. o_j makes up for the number of parameters: an arc has the most to fit with.
 */
import type { Kernel } from "../../kernel/index.js";
import type { BlurShape } from "../shapes/index.js";
import { BLUR_CONSTANTS, type BlurConstants } from "./blur-constants.js";

/** The weights w_j of fits of different shapes, of sum 1. */
export function shapeWeights(
  fits: readonly { shape: BlurShape; loss: number }[],
  { penalties, temperature }: BlurConstants = BLUR_CONSTANTS,
): number[] {
  return likelihoodWeights(
    fits.map(({ shape, loss }) => loss + penalties[shape]),
    temperature,
  );
}

/** exp(−loss_j / T), of sum 1. */
export function likelihoodWeights(
  losses: readonly number[],
  temperature: number = BLUR_CONSTANTS.temperature,
): number[] {
  const min = Math.min(...losses);
  const raw = losses.map((loss) => Math.exp((min - loss) / temperature));
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
