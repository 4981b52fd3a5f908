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
  /** As the kernel: the file of the trained prior. */
  prior: v.optional(path),
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
  const { kernel, prior } = result.output;
  toLocalJob(result.output, {
    image: resolve("image"),
    kernel: kernel && resolve("kernel"),
    prior: prior && resolve("prior"),
  });
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
  const others: Record<string, unknown> = { ...options };
  /** A file goes beside the options, which then have it no more. */
  const file = (name: "kernel" | "prior"): string | undefined => {
    const value = others[name];
    if (typeof value !== "string" || !(isAbsolute(value) || isS3(value))) return undefined;
    delete others[name];
    return shared(value);
  };
  return {
    version: 2,
    id,
    task,
    stem,
    image: shared(image),
    kernel: file("kernel"),
    prior: file("prior"),
    out: shared(out),
    options: others,
  };
}

/**
 * The job on this machine.
 *
 * @param files absolute paths of the image, and of the files of kernel and prior if the job has them
 * @throws KernelGanError `invalid-argument`
 */
export function toLocalJob(
  { id, task, stem, options, ...given }: SharedJob,
  { image, ...files }: { image: string; kernel?: string | undefined; prior?: string | undefined },
): BatchJob {
  for (const name of ["kernel", "prior"] as const) {
    const named = options[name];
    check(
      typeof named !== "string" || /^[a-z]+$/.test(named),
      () => `not a job of this program: options.${name}: a path`,
    );
    check(given[name] === undefined || named === undefined, () => `not a job of this program: two ${name}s`);
  }
  const paths = Object.entries(files).filter(([, path]) => path !== undefined);
  return parseJob({
    id,
    task,
    stem,
    image,
    options: { ...options, ...Object.fromEntries(paths) },
  });
}
