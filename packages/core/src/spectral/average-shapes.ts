/**
 * One kernel from several fits: their mean, weighted by how well they explain the image,
 *
 *     k = Σ_j w_j k_j,   w_j ∝ exp(−(loss_j + o_j − min) / T),
 *
 * all kernels aligned, so that k is. Where one shape fits clearly best it is that shape; where the image does not tell the
 * shapes apart the mean is a safer bet than a choice. o_j is Occam's razor: an arc has more numbers to fit with.
 */
import type { Kernel } from "../kernel/index.js";
import type { BlurShape } from "./blur-shapes.js";

/** T: a loss this much greater counts e times less. */
const TEMPERATURE = 0.016;
/** o_j. */
const OCCAM: Readonly<Record<BlurShape, number>> = {
  gaussian: 0,
  disk: 0,
  motion: 0,
  arc: 0.015,
  bicubic: 0,
};

/** The weights w_j, of sum 1. */
export function shapeWeights(fits: readonly { shape: BlurShape; loss: number }[]): number[] {
  const losses = fits.map(({ shape, loss }) => loss + OCCAM[shape]);
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
