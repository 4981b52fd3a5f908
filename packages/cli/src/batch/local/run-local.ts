/** Runs jobs in worker processes of this machine. */
import { AbortError } from "@kernelgan/core";
import { errorRecord } from "../../errors/error-record.js";
import { inParallel } from "../in-parallel.js";
import type { BatchJob } from "../job.js";
import type { JobOutcome } from "../job-result.js";
import type { JobRunner } from "../job-runner.js";
import type { WorkerPool } from "./pool.js";

/** Errors of a job whose process died. */
const CRASHES = ["worker-crashed", "out-of-memory"];

/**
 * Runs jobs on a pool, `count` at a time.
 *
 * A job whose process dies gets one more try, after all the others and alone: where memory was short for several jobs, it
 * may do for one.
 */
export function runLocal(pool: Pick<WorkerPool, "run">, count: number): JobRunner {
  return async (jobs, { out, onEnd, signal }) => {
    const once = async (job: BatchJob): Promise<JobOutcome> => {
      try {
        return { result: await pool.run(job, out, { signal }) };
      } catch (error) {
        if (error instanceof AbortError) throw error;
        return { error: errorRecord(error) };
      }
    };
    const again: BatchJob[] = [];
    await inParallel(jobs, count, async (job) => {
      const outcome = await once(job);
      if ("error" in outcome && CRASHES.includes(outcome.error.code)) again.push(job);
      else await onEnd(job, outcome);
    });
    for (const job of again) await onEnd(job, await once(job));
  };
}
