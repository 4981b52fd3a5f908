/** What a finished job returns: from a worker process, from the queue, and in the manifest. */
import type { WarningCode } from "@kernelgan/core";
import * as v from "valibot";
import type { ErrorRecord } from "../errors/error-record.js";
import { isResultPath } from "../files/output-names.js";

/** A file as it was when it was read or written. */
export const fileState = v.object({
  bytes: v.number(),
  /** In hexadecimal digits; empty for objects in S3 that have not been read. */
  sha256: v.string(),
  /** Of objects in S3: changes when the content does. */
  etag: v.optional(v.string()),
});

/** A file that a job has written. */
const outputFile = v.object({
  /** Relative to the output folder, with / between its names. */
  path: v.pipe(v.string(), v.check(isResultPath)),
  ...fileState.entries,
});

/** A BlurDescription. */
const blurDescription = v.variant("kind", [
  v.object({ kind: v.literal("motion"), length: v.number(), angle: v.number() }),
  v.object({ kind: v.literal("shake"), length: v.number() }),
  v.object({ kind: v.literal("soft"), width: v.number() }),
]);

/** A Warning; a later version may have more codes. */
const warning = v.object({
  code: v.custom<WarningCode>((code) => typeof code === "string"),
  message: v.string(),
});

export const jobResult = v.object({
  /** The image read. */
  input: fileState,
  /** All files written. */
  outputs: v.array(outputFile),
  /** How far the kernel can be trusted, 0 to 1, if that is known. */
  confidence: v.optional(v.number()),
  /** What the kernel of an estimate looks like, unless it fell back. */
  blur: v.optional(blurDescription),
  /** The seed of the run of most weight, and how many failed, where a network was trained. */
  seed: v.optional(v.number()),
  restarts: v.optional(v.number()),
  /** What a careful user should know. */
  warnings: v.array(warning),
  /** All of the work, and parts of it: reading, estimating, upscaling. */
  seconds: v.objectWithRest({ all: v.number() }, v.number()),
});

export type FileState = v.InferOutput<typeof fileState>;
export type OutputFile = v.InferOutput<typeof outputFile>;
export type JobResult = v.InferOutput<typeof jobResult>;

/** How a job ended. */
export type JobOutcome = { result: JobResult } | { error: ErrorRecord };

/**
 * The outcome of a job that a worker of the queue has finished. An answer that is no result counts as a failure: it
 * must not get into the manifest.
 */
export function parseOutcome(answer: unknown): JobOutcome {
  const parsed = v.safeParse(jobResult, answer);
  if (parsed.success) return { result: parsed.output };
  const message =
    "the worker's answer makes no sense; do all machines have the same version of this program?";
  return { error: { code: "internal", message } };
}
