/**
 * Whether a training run went well. A GAN's training can fail without an error; each check is for one way that it does,
 * and the kernel of a run that fails one is not used.
 */
import { type Kernel, kernelSum } from "../kernel/index.js";
import type { TrainingResult } from "./trainer.js";

/** Shorter runs cannot have converged and are not judged. (The warm-up alone takes 400 iterations.) */
export const MIN_JUDGED_ITERATIONS = 1000;

/** How far the raw kernel's sum may be from 1. Healthy runs end within 0.01, collapsed ones near 0. */
const SUM_TOLERANCE = 0.1;

/** Share of the raw kernel's absolute mass that its outermost ring may hold. Healthy runs: under 0.03. */
const MAX_BORDER_SHARE = 0.2;

/** Iterations at the end over which D is watched, and how much G's loss must vary over them. Healthy runs: 0.1 to 0.3. */
const WATCHED_ITERATIONS = 200;
const MIN_VARIATION = 1e-3;

/** What went wrong with a run, in words; undefined if nothing did. */
export function diagnoseRun(result: TrainingResult): string | undefined {
  const { rawKernel, history, finite, iterations, warmUpEnded } = result;
  if (!finite) return `the losses stopped being finite numbers at iteration ${iterations}`;
  if (iterations < MIN_JUDGED_ITERATIONS) return undefined;
  if (!warmUpEnded) return "the bicubic warm-up never ended";
  const sum = kernelSum(rawKernel);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) return `the kernel sums to ${sum.toFixed(2)} instead of 1`;
  const border = borderShare(rawKernel);
  if (border > MAX_BORDER_SHARE) return `${Math.round(100 * border)}% of the kernel lies on its border`;
  if (deviation(history.generator.subarray(-WATCHED_ITERATIONS)) < MIN_VARIATION) {
    return "the discriminator no longer distinguishes real patches from fake ones";
  }
  return undefined;
}

/** Share of Σ|k| in the outermost ring. */
function borderShare({ size, data }: Kernel): number {
  let ring = 0;
  let total = 0;
  data.forEach((weight, i) => {
    const y = Math.floor(i / size);
    const x = i % size;
    total += Math.abs(weight);
    if (Math.min(y, x) === 0 || Math.max(y, x) === size - 1) ring += Math.abs(weight);
  });
  return ring / total;
}

function deviation(values: Float32Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}
