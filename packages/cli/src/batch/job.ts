/**
 * The work on one image as plain JSON: what goes to a worker process, or over a queue to another machine. What comes from
 * outside passes {@link parseJob}.
 */
import { isAbsolute } from "node:path";
import {
  check,
  DEVICES,
  ESTIMATE_METHODS,
  PRESETS,
  RESTORE_METHODS,
  SCALES,
  UPSCALE_FACTORS,
} from "@kernelgan/core";
import { kernelFormats } from "@kernelgan/formats";
import * as v from "valibot";
import { isStem } from "../files/output-names.js";
import { type BatchTask, PICTURE_FORMATS } from "./names.js";
import { isS3Address } from "./queue-package.js";

export { BATCH_TASKS, type BatchTask } from "./names.js";

const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
const positive = v.pipe(v.number(), v.finite(), v.minValue(0));
const optional = v.exactOptional;
/** A path that means the same wherever the worker runs, or an address in S3. */
const absolutePath = v.pipe(
  v.string(),
  v.check(
    (path) => (isAbsolute(path) || isS3Address(path)) && !path.includes("\0"),
    "must be an absolute path",
  ),
);

/** Options that both tasks have. `formats`: the kernel files to write, at least one. */
const commonOptions = {
  seed: wholeNumber(0, 2 ** 32 - 1),
  formats: v.pipe(v.array(v.picklist(kernelFormats)), v.minLength(1)),
  fallback: optional(v.boolean()),
  preset: optional(v.picklist(Object.keys(PRESETS) as (keyof typeof PRESETS)[])),
  iterations: optional(wholeNumber(1)),
  real: optional(v.boolean()),
  device: optional(v.picklist(DEVICES)),
  threads: optional(wholeNumber(1, 1024)),
  maxPixels: optional(wholeNumber(1)),
};

/** `EstimateTask` (tasks/estimate-image.ts) and the formats. */
const estimateOptions = v.strictObject({
  ...commonOptions,
  scale: v.picklist(SCALES),
  method: optional(v.picklist(ESTIMATE_METHODS)),
  kernelSize: optional(wholeNumber(1, 101)),
  restarts: optional(wholeNumber(0)),
  gray: optional(v.boolean()),
});

/** `UpscaleTask` (tasks/upscale-image.ts) and the formats. */
const upscaleOptions = v.strictObject({
  ...commonOptions,
  scale: v.picklist(UPSCALE_FACTORS),
  method: optional(v.picklist(RESTORE_METHODS)),
  kernel: v.union([v.picklist([...ESTIMATE_METHODS, "bicubic"]), absolutePath]),
  exactKernel: optional(v.boolean()),
  noise: optional(positive),
  noiseScale: optional(positive),
  zssrIterations: optional(wholeNumber(1)),
  quality: optional(wholeNumber(1, 100)),
  pictureFormat: optional(v.picklist(PICTURE_FORMATS)),
});

/** Names below the output folder: `a/b_c`, neither empty nor leading out of it. */
const stem = v.pipe(
  v.string(),
  v.check(isStem, "must be a path below the output folder, with / between its names"),
);

const commonJob = { id: v.pipe(v.string(), v.minLength(1)), image: absolutePath, stem };
const job = v.variant("task", [
  v.strictObject({ ...commonJob, task: v.literal("estimate"), options: estimateOptions }),
  v.strictObject({ ...commonJob, task: v.literal("upscale"), options: upscaleOptions }),
]);

/** The names of a task's options. */
export const OPTION_NAMES: Readonly<Record<BatchTask, readonly string[]>> = {
  estimate: Object.keys(estimateOptions.entries),
  upscale: Object.keys(upscaleOptions.entries),
};

/** The options of the task `estimate`. */
export type EstimateJobOptions = v.InferOutput<typeof estimateOptions>;

/** The options of the task `upscale`. */
export type UpscaleJobOptions = v.InferOutput<typeof upscaleOptions>;

/**
 * One image to work on:
 *
 * - `id` names it among the others of its batch
 * - `image` is the absolute path of the file
 * - `stem` is where its outputs go, relative to the output folder and without an extension: from `sub/photo` come
 *   `sub/photo_kernel_x2.mat` and `sub/photo_x2.png`
 * - `task` and its `options`, of which none is a path but `kernel`, an absolute one
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
  return result.output;
}
