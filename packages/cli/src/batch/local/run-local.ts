/** Runs jobs in worker processes of this machine. */
import { AbortError } from "@kernelgan/core";
import { type OptionTable, withDefaults } from "@kernelgan/core/internal";
import { errorRecord } from "../../errors/error-record.js";
import { inParallel } from "../in-parallel.js";
import type { BatchJob } from "../job.js";
import { JOB_OPTIONS } from "../job-options.js";
import type { JobOutcome } from "../job-result.js";
import type { JobRunner } from "../job-runner.js";
import type { WorkerPool } from "./pool.js";

/** Errors of a job whose process died. */
const CRASHES = ["worker-crashed", "out-of-memory"];

/**
 * Runs jobs on a pool, `count` at a time, each on one thread while there are as many left; the last ones get the
 * threads that the others leave.
 *
 * A job whose process dies gets one more try, after all the others and alone: where memory was short for several jobs,
 * it may do for one.
 */
export function runLocal(pool: Pick<WorkerPool, "run">, count: number): JobRunner {
  return async (jobs, { out, onEnd, signal }) => {
    const once = async (job: BatchJob, threads?: number): Promise<JobOutcome> => {
      try {
        return { result: await pool.run(job, out, { signal, threads }) };
      } catch (error) {
        if (error instanceof AbortError) throw error;
        return { error: errorRecord(error) };
      }
    };
    const again: BatchJob[] = [];
    await inParallel(jobs, count, async (job, index) => {
      const threads = Math.floor(count / (jobs.length - index));
      const outcome = await once(job, threads > 1 && canShareThreads(job) ? threads : undefined);
      if ("error" in outcome && CRASHES.includes(outcome.error.code)) again.push(job);
      else await onEnd(job, outcome);
    });
    for (const job of again) await onEnd(job, await once(job));
  };
}

/**
 * Whether more threads make a job faster and change nothing about its result, and their number was not asked for. One
 * training gains nothing by them; several, those of KernelGAN's runs, go side by side.
 */
function canShareThreads({ task, options }: BatchJob): boolean {
  const { method, kernel, runs } = withDefaults<OptionTable>(JOB_OPTIONS[task], options);
  if (options.threads !== undefined || (task === "upscale" && method === "zssr")) return false;
  const estimate = task === "estimate" ? method : kernel;
  return estimate === "kernelgan" ? Number(runs) > 1 : task === "upscale";
}
