/**
 * Where jobs run: in worker processes of this machine (local/run-local.ts), or on other machines by way of a queue
 * (queue/run-queued.ts).
 */
import type { BatchJob } from "./job.js";
import type { JobOutcome } from "./job-result.js";

/** What to do with the jobs. */
export interface RunOptions {
  /** Folder for the outputs. */
  out: string;
  /** Called once for each job, when it has ended. */
  onEnd: (job: BatchJob, outcome: JobOutcome) => Promise<void>;
  /** Stops the work: jobs under way are given up, without a call of `onEnd`. */
  signal: AbortSignal;
}

/**
 * Runs the jobs, roughly in their order, several at a time. A job that fails does not stop the others.
 *
 * @throws KernelGanError `aborted` once the signal has fired.
 */
export type JobRunner = (jobs: readonly BatchJob[], options: RunOptions) => Promise<void>;
