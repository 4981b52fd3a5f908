/** The jobs of a batch: one for each image, or for each image and seed. */
import { join, resolve } from "node:path";
import { nextFactor, pickOptions } from "@kernelgan/core/internal";
import { isFolder } from "../files/look.js";
import { kernelFile, stemWithSeed } from "../files/output-names.js";
import { kernelOf } from "../tasks/find-by-stem.js";
import type { InputImage } from "../tasks/find-images.js";
import { checkGivenPath } from "../tasks/output-place.js";
import { isKernelFile, isPriorFile, PRIOR_HINT } from "../tasks/task-options.js";
import { type BatchJob, parseJob } from "./job.js";
import { JOB_OPTIONS, type TaskRequest } from "./job-options.js";
import { isS3Address } from "./queue-package.js";

/**
 * The jobs, in the order of the images.
 *
 * @param request checked; its `kernel` may also name a folder
 * @param seeds makes a job for each of these seeds, whose outputs go to `photo_seed1`; else there is one job an image
 * @throws KernelGanError `invalid-input` for a kernel or a prior that does not exist, `invalid-argument` for one of
 *   another scale
 * @example
 * createJobs(images, { task: "estimate", options: { scale: 2, formats: ["mat"] } });
 */
export async function createJobs(
  images: readonly InputImage[],
  request: TaskRequest,
  seeds?: readonly number[],
): Promise<BatchJob[]> {
  const { task, options } = request;
  const given = pickOptions(JOB_OPTIONS[task], options);
  const kernel = await kernelChoice(request);
  const prior = await priorChoice(request);
  return images.flatMap(({ path: image, stem }) => {
    const jobOptions = { ...given, ...kernel(stem), ...prior };
    if (!seeds) return [parseJob({ id: stem, image, stem, task, options: jobOptions })];
    return seeds.map((seed) => {
      const target = stemWithSeed(stem, seed);
      return parseJob({ id: target, image, stem: target, task, options: { ...jobOptions, seed } });
    });
  });
}

/** The file of a prior by its absolute path. */
async function priorChoice(request: TaskRequest): Promise<{ prior?: string }> {
  const prior = request.task === "upscale" ? request.options.prior : undefined;
  if (!isPriorFile(prior) || isS3Address(prior)) return {};
  checkGivenPath("prior", prior, PRIOR_HINT, JOB_OPTIONS.upscale.prior.words);
  const { givenPrior } = await import("../tasks/given-prior.js");
  await givenPrior(prior);
  return { prior: resolve(prior) };
}

/** A kernel file by its absolute path; of a folder, each image gets the file of its name. */
async function kernelChoice(request: TaskRequest): Promise<(stem: string) => { kernel?: string }> {
  if (request.task !== "upscale") return () => ({});
  const { kernel, scale = JOB_OPTIONS.upscale.scale.default, size } = request.options;
  if (kernel === undefined || !isKernelFile(kernel) || isS3Address(kernel)) return () => ({});
  const path = resolve(kernel);
  const { words } = JOB_OPTIONS.upscale.kernel;
  checkGivenPath("kernel", kernel, `give ${words.join(", ")}, a kernel file or a folder of them`, words);
  if (!isFolder(path)) {
    // Only for kernel files: it takes a tenth of a second to load.
    const { givenKernels } = await import("../tasks/given-kernels.js");
    await givenKernels(kernel, { scale, size }, request.options);
    return () => ({ kernel: path });
  }
  // A kernel that is missing fails its image, not the batch.
  const factor = size ?? nextFactor(scale);
  return (stem) => ({ kernel: kernelOf(path, stem, factor) ?? join(path, kernelFile(stem, factor, "mat")) });
}
