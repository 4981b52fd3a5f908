/**
 * One kernel from several trainings of KernelGAN that differ only in their seeds. Each kernel is weighted by the
 * likelihood of the spectrum that it predicts for the image, as in average-shapes.ts. If one run explains the image
 * clearly best, its kernel is the result; runs that explain it about equally well are averaged, which removes part of
 * the randomness of each.
 */
import type { TrainingResult } from "../gan/trainer.js";
import type { Kernel } from "../kernel/index.js";
import { averageKernels, type BlurEvidence, likelihoodWeights } from "../spectral/index.js";

/** More runs than this are not worth their time. */
export const MAX_RUNS = 64;

/**
 * A run whose loss is greater by this has a weight that is less by a factor of e. The number is larger than that for
 * shapes (blur-constants.ts), as runs differ by chance, not by design. `npm run bench:fit-runs -- PATH…` prints what
 * other values give on named photographs.
 */
export const RUN_TEMPERATURE = 10;

/** A training that ended with a usable kernel. */
export interface FinishedRun {
  readonly seed: number;
  /** Post-processed, aligned, sum 1. */
  readonly kernel: Kernel;
  readonly result: TrainingResult;
}

/**
 * Averages the kernels of runs.
 *
 * @param runs at least one; all kernels of the same size
 * @returns the mean kernel, the run with the most weight, and the weights of all runs, which add up to 1
 */
export function averageRuns<Run extends Pick<FinishedRun, "kernel">>(
  evidence: BlurEvidence,
  runs: readonly Run[],
  scale: number,
  temperature: number = RUN_TEMPERATURE,
): { kernel: Kernel; best: Run; weights: number[] } {
  const losses = runs.map(({ kernel }) => evidence.of(kernel, scale).loss);
  const weights = likelihoodWeights(losses, temperature);
  const best = runs[weights.indexOf(Math.max(...weights))]!;
  const kernels = runs.map(({ kernel }) => kernel);
  return { kernel: runs.length === 1 ? best.kernel : averageKernels(kernels, weights), best, weights };
}
