/** Runs jobs on other machines: puts them in a queue from which workers take them, and follows them. */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { throwIfAborted } from "@kernelgan/core/internal";
import { isS3, type JobQueue, type NewJob, type Outcome, openJobQueue } from "@kernelgan/queue";
import { errorRecord, withPath } from "../../errors/error-record.js";
import { fileError } from "../../errors/file-error.js";
import type { FileLookup } from "../file-lookup.js";
import { inParallel } from "../in-parallel.js";
import type { BatchJob } from "../job.js";
import { type JobOutcome, parseOutcome } from "../job-result.js";
import type { JobRunner } from "../job-runner.js";
import { WORK_FOLDER } from "./run-shared-job.js";
import { QUEUE_NAME, type SharedJob, toSharedJob } from "./shared-job.js";

/** Which queue, and how to use it. */
export interface QueueOptions {
  /** `redis://host:port/db`. */
  url: string;
  /** The folder that all machines share. */
  root: string;
  /** Do again what failed before, also if it failed while no batch followed it. */
  retryFailed: boolean;
  images: FileLookup;
  outputs: FileLookup;
  /** Receives, in words, what happens to the queue. */
  say: (message: string) => void;
}

/** A job and how it stands in the queue. */
interface Queued {
  job: BatchJob;
  shared: SharedJob;
}

/** How many images are read at a time. */
const PARALLEL_READS = 4;

/** Digits of an id that name where the results go. */
const TARGET_DIGITS = 32;

/**
 * Runs jobs by a queue. What was put there before and is not finished continues; what was finished meanwhile is taken
 * as it is, if its files are still there. Stopping leaves the jobs in the queue; those that wait there for the same
 * results by other options are dropped by the next start.
 *
 * @throws KernelGanError `invalid-argument` (from the function) for a queue that cannot be used, and if images or
 *   results lie outside the root.
 */
export function runQueued(options: QueueOptions): JobRunner {
  return async (jobs, { out, onEnd, signal }) => {
    const queue = await openJobQueue({ url: options.url, name: QUEUE_NAME, onNotice: options.say });
    try {
      const queued = new Map<string, Queued>();
      await inParallel(jobs, PARALLEL_READS, async (job) => {
        throwIfAborted(signal);
        const shared = toSharedJob(job, out, options.root);
        try {
          queued.set(await idOf(job, shared, options), { job, shared });
        } catch (error) {
          await onEnd(job, { error: errorRecord(error) });
        }
      });
      const all = [...queued].map(([id, { shared }]): NewJob => ({ id, data: shared }));
      await forgetStale(queue, [...queued.keys()], options);
      if ((await queue.workers()) === 0) {
        options.say(`no worker is connected to ${queue.shown}; start some: kernelgan worker --queue …`);
      }
      await queue.follow(all, {
        signal,
        onOutcome: async (id, outcome) => {
          const known = queued.get(id);
          if (known) await onEnd(known.job, withLocalNames(known, outcome));
        },
      });
    } finally {
      await queue.close();
    }
    throwIfAborted(signal);
    // What workers that died have left there; none of the jobs is open any more.
    if (!isS3(out)) await rm(join(out, WORK_FOLDER), { recursive: true, force: true });
  };
}

/**
 * Names where the results go, and what is to be done: the same work gets the same id on every machine.
 *
 *     <task>-<hash of the output's path>-<hash of the work>
 */
async function idOf(
  { image, options }: BatchJob,
  shared: SharedJob,
  { images }: QueueOptions,
): Promise<string> {
  const { id: _, ...work } = shared;
  const { kernel, prior }: Record<string, unknown> = options;
  const stateOf = async (path: unknown): Promise<unknown> =>
    typeof path === "string" ? await images.state(path) : null;
  const state = await images.state(image);
  if (!state) throw fileError("invalid-input", image, ": cannot be read; check the path");
  const files = [await stateOf(shared.kernel && kernel), ...(shared.prior ? [await stateOf(prior)] : [])];
  const text = JSON.stringify([work, state, ...files]);
  const target = sha256(JSON.stringify([shared.out, shared.stem])).slice(0, TARGET_DIGITS);
  return `${shared.task}-${target}-${sha256(text)}`;
}

/** The part of an id that names where the results go. */
function targetOf(id: string): string {
  return id.slice(0, id.lastIndexOf("-"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Of what an earlier start has left in the queue, forgets what must be done again, and what waits to be done with
 * options that are no longer asked for: it would overwrite the results.
 */
async function forgetStale(
  queue: JobQueue,
  ids: readonly string[],
  { outputs, retryFailed }: QueueOptions,
): Promise<void> {
  const targets = new Set(ids.map(targetOf));
  const wanted = new Set(ids);
  const stale = (await queue.waiting()).filter((id) => targets.has(targetOf(id)) && !wanted.has(id));
  const states = [...(await queue.states(ids))];
  await inParallel(states, PARALLEL_READS, async ([id, state]) => {
    if (typeof state === "string") return;
    if (state.done ? !(await isThere(parseOutcome(state.result), outputs)) : retryFailed) stale.push(id);
  });
  await queue.forget(stale);
}

async function isThere(outcome: JobOutcome, outputs: FileLookup): Promise<boolean> {
  if ("error" in outcome) return false;
  for (const { path, ...state } of outcome.result.outputs) {
    if (!(await outputs.holds(path, state))) return false;
  }
  return true;
}

/** The outcome with the image's path on this machine in place of that which all machines share. */
function withLocalNames({ job, shared }: Queued, outcome: Outcome): JobOutcome {
  if (outcome.done) return parseOutcome(outcome.result);
  return { error: withPath(outcome.failure, (path) => (path === shared.image ? job.image : path)) };
}
