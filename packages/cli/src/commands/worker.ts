/**
 * `kernelgan worker --queue redis://…`: takes jobs from the queue that `kernelgan batch --queue` fills, until it is
 * stopped. Any number of workers, on any machines, share the work; one that dies loses its jobs to the others.
 */
import { availableParallelism } from "node:os";
import { openStorage, type Storage, s3Text, startWorker } from "@kernelgan/queue";
import type { JobResult } from "../batch/job.js";
import { describeFailure, inOurWords } from "../batch/machines/failure.js";
import { type Payload, parsePayload } from "../batch/machines/payload.js";
import { type Machine, perform } from "../batch/machines/perform.js";
import { openRoots, type Roots } from "../batch/machines/places.js";
import { QUEUE } from "../batch/machines/queue-name.js";
import { openPool } from "../batch/pool.js";
import type { CommandIo } from "./io.js";

/** The options of the command. */
export interface WorkerFlags {
  /** `redis://host:port/db`. */
  queue: string;
  /** Jobs at a time. Default: one for each core. */
  jobs?: number;
  /** A folder and `s3://bucket/prefix`es. Default: the current folder. */
  root?: string[];
  maxPixels?: number;
  maxBytes: number;
  /** Seconds without a sign of life after which a worker's jobs go to others. */
  silence: number;
  /** Seconds that running jobs have to finish once the worker is to stop. */
  grace: number;
  quiet?: boolean;
}

/** Time to give jobs back after the grace, and to end the processes. */
const UNWIND_MS = 5_000;

/**
 * Runs the command until the user stops it.
 *
 * @throws KernelGanError `invalid-argument`, also if the queue cannot be reached at the start.
 */
export function workerCommand(flags: WorkerFlags, io: CommandIo): Promise<number> {
  return inOurWords(() => work(flags, io));
}

async function work(flags: WorkerFlags, io: CommandIo): Promise<number> {
  const say = (message: string): void => {
    io.stderr.write(`kernelgan: ${message}\n`);
  };
  const tell = flags.quiet ? (): void => {} : say;
  const roots = await openRoots(flags.root ?? ["."]);
  const jobs = flags.jobs ?? availableParallelism();
  const grace = 1000 * flags.grace;
  io.unwindWithin(grace + UNWIND_MS);

  const pool = openPool({ jobs });
  let storage: Promise<Storage> | undefined;
  const machine: Machine = {
    roots,
    pool,
    storage: () => {
      storage ??= openStorage();
      return storage;
    },
    limits: {
      maxBytes: flags.maxBytes,
      ...(flags.maxPixels !== undefined && { maxPixels: flags.maxPixels }),
    },
  };
  try {
    const worker = await startWorker<Payload, JobResult>({
      url: flags.queue,
      name: QUEUE,
      concurrency: jobs,
      silence: 1000 * flags.silence,
      parse: parsePayload,
      process: (payload, signal) => perform(payload, machine, signal),
      describe: describeFailure,
      onNotice: say,
      onDone: ({ image }, { seconds }) => tell(`${image}: done in ${seconds.all.toFixed(1)} s`),
      onFailed: ({ message }, again) => say(again ? `${message}; it will be tried again` : message),
    });
    tell(`taking jobs from ${worker.shown}, ${jobs} at a time, for ${rootsText(roots)}`);
    await stopped(io.signal);
    if (worker.running > 0) {
      tell(`finishing ${worker.running} under way, at most ${flags.grace} s; once more to stop at once`);
    }
    await worker.stop(grace);
    return 0;
  } finally {
    await pool.close();
    (await storage)?.close();
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function rootsText({ folder, buckets }: Roots): string {
  const places = buckets === "any" ? ["s3://"] : buckets.map(s3Text);
  return [...(folder === undefined ? [] : [folder]), ...places].join(", ");
}
