/** Runs jobs on other machines: puts them in a queue from which workers take them, and follows them. */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { isS3, type JobQueue, type NewJob, type Outcome, openJobQueue } from "@kernelgan/queue";
import { inParallel } from "./in-parallel.js";
import type { BatchJob } from "./job.js";
import type { FileLookup } from "./lookup.js";
import { describeFailure, inOurWords } from "./machines/failure.js";
import { type Payload, toPayload } from "./machines/payload.js";
import { WORKING } from "./machines/perform.js";
import { QUEUE } from "./machines/queue-name.js";
import { outcomeOf } from "./machines/result.js";
import type { JobOutcome, RunJobs } from "./run-jobs.js";

/** Which queue, and how to use it. */
export interface QueueOptions {
  /** `redis://host:port/db`. */
  url: string;
  /** The folder that all machines share. */
  root: string;
  /** Do again what failed before, also if it failed while nobody followed it. */
  retryFailed: boolean;
  images: FileLookup;
  outputs: FileLookup;
  /** Hears, in words, what happens to the queue. */
  say: (message: string) => void;
}

/** A job and how it stands in the queue. */
interface Queued {
  job: BatchJob;
  payload: Payload;
}

/** How many images are read at a time. */
const READ_AT_ONCE = 4;

/** Digits of an id that name the place of the results. */
const PLACE_DIGITS = 32;

/**
 * Runs jobs by a queue. What was put there before and is not finished goes on; what was finished meanwhile is taken
 * as it is, if its files are still there. Stopping leaves the jobs in the queue; those that wait there for the same
 * results by other options are dropped by the next start.
 *
 * @throws KernelGanError `invalid-argument` (from the function) for a queue that cannot be used, and if images or results
 *   lie outside the root.
 */
export function runQueued(options: QueueOptions): RunJobs {
  return (jobs, { out, onEnd, signal }) =>
    inOurWords(async () => {
      const queue = await openJobQueue({ url: options.url, name: QUEUE, onNotice: options.say });
      try {
        const queued = new Map<string, Queued>();
        await inParallel(jobs, READ_AT_ONCE, async (job) => {
          if (signal.aborted) throw stopped();
          const payload = toPayload(job, out, options.root);
          try {
            queued.set(await idOf(job, payload, options), { job, payload });
          } catch (error) {
            const { code, message } = describeFailure(error);
            await onEnd(job, { error: { code, message } });
          }
        });
        const all = [...queued].map(([id, { payload }]): NewJob => ({ id, data: payload }));
        await forgetStale(queue, [...queued.keys()], options);
        if ((await queue.workers()) === 0) {
          options.say(`no worker is connected to ${queue.shown}; start some: kernelgan worker --queue …`);
        }
        await queue.follow(all, {
          signal,
          onOutcome: async (id, outcome) => {
            const known = queued.get(id);
            if (known) await onEnd(known.job, inOwnNames(known, outcome));
          },
        });
      } finally {
        await queue.close();
      }
      if (signal.aborted) throw stopped();
      // What workers that died have left there; none of the jobs is open any more.
      if (!isS3(out)) await rm(join(out, WORKING), { recursive: true, force: true });
    });
}

function stopped(): KernelGanError {
  return new KernelGanError("aborted", "stopped");
}

/**
 * Names where the results go, and what is to be done: the same work gets the same id, whoever starts it.
 *
 *     <task>-<hash of the place>-<hash of the work>
 */
async function idOf(
  { image, options }: BatchJob,
  payload: Payload,
  { images }: QueueOptions,
): Promise<string> {
  const { id: _, ...work } = payload;
  const kernel = payload.kernel !== undefined && "kernel" in options ? options.kernel : undefined;
  const state = await images.state(image);
  if (!state) throw new KernelGanError("invalid-input", `${image}: cannot be read; check the path`);
  const text = JSON.stringify([work, state, kernel === undefined ? null : await images.state(kernel)]);
  const place = sha256(JSON.stringify([payload.out, payload.stem])).slice(0, PLACE_DIGITS);
  return `${payload.task}-${place}-${sha256(text)}`;
}

/** The part of an id that names the place of the results. */
function placeOf(id: string): string {
  return id.slice(0, id.lastIndexOf("-"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Of what an earlier start has left in the queue, forgets what must be done again, and what waits to be done with options
 * that are no longer asked for: it would overwrite the results.
 */
async function forgetStale(
  queue: JobQueue,
  ids: readonly string[],
  { outputs, retryFailed }: QueueOptions,
): Promise<void> {
  const places = new Set(ids.map(placeOf));
  const wanted = new Set(ids);
  const stale = (await queue.waiting()).filter((id) => places.has(placeOf(id)) && !wanted.has(id));
  const states = [...(await queue.states(ids))];
  await inParallel(states, READ_AT_ONCE, async ([id, state]) => {
    if (typeof state === "string") return;
    if (state.done ? !(await isThere(outcomeOf(state.result), outputs)) : retryFailed) stale.push(id);
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
function inOwnNames({ job, payload }: Queued, outcome: Outcome): JobOutcome {
  if (outcome.done) return outcomeOf(outcome.result);
  const { code, message } = outcome.failure;
  const named = message.startsWith(`${payload.image}: `);
  return { error: { code, message: named ? job.image + message.slice(payload.image.length) : message } };
}
