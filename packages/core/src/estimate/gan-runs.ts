/**
 * One kernel from several trainings of KernelGAN that differ in their seeds. A kernel is as likely as the spectrum that
 * it predicts for the image, so the mean is that of average-shapes.ts: a run that explains the image clearly best
 * decides, runs that explain it about as well are averaged, which removes part of what is random in each.
 */
import type { TrainingResult } from "../gan/trainer.js";
import type { Kernel } from "../kernel/index.js";
import { averageKernels, type BlurEvidence, likelihoodWeights } from "../spectral/index.js";

/** More runs than this are not worth their time. */
export const MAX_RUNS = 64;

/**
 * A loss greater by this divides the weight by e. More than for shapes (blur-constants.ts), which differ by design and
 * not by chance. `npm run bench:fit-runs -- PATH…` prints what others give on named photographs.
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
 * The mean kernel; the run of most weight; the weights of all, of sum 1.
 *
 * @param runs at least one; kernels of one size
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
