/** What stands in the queue: a job whose paths are places that mean the same on every machine. */
import { isAbsolute, resolve } from "node:path";
import { check } from "@kernelgan/core";
import { isS3 } from "@kernelgan/queue";
import * as v from "valibot";
import { type BatchJob, parseJob } from "../job.js";
import { BATCH_TASKS } from "../names.js";
import { isPlaceText, textOf } from "./places.js";

const place = v.pipe(v.string(), v.check(isPlaceText, "must be a relative path or s3://bucket/key"));
const payload = v.strictObject({
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  task: v.picklist(BATCH_TASKS),
  stem: v.string(),
  image: place,
  /** The kernel file, for tasks that are given one; `options` has none then. */
  kernel: v.exactOptional(place),
  out: place,
  options: v.record(v.string(), v.unknown()),
});

/** A checked payload, plain JSON. */
export type Payload = v.InferOutput<typeof payload>;

/**
 * A payload from the queue, checked with all its options: unknown keys are refused, and absolute paths.
 *
 * @throws KernelGanError `invalid-argument` that names the first thing wrong.
 */
export function parsePayload(data: unknown): Payload {
  const result = v.safeParse(payload, data, { abortEarly: true });
  check(result.success, () => {
    const [issue] = result.issues ?? [];
    const where = issue && v.getDotPath(issue);
    return `not a job of this program: ${where ? `${where}: ` : ""}${issue?.message}`;
  });
  jobOf(result.output, {
    image: resolve("image"),
    ...(result.output.kernel && { kernel: resolve("kernel") }),
  });
  return result.output;
}

/**
 * The payload for a job whose paths are absolute or in S3.
 *
 * @param root the folder that local paths are to be below
 * @throws KernelGanError `invalid-argument` if one is not.
 */
export function toPayload({ id, task, stem, image, options }: BatchJob, out: string, root: string): Payload {
  const placed = (path: string): string => (isS3(path) ? path : textOf(path, root));
  const { kernel, ...others }: Record<string, unknown> = options;
  const isFile = typeof kernel === "string" && (isAbsolute(kernel) || isS3(kernel));
  return {
    version: 1,
    id,
    task,
    stem,
    image: placed(image),
    ...(isFile && { kernel: placed(kernel) }),
    out: placed(out),
    options: isFile || kernel === undefined ? others : { ...others, kernel },
  };
}

/**
 * The job on this machine.
 *
 * @param files absolute paths of the image, and of the kernel file if the payload has one
 * @throws KernelGanError `invalid-argument`
 */
export function jobOf(
  { id, task, stem, kernel, options }: Payload,
  files: { image: string; kernel?: string },
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
    options: { ...options, ...(files.kernel !== undefined && { kernel: files.kernel }) },
  });
}
