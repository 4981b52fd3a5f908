/** A batch for programs: what the command `batch` does, without what it prints. */
import { Writable } from "node:stream";
import { check, checkOptions, checkRecord, type OptionTable, shown } from "@kernelgan/core/internal";
import { BATCH_TASKS, JOB_OPTIONS, type TaskRequest } from "./job-options.js";
import type { ManifestRecord } from "./manifest.js";
import { type BatchDocument, type BatchRequest, performBatch } from "./run-batch.js";

/** A task, its options (all have defaults), and how to run it: see the command's. */
export type BatchOptions = (TaskRequest extends infer Task
  ? Task extends TaskRequest
    ? Pick<Task, "task"> & Partial<Pick<Task, "options">>
    : never
  : never) &
  Pick<BatchRequest, "out"> &
  Partial<Omit<BatchRequest, "out" | "json" | "quiet" | "task" | "options">>;

/** How to follow and stop a batch. */
export interface BatchControl {
  /** Stops it; the same call continues where it was. */
  signal?: AbortSignal | undefined;
  /** Called when an image has ended, well or not. */
  onRecord?: ((record: ManifestRecord) => void) | undefined;
}

/**
 * Does the same with many images, in several processes. What is done is skipped when it is called again:
 * `out/manifest.jsonl` knows.
 *
 * @param inputs folders, globs and images, or addresses in S3
 * @returns The record of each image. One that failed does not stop the others: its record says why.
 * @throws KernelGanError for what is wrong with the call as a whole, before any work; `aborted`
 * @example
 * const { images, counts } = await batch(["photos"], { task: "upscale", out: "larger", options: { scale: 2 } });
 */
export async function batch(
  inputs: string | readonly string[],
  options: BatchOptions,
  { signal = new AbortController().signal, onRecord }: BatchControl = {},
): Promise<BatchDocument> {
  checkRecord(options, "the options must be an object");
  const { task, out } = options;
  check(
    BATCH_TASKS.includes(task),
    () => `"task" must be one of ${BATCH_TASKS.join(", ")}, got ${shown(task)}`,
  );
  check(typeof out === "string" && out !== "", () => `"out" must be the path of a folder, got ${shown(out)}`);
  checkOptions<OptionTable>(JOB_OPTIONS[task], options.options ?? {});
  const images = typeof inputs === "string" ? [inputs] : inputs;
  check(
    Array.isArray(images) && (images.length > 0 || options.list !== undefined),
    () => `the inputs must be paths of images or folders, got ${shown(inputs)}`,
  );
  const request = { retryFailed: false, summary: false, root: ".", ...options, json: false, quiet: true };
  const stream = nowhere();
  const io = { stdout: stream, stderr: stream, signal, allowShutdown() {} };
  return (
    await performBatch(images, { ...request, options: options.options ?? {} } as BatchRequest, io, onRecord)
  ).document;
}

/** A stream for what nobody reads: errors and warnings are in the records. */
function nowhere(): NodeJS.WriteStream {
  return new Writable({ write: (_chunk, _encoding, done) => done() }) as NodeJS.WriteStream;
}
