/**
 * Trains runs, with consecutive seeds, on one or several trainers. A run that fails is repeated with the next seed. The
 * result is always that of a single trainer that takes one seed after the other: it depends neither on the number of
 * trainers nor on which of them is faster.
 */
import { KernelGanError } from "../errors.js";
import type { TrainingProgress, TrainingResult } from "../gan/trainer.js";
import type { Kernel } from "../kernel/index.js";
import type { Warning } from "../warnings.js";
import type { FinishedRun } from "./gan-runs.js";
import type { EstimateControl } from "./method.js";
import type { RunTrainer } from "./run-trainer.js";
import { RunsProgress } from "./runs-progress.js";

/** How many runs, from which seed. */
export interface RunPlan {
  /** The seed of the first run. */
  seed: number;
  /** How many runs have to end with a kernel. */
  runs: number;
  /** How many failed runs may be repeated. */
  restarts: number;
}

/** The kernel of a run, or why it failed. */
export type Verdict = { kernel: Kernel } | { fault: string };

/** The runs that ended with a kernel. */
export interface TrainedRuns {
  /** At least one; in the order of their seeds. */
  finished: FinishedRun[];
  failed: number;
  warnings: Warning[];
}

interface Outcome {
  result: TrainingResult;
  verdict: Verdict;
}

/**
 * Trains the runs.
 *
 * @param trainers at least one; some may still be training when this returns: their results are not needed
 * @param judge makes the kernel of a run, or says why it failed
 * @throws KernelGanError `training-failed` if no run ended with a kernel; whatever the trainers throw
 */
export async function trainRuns(
  trainers: readonly RunTrainer[],
  plan: RunPlan,
  judge: (result: TrainingResult) => Verdict,
  { signal, onProgress }: EstimateControl,
): Promise<TrainedRuns> {
  const progress = new RunsProgress(plan.runs, trainers.length);
  const outcomes: Outcome[] = [];
  let next = 0;
  await new Promise<void>((resolve, reject) => {
    const work = async (trainer: RunTrainer): Promise<void> => {
      while (next < runsNeeded(outcomes, plan)) {
        const run = next++;
        const follow = (training: TrainingProgress): void => {
          const now = progress.update(run, training);
          if (now) onProgress?.(now);
        };
        const result = await trainer.train(plan.seed + run, { signal, onProgress: onProgress && follow });
        const verdict = judge(result);
        outcomes[run] = { result, verdict };
        progress.end(run, "kernel" in verdict);
      }
      if (isKnown(outcomes, runsNeeded(outcomes, plan))) resolve();
    };
    for (const trainer of trainers) work(trainer).catch(reject);
  });
  return inOrder(outcomes, plan);
}

/**
 * How many runs have to be trained, judging by those that have ended: one more for each that failed. Once more have
 * failed than may be repeated, the failure that is one too many is the last run that counts. (An earlier run that fails
 * later can take its place.)
 */
function runsNeeded(outcomes: readonly Outcome[], { runs, restarts }: RunPlan): number {
  const failures = outcomes.flatMap(({ verdict }, run) => ("fault" in verdict ? [run] : []));
  const last = failures[restarts];
  return last === undefined ? runs + failures.length : last + 1;
}

/** Whether the first `count` runs have all ended; later ones may have ended before them. */
function isKnown(outcomes: readonly Outcome[], count: number): boolean {
  for (let run = 0; run < count; run++) if (!outcomes[run]) return false;
  return true;
}

/** The result of a single trainer that takes one seed after the other. */
function inOrder(outcomes: readonly Outcome[], { seed, runs, restarts }: RunPlan): TrainedRuns {
  const finished: FinishedRun[] = [];
  const warnings: Warning[] = [];
  let failed = 0;
  for (const [run, { result, verdict }] of outcomes.entries()) {
    if (finished.length === runs) break;
    const runSeed = seed + run;
    if ("kernel" in verdict) {
      finished.push({ seed: runSeed, kernel: verdict.kernel, result });
      continue;
    }
    const failure = `the run with seed ${runSeed} failed: ${verdict.fault}`;
    if (failed++ < restarts) {
      warnings.push({ code: "run-failed", message: `${failure}; restarted with seed ${runSeed + 1}` });
      continue;
    }
    if (finished.length === 0) {
      throw new KernelGanError(
        "training-failed",
        `no usable kernel after ${failed} run${failed > 1 ? "s" : ""} (${failure}); try another seed, or an image with more texture`,
      );
    }
    warnings.push({
      code: "run-failed",
      message: `${failure}; the kernel is that of ${finished.length} of ${runs} runs`,
    });
    break;
  }
  return { finished, failed, warnings };
}
