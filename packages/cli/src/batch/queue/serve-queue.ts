/**
 * Takes jobs from the queue that `kernelgan batch --queue` fills, until it is stopped. Any number of workers, on any
 * machines, share the work; the jobs of one that dies go to the others.
 */
import { availableParallelism } from "node:os";
import { openStorage, type Storage, s3Text, startWorker } from "@kernelgan/queue";
import { removeOldTemporaryFolders } from "../../files/temporary-folder.js";
import type { CommandIo } from "../../terminal/command-io.js";
import { writeLines } from "../../terminal/text.js";
import type { JobResult } from "../job-result.js";
import { openPool } from "../local/pool.js";
import { describeFailure } from "./job-failure.js";
import { type JobEnvironment, runSharedJob } from "./run-shared-job.js";
import { parseSharedJob, QUEUE_NAME, type SharedJob } from "./shared-job.js";
import { openRoots, type Roots } from "./shared-paths.js";

/** How to work. */
export interface ServeOptions {
  /** `redis://host:port/db`. */
  queue: string;
  /** Jobs at a time. Default: one for each core. */
  jobs?: number | undefined;
  /** A folder and `s3://bucket/prefix`es. Default: the current folder. */
  root?: readonly string[] | undefined;
  maxPixels?: number | undefined;
  maxKernelSize?: number | undefined;
  maxBytes: number;
  /** Seconds without a sign of life after which a worker's jobs go to others. */
  silence: number;
  /** Seconds that running jobs have to finish once the worker is to stop. */
  grace: number;
  quiet?: boolean | undefined;
}

/** Time to give jobs back after the grace, and to end the processes. */
const SHUTDOWN_MS = 5_000;

/**
 * Serves the queue until the user stops it.
 *
 * @returns The exit code.
 * @throws KernelGanError, QueueError `invalid-argument`, also if the queue cannot be reached at the start.
 */
export async function serveQueue(options: ServeOptions, io: CommandIo): Promise<number> {
  const always = (message: string): void => {
    writeLines(io.stderr, `kernelgan: ${message}`);
  };
  const unlessQuiet = options.quiet ? (): void => {} : always;
  const roots = await openRoots(options.root ?? ["."]);
  const jobs = options.jobs ?? availableParallelism();
  const grace = 1000 * options.grace;
  io.allowShutdown(grace + SHUTDOWN_MS);

  removeOldTemporaryFolders();
  const pool = openPool({ jobs });
  let storage: Promise<Storage> | undefined;
  const environment: JobEnvironment = {
    roots,
    pool,
    storage: () => {
      storage ??= openStorage();
      return storage;
    },
    limits: options,
  };
  try {
    const worker = await startWorker<SharedJob, JobResult>({
      url: options.queue,
      name: QUEUE_NAME,
      concurrency: jobs,
      silence: 1000 * options.silence,
      parse: parseSharedJob,
      process: (job, signal) => runSharedJob(job, environment, { signal }),
      describe: describeFailure,
      onNotice: always,
      onDone: ({ image }, { seconds }) => unlessQuiet(`${image}: done in ${seconds.all.toFixed(1)} s`),
      onFailed: ({ message }, again) => always(again ? `${message}; it will be tried again` : message),
    });
    unlessQuiet(`taking jobs from ${worker.shown}, ${jobs} at a time, for ${rootsText(roots)}`);
    await stopped(io.signal);
    unlessQuiet(`finishing what is under way, at most ${options.grace} s; once more to stop at once`);
    await worker.stop(grace);
    return 0;
  } finally {
    await pool.close();
    (await storage)?.close();
    removeOldTemporaryFolders();
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function rootsText({ folder, buckets }: Roots): string {
  const addresses = buckets === "any" ? ["s3://"] : buckets.map(s3Text);
  return [...(folder === undefined ? [] : [folder]), ...addresses].join(", ");
}
