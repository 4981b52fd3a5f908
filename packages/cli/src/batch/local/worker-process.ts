/** A worker process of the pool (pool.ts). It ends when its parent does. */
import "../../tasks/worker-globals.js";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import workerpool from "workerpool";
import { type ErrorRecord, errorRecord } from "../../errors/error-record.js";
import { sharp } from "../../image-files/sharp.js";
import type { BatchJob } from "../job.js";
import type { JobResult } from "../job-result.js";
import { runJob } from "../run-job.js";
import { type Measured, type MeasureTask, measure } from "../summary/measure.js";

/** What a worker answers. */
export type Answer<T> = { result: T } | { error: ErrorRecord };

/** How readily Linux ends this process when memory runs out, -1000 to 1000; its parent has 0. */
const OOM_SCORE = "500";

// On Windows Ctrl-C reaches all processes of a terminal. The parent decides what becomes of the work.
process.on("SIGINT", () => {});
// Without its parent this process has nothing to do. An ordinary exit would wait for what its threads do.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
raiseOomScore();
// One thread for each image, and no cache for files that are read once.
sharp.concurrency(1);
sharp.cache(false);

workerpool.worker({
  run: (job: BatchJob, staging: string, threads?: number): Promise<Answer<JobResult>> =>
    answer(() => runJob(job, staging, threads && Math.min(threads, availableParallelism()))),
  measure: (task: MeasureTask): Promise<Answer<Measured>> => answer(() => measure(task)),
});

async function answer<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error: recordOf(error) };
  }
}

function recordOf(error: unknown): ErrorRecord {
  const record = errorRecord(error);
  if (record.code !== "out-of-memory") return record;
  return { ...record, message: 'memory ran out; try fewer "jobs", or a smaller image' };
}

/** Lets Linux end this process first when memory runs out. */
function raiseOomScore(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", OOM_SCORE);
  } catch {
    // Not on Linux.
  }
}
