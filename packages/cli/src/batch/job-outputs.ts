/** The files of a job, and those that it may come to, known before it runs. */
import { basename, dirname, join } from "node:path";
import { SCALES_UP_TO } from "@kernelgan/core";
import { nextFactor } from "@kernelgan/core/internal";
import { upscaledFile } from "../files/output-names.js";
import { PAGE_FORMATS, type PictureFormat } from "../image-files/formats.js";
import { type KernelOutput, kernelOutputs } from "../tasks/outputs.js";
import { isKernelFile, isPriorFile } from "../tasks/task-options.js";
import type { UpscaleOutputs } from "../tasks/upscale-picture.js";
import type { BatchJob } from "./job.js";
import { JOB_OPTIONS } from "./job-options.js";

type EstimateJob = BatchJob & { task: "estimate" };
type UpscaleJob = BatchJob & { task: "upscale" };

/** The kernel files of an estimate. */
export function estimateOutputs({ stem, options }: EstimateJob, folder: string) {
  const { scale, formats } = JOB_OPTIONS.estimate;
  return kernelOutputs(
    ...targetOf(stem, folder),
    SCALES_UP_TO[options.scale ?? scale.default],
    options.formats ?? formats.default,
  );
}

/**
 * The picture and the kernel files of an upscale.
 *
 * @param format of the picture, where the options do not say so
 */
export function upscaleOutputs(
  { stem, options }: UpscaleJob,
  folder: string,
  format: PictureFormat,
): UpscaleOutputs {
  const table = JOB_OPTIONS.upscale;
  const { scale = table.scale.default, size, formats = table.formats.default } = options;
  const { pictureFormat = format } = options;
  const [target, name] = targetOf(stem, folder);
  return {
    picture: join(target, upscaledFile(name, size ?? scale, pictureFormat)),
    kernels: kernelOutputs(target, name, [size ?? nextFactor(scale)], formats),
  };
}

/** The paths of all that may be written, relative to the output folder. */
export function outputPaths(job: BatchJob): string[] {
  const paths = (kernels: readonly KernelOutput[]): string[] => kernels.map(({ path }) => path);
  if (job.task === "estimate") return paths(estimateOutputs(job, ""));
  const all = ["png" as const, ...PAGE_FORMATS].map((format) => upscaleOutputs(job, "", format));
  return [...new Set(all.flatMap(({ picture, kernels }) => [picture, ...paths(kernels)]))];
}

/** The files that a job is given beside its image. */
export function givenFilesOf({ task, options }: BatchJob): { kernel?: string; prior?: string } {
  const { kernel, prior } = task === "upscale" ? options : {};
  return {
    ...(kernel !== undefined && isKernelFile(kernel) ? { kernel } : {}),
    ...(isPriorFile(prior) ? { prior } : {}),
  };
}

/** Folder and name of the outputs. */
function targetOf(stem: string, folder: string): [folder: string, name: string] {
  return [join(folder, dirname(stem)), basename(stem)];
}
