/**
 * `OUT/manifest.jsonl`: what has become of each image, a line of JSON each, added when the image is done or has failed.
 * Of several lines with the same id the last one counts.
 *
 * A program that is killed may leave half a line at the end. Opening the manifest drops it, and lines that a later one
 * replaces: the file is then written again.
 */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import * as v from "valibot";
import type { ErrorRecord } from "../errors/error-record.js";
import { cannotWrite } from "../errors/in-file.js";
import { writeFiles } from "../files/atomic-write.js";
import { lookAt } from "../files/look.js";
import { readTextSync } from "../files/read-file.js";
import type { BatchJob } from "./job.js";
import { BATCH_TASKS } from "./job-options.js";
import { type FileState, fileState, type JobResult, jobResult } from "./job-result.js";

const common = {
  id: v.string(),
  task: v.picklist(BATCH_TASKS),
  /** Absolute path. */
  image: v.string(),
  /** Hash of the job's options, see options-hash.ts. */
  options: v.string(),
  /** When the image was done, ISO 8601. */
  finished: v.string(),
};
const record = v.variant("status", [
  v.object({ ...common, status: v.literal("done"), ...jobResult.entries }),
  v.object({
    ...common,
    status: v.literal("failed"),
    /** Null for an image that could not be read. */
    input: v.nullable(fileState),
    error: v.object({
      code: v.string(),
      message: v.string(),
      file: v.optional(v.object({ path: v.string(), start: v.number(), end: v.number() })),
    }),
  }),
]);

/** A line of the manifest. */
export type ManifestRecord = v.InferOutput<typeof record>;
/** The line of an image that is done. */
export type DoneRecord = ManifestRecord & { status: "done" };
/** The line of an image that failed. */
export type FailedRecord = ManifestRecord & { status: "failed" };

/** The line of a job that is done. */
export function doneRecord(
  { id, task, image }: BatchJob,
  optionsHash: string,
  result: JobResult,
): DoneRecord {
  return {
    id,
    status: "done",
    task,
    image,
    options: optionsHash,
    ...result,
    finished: new Date().toISOString(),
  };
}

/** The line of a job that failed. */
export function failedRecord(
  { id, task, image }: BatchJob,
  optionsHash: string,
  input: FileState | null,
  error: ErrorRecord,
): FailedRecord {
  return {
    id,
    status: "failed",
    task,
    image,
    options: optionsHash,
    input,
    error,
    finished: new Date().toISOString(),
  };
}

/** A line that could not be written. */
export interface Unwritten {
  record: ManifestRecord;
  error: KernelGanError;
}

/** The manifest of an output folder, open for more lines. */
export interface Manifest {
  /** By id. */
  readonly records: ReadonlyMap<string, ManifestRecord>;
  /**
   * Adds a line, and returns once it is on the disk. A line that cannot be written leaves nothing behind, and waits:
   * what others have not finished may fill the disk, and be gone a moment later. It is tried again with the next line.
   */
  add(record: ManifestRecord): void;
  /**
   * Writes the lines that wait. Those that still cannot be written are given up.
   *
   * @returns Their records, each with the `output` error that says why.
   */
  settle(): Unwritten[];
  close(): void;
}

/** A line has some 500 bytes, so these are a million images. */
const MAX_BYTES = 500 * 10 ** 6;

/** Its name in the output folder. */
export const MANIFEST = "manifest.jsonl";

/**
 * Opens the manifest of a folder, which must exist; makes an empty one if there is none.
 *
 * @throws KernelGanError `output` if it cannot be read or written.
 */
export async function openManifest(out: string): Promise<Manifest> {
  const path = join(out, MANIFEST);
  try {
    const text = lookAt(path) ? readTextSync(path, MAX_BYTES) : "";
    const records = parseLines(text);
    const tidy = [...records.values()].map(line).join("");
    if (tidy !== text) await writeFiles([{ path, bytes: Buffer.from(tidy) }], { force: true });
    return appending(path, records);
  } catch (error) {
    if (error instanceof KernelGanError) throw error;
    throw cannotWrite(path, error);
  }
}

/** The last line of each id. What is not a record, a half line above all, is left out: its image is done again. */
function parseLines(text: string): Map<string, ManifestRecord> {
  const records = new Map<string, ManifestRecord>();
  for (const value of text.split("\n").map(parseLine)) {
    if (!v.is(record, value)) continue;
    records.delete(value.id);
    records.set(value.id, value);
  }
  return records;
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function appending(path: string, records: Map<string, ManifestRecord>): Manifest {
  const file = openSync(path, "a");
  let waiting: ManifestRecord[] = [];
  /** Writes the lines that wait, up to the first that cannot be written. Returns what stops it. */
  const write = (): KernelGanError | undefined => {
    for (const record of waiting) {
      const { size } = fstatSync(file);
      try {
        const bytes = Buffer.from(line(record));
        for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
        fdatasyncSync(file);
      } catch (error) {
        ftruncateSync(file, size);
        return cannotWrite(path, error);
      }
      records.set(record.id, record);
      waiting = waiting.slice(1);
    }
    return undefined;
  };
  return {
    records,
    add(added) {
      waiting = [...waiting, added];
      write();
    },
    settle() {
      const error = write();
      const unwritten = error ? waiting.map((record) => ({ record, error })) : [];
      waiting = [];
      return unwritten;
    },
    close: () => closeSync(file),
  };
}

function line(record: ManifestRecord): string {
  return `${JSON.stringify(record)}\n`;
}
