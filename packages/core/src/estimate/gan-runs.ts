/**
 * One kernel from several trainings of KernelGAN that differ in their seeds. A kernel is as likely as the spectrum that it
 * predicts for the image, so the mean is that of average-shapes.ts: a run that explains the image clearly best decides, runs
 * that explain it about as well are averaged, which removes part of what is random in each.
 */
import type { TrainingResult } from "../gan/trainer.js";
import type { Kernel } from "../kernel/index.js";
import { averageKernels, type BlurEvidence, likelihoodWeights } from "../spectral/index.js";

/** More runs than this are not worth their time. */
export const MAX_RUNS = 64;

/** A training that ended with a usable kernel. */
export interface FinishedRun {
  readonly seed: number;
  /** Post-processed, aligned, sum 1. */
  readonly kernel: Kernel;
  readonly result: TrainingResult;
}

/** The mean kernel; the run of most weight; the weights of all, of sum 1. */
export function averageRuns(
  evidence: BlurEvidence,
  runs: readonly FinishedRun[],
  scale: number,
): { kernel: Kernel; best: FinishedRun; weights: number[] } {
  const weights = likelihoodWeights(runs.map(({ kernel }) => evidence.of(kernel, scale).loss));
  const best = runs[weights.indexOf(Math.max(...weights))]!;
  const kernels = runs.map(({ kernel }) => kernel);
  return { kernel: runs.length === 1 ? best.kernel : averageKernels(kernels, weights), best, weights };
}
