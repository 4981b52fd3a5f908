/** The jobs of a batch: one for each image, or for each image and seed. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  check,
  checkOptions as checkAgainst,
  ESTIMATE_OPTIONS,
  KernelGanError,
  type UpscaleFactor,
} from "@kernelgan/core";
import { estimateOptions } from "../tasks/estimate-image.js";
import { BICUBIC, givenKernels, isEstimateMethod } from "../tasks/kernel-source.js";
import { estimateTask } from "../tasks/upscale-image.js";
import { kernelOf } from "./find-by-stem.js";
import type { InputImage } from "./inputs.js";
import { type BatchJob, OPTION_NAMES, parseJob } from "./job.js";
import { isS3Text } from "./machines/package.js";
import type { BatchTask } from "./names.js";

/** What makes the jobs. */
export interface JobsRequest {
  task: BatchTask;
  /** Options of the task by their names in the job; undefined ones were not given. `kernel` may also name a folder. */
  options: Readonly<Record<string, unknown>>;
  /** Makes a job for each of these seeds, whose outputs go to `photo_seed1`; else there is one job an image. */
  seeds?: readonly number[];
}

/**
 * The jobs, in the order of the images.
 *
 * @throws KernelGanError `invalid-argument` for options that the task does not have, or values that make no sense.
 * @example
 * batchJobs(images, { task: "estimate", options: { scale: 2, seed: 0, formats: ["mat"] } });
 */
export async function batchJobs(
  images: readonly InputImage[],
  { task, options, seeds }: JobsRequest,
): Promise<BatchJob[]> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  checkNames(task, given);
  if (seeds) checkSeedsMatter(task, given);
  const kernel = await kernelChoice(given);
  const jobs = images.flatMap(({ path: image, stem }) =>
    (seeds ?? [given.seed]).map((seed) => {
      const place = seeds ? `${stem}_seed${seed}` : stem;
      return parseJob({ id: place, image, stem: place, task, options: { ...given, ...kernel(stem), seed } });
    }),
  );
  if (jobs.length > 0) checkOptions(jobs[0]);
  return jobs;
}

/** What does not go together, as the task itself would say it for every image. */
function checkOptions(job: BatchJob): void {
  const task = job.task === "estimate" ? job.options : estimateTask(job.options);
  checkAgainst(ESTIMATE_OPTIONS, estimateOptions(task));
}

function checkNames(task: BatchTask, options: object): void {
  const stray = Object.keys(options).find((name) => !OPTION_NAMES[task].includes(name));
  check(stray === undefined, () => {
    const words = stray?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${words} is no option of --task ${task}; leave it out`;
  });
}

function checkSeedsMatter(task: BatchTask, { method, kernel }: Record<string, unknown>): void {
  const matter = task === "estimate" ? method === "kernelgan" : kernel === "kernelgan" || method === "zssr";
  const which = task === "estimate" ? "--method kernelgan" : "--kernel kernelgan or --method zssr";
  check(matter, () => `--seeds makes no difference without ${which}: nothing else is random`);
}

/** A kernel file by its absolute path; of a folder, each image gets the file of its name. */
async function kernelChoice({
  kernel,
  scale,
}: Record<string, unknown>): Promise<(stem: string) => { kernel?: string }> {
  if (typeof kernel !== "string") return () => ({});
  if (isEstimateMethod(kernel) || kernel === BICUBIC) return () => ({ kernel });
  if (isS3Text(kernel)) return () => ({ kernel });
  const path = resolve(kernel);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    throw new KernelGanError(
      "invalid-argument",
      `--kernel ${kernel}: there is no such file; give auto, spectral, kernelgan, bicubic, a kernel file or a folder of them`,
    );
  }
  if (!found.isDirectory()) {
    await givenKernels(kernel, scale as UpscaleFactor);
    return () => ({ kernel: path });
  }
  // A kernel that is missing fails its image, not the batch.
  return (stem) => ({
    kernel: kernelOf(path, stem, scale as number) ?? join(path, `${stem}_kernel_x${scale}.mat`),
  });
}
