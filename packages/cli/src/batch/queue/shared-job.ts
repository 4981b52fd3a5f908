/** A job as it stands in the queue: its paths mean the same on every machine (shared-paths.ts). */
import { isAbsolute, resolve } from "node:path";
import { check } from "@kernelgan/core/internal";
import { isS3 } from "@kernelgan/queue";
import * as v from "valibot";
import { isReserved } from "../../files/output-names.js";
import { type BatchJob, parseJob } from "../job.js";
import { BATCH_TASKS } from "../job-options.js";
import { isSharedPath, sharedPath } from "./shared-paths.js";

/** Begins the names of all keys of this program in Redis. */
export const QUEUE_NAME = "kernelgan";

const path = v.pipe(v.string(), v.check(isSharedPath, "must be a relative path or s3://bucket/key"));
const sharedJob = v.strictObject({
  version: v.literal(2),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  task: v.picklist(BATCH_TASKS),
  stem: v.string(),
  image: path,
  /** The kernel file, for tasks that are given one; `options` has none then. */
  kernel: v.optional(path),
  // The root of the worker may be the output folder of a batch.
  out: v.pipe(
    path,
    v.check((text) => !isReserved(text), "is a name that batches keep for their own files"),
  ),
  options: v.record(v.string(), v.unknown()),
});

/** A checked job, plain JSON. */
export type SharedJob = v.InferOutput<typeof sharedJob>;

/**
 * A job from the queue, checked with all its options: unknown keys are refused, and absolute paths.
 *
 * @throws KernelGanError `invalid-argument` that names the first thing wrong.
 */
export function parseSharedJob(data: unknown): SharedJob {
  const result = v.safeParse(sharedJob, data, { abortEarly: true });
  check(result.success, () => {
    const [issue] = result.issues ?? [];
    const where = issue && v.getDotPath(issue);
    return `not a job of this program: ${where ? `${where}: ` : ""}${issue?.message}`;
  });
  const { kernel } = result.output;
  toLocalJob(result.output, { image: resolve("image"), kernel: kernel && resolve("kernel") });
  return result.output;
}

/**
 * The shared form of a job whose paths are absolute or in S3.
 *
 * @param root the folder that local paths are to be below
 * @throws KernelGanError `invalid-argument` if one is not.
 */
export function toSharedJob(
  { id, task, stem, image, options }: BatchJob,
  out: string,
  root: string,
): SharedJob {
  const shared = (path: string): string => (isS3(path) ? path : sharedPath(path, root));
  const { kernel, ...others }: Record<string, unknown> = options;
  const isFile = typeof kernel === "string" && (isAbsolute(kernel) || isS3(kernel));
  return {
    version: 2,
    id,
    task,
    stem,
    image: shared(image),
    kernel: isFile ? shared(kernel) : undefined,
    out: shared(out),
    options: isFile || kernel === undefined ? others : { ...others, kernel },
  };
}

/**
 * The job on this machine.
 *
 * @param files absolute paths of the image, and of the kernel file if the job has one
 * @throws KernelGanError `invalid-argument`
 */
export function toLocalJob(
  { id, task, stem, kernel, options }: SharedJob,
  files: { image: string; kernel?: string | undefined },
): BatchJob {
  const named = options.kernel;
  check(
    typeof named !== "string" || /^[a-z]+$/.test(named),
    () => "not a job of this program: options.kernel: a path",
  );
  check(kernel === undefined || named === undefined, () => "not a job of this program: two kernels");
  return parseJob({
    id,
    task,
    stem,
    image: files.image,
    options: files.kernel === undefined ? options : { ...options, kernel: files.kernel },
  });
}
