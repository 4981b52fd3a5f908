/**
 * Trains runs, with consecutive seeds, on one or several trainers. A run that fails is repeated with the next seed.
 * What comes out is what one trainer finds that takes seed after seed: how many there are, and which of them is faster,
 * changes nothing.
 */
import { KernelGanError } from "../errors.js";
import type { TrainingProgress, TrainingResult } from "../gan/trainer.js";
import type { Kernel } from "../kernel/index.js";
import type { FinishedRun } from "./gan-runs.js";
import type { EstimateControl } from "./method.js";
import type { RunTrainer } from "./run-trainer.js";
import { RunsProgress } from "./runs-progress.js";

/** How many runs, from which seed. */
export interface RunPlan {
  /** Of the first run. */
  seed: number;
  /** Runs that are to end with a kernel. */
  runs: number;
  /** How often runs that failed are repeated. */
  restarts: number;
}

/** The kernel of a run, or why it failed. */
export type Verdict = { kernel: Kernel } | { fault: string };

/** The runs that ended with a kernel. */
export interface TrainedRuns {
  /** At least one; in the order of their seeds. */
  finished: FinishedRun[];
  failed: number;
  warnings: string[];
}

interface Outcome {
  result: TrainingResult;
  verdict: Verdict;
}

/**
 * Trains the runs.
 *
 * @param trainers at least one; one that is still at work when this returns trains what is not needed
 * @param judge says what came of a run
 * @throws KernelGanError `training-failed` if no run ended with a kernel, and what the trainers throw
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
 * How many runs there must be, by what is known of them: one more for each that failed, up to that which is one too
 * many, as far as is known. (Where an earlier one fails, too, that is the one.)
 */
function runsNeeded(outcomes: readonly Outcome[], { runs, restarts }: RunPlan): number {
  const failures = outcomes.flatMap(({ verdict }, run) => ("fault" in verdict ? [run] : []));
  const last = failures[restarts];
  return last === undefined ? runs + failures.length : last + 1;
}

/** Whether the first runs have ended. (Others may have, before them.) */
function isKnown(outcomes: readonly Outcome[], count: number): boolean {
  for (let run = 0; run < count; run++) if (!outcomes[run]) return false;
  return true;
}

/** What one trainer would have found. */
function inOrder(outcomes: readonly Outcome[], { seed, runs, restarts }: RunPlan): TrainedRuns {
  const finished: FinishedRun[] = [];
  const warnings: string[] = [];
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
      warnings.push(`${failure}; restarted with seed ${runSeed + 1}`);
      continue;
    }
    if (finished.length === 0) {
      throw new KernelGanError(
        "training-failed",
        `no usable kernel after ${failed} run${failed > 1 ? "s" : ""} (${failure}); try another seed, or an image with more texture`,
      );
    }
    warnings.push(`${failure}; the kernel is that of ${finished.length} of ${runs} runs`);
    break;
  }
  return { finished, failed, warnings };
}
