/**
 * Whether a training run went well. A GAN's training can fail without an error; each check is for one way that it does,
 * and the kernel of a run that fails one is not used.
 */
import { type Kernel, kernelSum } from "../kernel/index.js";
import type { TrainingResult } from "./trainer.js";

// The constants. `npm run bench:fit-diagnosis` prints the signs of runs against the quality of their kernels, and what
// other thresholds refuse. The figures here are of four photographs of BSD68 and Urban100, trained with both presets,
// and with settings that make runs fail (`--settings paper,release,sums,cold,hasty`): of 20 runs 9 were accepted, all
// with good kernels.

/**
 * Shorter runs cannot have converged and are not judged. The warm-up took 400 iterations; of the runs that were
 * accepted in the end 7 of 9 passed all checks after 600, all after 800 and at any later time.
 */
export const MIN_JUDGED_ITERATIONS = 1000;

/**
 * How far the raw kernel's sum may be from 1. Accepted runs ended within 0.0002, runs with bad kernels at a sum of
 * 0.00, so that any threshold from 0.001 to 0.8 decides alike; 0.1 is between. It also refuses runs that G left in a
 * strange state with a kernel of the right shape (sums of 0.13 and 746): that costs a restart.
 */
export const SUM_TOLERANCE = 0.1;

/**
 * Share of the raw kernel's absolute mass that its outermost ring may hold. Accepted runs: at most 0.02; bad ones, all
 * of which the sum refuses too, at most 0.11. A guard against kernels that are cut off, well away from wide ones that
 * are right.
 */
export const MAX_BORDER_SHARE = 0.2;

/** Iterations at the end over which D is watched. From 50 to 400, G's loss varies alike. */
export const WATCHED_ITERATIONS = 200;

/**
 * How much G's loss must vary over them, as a standard deviation. Accepted runs: 0.08 to 0.24, collapsed ones 0.007 to
 * 0.06, all of which the sum refuses. A guard against a D whose answers do not depend on its input, which has no
 * variation but rounding.
 */
export const MIN_VARIATION = 1e-3;

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
  if (variation(history.generator.subarray(-WATCHED_ITERATIONS)) < MIN_VARIATION) {
    return "the discriminator no longer distinguishes real patches from fake ones";
  }
  return undefined;
}

/** Share of Σ|k| in the outermost ring. */
export function borderShare({ size, data }: Kernel): number {
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

/** Standard deviation of a loss. */
export function variation(values: Float32Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}
