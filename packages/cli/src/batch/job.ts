/**
 * The work on one image as plain JSON: what goes to a worker process, or over a queue to another machine. What comes
 * from outside passes {@link parseJob}.
 */
import { isAbsolute } from "node:path";
import { UPSCALE_OPTIONS } from "@kernelgan/core";
import {
  check,
  checkOptions,
  checkScale,
  checkUpscaleOptions,
  type OptionTable,
  pickOptions,
  withDefaults,
} from "@kernelgan/core/internal";
import * as v from "valibot";
import { isStem } from "../files/output-names.js";
import { isKernelFile, isPriorFile } from "../tasks/task-options.js";
import { JOB_OPTIONS } from "./job-options.js";
import { optionEntries } from "./options-schema.js";
import { isS3Address } from "./queue-package.js";

const isAbsolutePath = (path: string): boolean =>
  (isAbsolute(path) || isS3Address(path)) && !path.includes("\0");
/** A path that means the same wherever the worker runs, or an address in S3. */
const absolutePath = v.pipe(v.string(), v.check(isAbsolutePath, "must be an absolute path"));

const estimateOptions = v.strictObject(optionEntries(JOB_OPTIONS.estimate));
const upscaleOptions = v.strictObject({
  ...optionEntries(JOB_OPTIONS.upscale),
  kernel: v.exactOptional(
    v.pipe(
      v.string(),
      v.check(
        (kernel) => !isKernelFile(kernel) || isAbsolutePath(kernel),
        "must be a method, bicubic or an absolute path",
      ),
    ),
  ),
  prior: v.exactOptional(
    v.pipe(
      v.string(),
      v.check((prior) => !isPriorFile(prior) || isAbsolutePath(prior), "must be small or an absolute path"),
    ),
  ),
});

/** Names below the output folder. */
const stem = v.pipe(
  v.string(),
  v.check(
    (text) => isStem(text),
    "must be a path below the output folder, with / between its names, that is not in the batch's own way",
  ),
);

const common = { id: v.pipe(v.string(), v.minLength(1)), image: absolutePath, stem };
const job = v.variant("task", [
  v.strictObject({ ...common, task: v.literal("estimate"), options: estimateOptions }),
  v.strictObject({ ...common, task: v.literal("upscale"), options: upscaleOptions }),
]);

/**
 * One image to work on:
 *
 * - `id` names it among the others of its batch
 * - `image` is the absolute path of the file
 * - `stem` is where its outputs go, relative to the output folder and without an extension: from `sub/photo` come
 *   `sub/photo_kernel_x2.mat` and `sub/photo_x2.png`
 * - `task` and its `options` (job-options.ts), those that were given; none is a path but `kernel` and `prior`, absolute
 *   ones
 */
export type BatchJob = v.InferOutput<typeof job>;

/**
 * A job from outside, checked: every value in its range, unknown keys refused. (Whether the paths lie where they may is
 * for the caller to decide.)
 *
 * @throws KernelGanError `invalid-argument` that names the first thing wrong.
 * @example
 * const job = parseJob(JSON.parse(message));
 */
export function parseJob(value: unknown): BatchJob {
  const result = v.safeParse(job, value, { abortEarly: true });
  check(result.success, () => {
    const [issue] = result.issues ?? [];
    const where = issue && v.getDotPath(issue);
    return `not a job of a batch: ${where ? `${where}: ` : ""}${issue?.message}`;
  });
  const { task, options } = result.output;
  checkOptions<OptionTable>(JOB_OPTIONS[task], options, (name) => `options.${name}`);
  if (result.output.task === "upscale") checkUpscaleOptions(pickOptions(UPSCALE_OPTIONS, options));
  else {
    const { method, scale } = withDefaults(JOB_OPTIONS.estimate, result.output.options);
    checkScale(method, scale);
  }
  return result.output;
}
