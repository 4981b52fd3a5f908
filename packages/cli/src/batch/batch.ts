/** A batch for programs: what the command `batch` does, without what it prints. */
import { Writable } from "node:stream";
import {
  check,
  checkControl,
  checkOptions,
  checkRecord,
  expectation,
  isValue,
  type Names,
  type OptionTable,
  shown,
  withDefaults,
} from "@kernelgan/core/internal";
import { BATCH_OPTIONS, checkBatchOptions } from "./batch-options.js";
import { BATCH_TASKS, type BatchTask, JOB_OPTIONS, type TaskRequest } from "./job-options.js";
import { libraryError } from "./library-error.js";
import type { ManifestRecord } from "./manifest.js";
import { type BatchDocument, type BatchRequest, performBatch } from "./run-batch.js";

/** A task, its options (all have defaults), and how to run it: see the command's. */
export type BatchOptions = (TaskRequest extends infer Task
  ? Task extends TaskRequest
    ? Pick<Task, "task"> & Partial<Pick<Task, "options">>
    : never
  : never) &
  Pick<BatchRequest, "out"> &
  Partial<Omit<BatchRequest, "out" | "json" | "quiet" | "progress" | "task" | "options">>;

/** How to follow and stop a batch. */
export interface BatchControl {
  /** Stops it; the same call continues where it was. */
  signal?: AbortSignal | undefined;
  /** Called when an image has ended, well or not. */
  onRecord?: ((record: ManifestRecord) => void) | undefined;
}

const CONTROLS: Names<BatchControl> = { signal: "signal", onRecord: "function" };

/**
 * Does the same with many images, in several processes. What is done is skipped when it is called again:
 * `out/manifest.jsonl` knows.
 *
 * @param inputs folders, globs and images, or addresses in S3
 * @returns The record of each image. One that failed does not stop the others: its record says why.
 * @throws KernelGanError for what is wrong with the call as a whole, before any work; `not-installed`, `unreachable`
 *   or `denied` for a queue or storage that cannot be used; `aborted`
 * @example
 * const { images, counts } = await batch(["photos"], { task: "upscale", out: "larger", options: { scale: 2 } });
 */
export async function batch(
  inputs: string | readonly string[],
  options: BatchOptions,
  control: BatchControl = {},
): Promise<BatchDocument> {
  checkControl(control, CONTROLS);
  const { signal = new AbortController().signal, onRecord } = control;
  const request = checkedRequest(options);
  const images = typeof inputs === "string" ? [inputs] : inputs;
  check(
    Array.isArray(images) &&
      images.every((path) => typeof path === "string") &&
      (images.length > 0 || options.list !== undefined),
    () => `the inputs must be paths of images or folders, got ${shown(inputs)}`,
  );
  const stream = nowhere();
  const io = { stdout: stream, stderr: stream, signal, allowShutdown() {} };
  try {
    return (await performBatch(images, request, io, { onRecord })).document;
  } catch (error) {
    throw libraryError(error);
  }
}

/** @throws KernelGanError `invalid-argument` that names the first option that is wrong */
function checkedRequest(all: BatchOptions): BatchRequest {
  checkRecord(all, "the options must be an object");
  const { options = {}, seeds, ...own } = all;
  const { task, out } = own;
  check(
    BATCH_TASKS.includes(task),
    () => `"task" must be one of ${BATCH_TASKS.join(", ")}, got ${shown(task)}`,
  );
  check(typeof out === "string" && out !== "", () => `"out" must be the path of a folder, got ${shown(out)}`);
  checkOptions(BATCH_OPTIONS, own);
  checkBatchOptions(own);
  checkRecord(options, '"options" must be an object');
  checkOptions<OptionTable>(JOB_OPTIONS[task], options);
  if (seeds !== undefined) checkSeeds(seeds, task, options);
  const taskRequest = { task, options } as TaskRequest;
  const silent = { json: false, quiet: true, progress: "text" } as const;
  return { ...withDefaults(BATCH_OPTIONS, own), ...taskRequest, out, seeds, ...silent };
}

/** Seeds make a result each. */
function checkSeeds(seeds: readonly number[], task: BatchTask, options: TaskRequest["options"]): void {
  const { seed } = JOB_OPTIONS[task];
  check(
    Array.isArray(seeds) && seeds.length > 0 && new Set(seeds).size === seeds.length,
    () => `"seeds" must be an array of one or more seeds, each once, got ${shown(seeds)}`,
  );
  for (const value of seeds) {
    check(isValue(seed, value), () => `"seeds" must each be ${expectation(seed)}, got ${shown(value)}`);
  }
  check(options.seed === undefined, () => `"seed" and "seeds" are both given; leave one of them out`);
  // Whether anything is random with these options.
  checkOptions<OptionTable>(JOB_OPTIONS[task], { ...options, seed: seeds[0] });
}

/** A stream for what nobody reads: errors and warnings are in the records. */
function nowhere(): NodeJS.WriteStream {
  return new Writable({ write: (_chunk, _encoding, done) => done() }) as NodeJS.WriteStream;
}
