/**
 * Where jobs run: in this machine's worker processes (run-local.ts), or wherever else an implementation of
 * {@link RunJobs} sends them.
 */
import type { ErrorRecord } from "../commands/io.js";
import type { BatchJob, JobResult } from "./job.js";

/** How a job ended. */
export type JobOutcome = { result: JobResult } | { error: ErrorRecord };

/** What to do with the jobs. */
export interface RunJobsOptions {
  /** Folder for the outputs. */
  out: string;
  /** Called once for each job, when it has ended. */
  onEnd: (job: BatchJob, outcome: JobOutcome) => Promise<void>;
  /** Stops the work: jobs under way are given up, without a call of `onEnd`. */
  signal: AbortSignal;
}

/**
 * Does the jobs, in about their order, several at a time. A job that fails does not stop the others.
 *
 * @throws KernelGanError `aborted` once the signal has fired.
 */
export type RunJobs = (jobs: readonly BatchJob[], options: RunJobsOptions) => Promise<void>;
