/** A worker process of the pool (pool.ts). It ends when its parent does. */
import { writeFileSync } from "node:fs";
import { KernelGanError } from "@kernelgan/core";
import workerpool from "workerpool";
import { type ErrorRecord, errorRecord } from "../commands/io.js";
import { sharp } from "../image-files/sharp.js";
import { saysNoMemory } from "./crash.js";
import { type BatchJob, JobError, type JobResult } from "./job.js";
import { runJob } from "./run-job.js";
import { type Measured, type MeasureTask, measure } from "./summary/measure.js";

/** What a worker answers. */
export type Answer<T> = { result: T } | { error: ErrorRecord };

/** How readily Linux ends this process when memory runs out, -1000 to 1000; its parent has 0. */
const OOM_SCORE = "500";

// On Windows Ctrl-C reaches all processes of a terminal. The parent decides what becomes of the work.
process.on("SIGINT", () => {});
offerToDieFirst();
// One thread for each image, and no memory kept for files that do not come again.
sharp.concurrency(1);
sharp.cache(false);

workerpool.worker({
  run: (job: BatchJob, staging: string): Promise<Answer<JobResult>> => answer(() => runJob(job, staging)),
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
  if (error instanceof JobError) return error.record;
  const record = errorRecord(error);
  if (error instanceof KernelGanError || !saysNoMemory(record.message)) return record;
  return { code: "out-of-memory", message: "memory ran out; try fewer --jobs, or a smaller image" };
}

function offerToDieFirst(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", OOM_SCORE);
  } catch {
    // Not on Linux.
  }
}
