/** Does one job: reads the image, computes, writes the outputs. Same job and image, same bytes. */
import { basename, dirname, join, relative, sep } from "node:path";
import { type Estimate, SCALES_UP_TO } from "@kernelgan/core";
import { type FileContent, writeFiles } from "../files/atomic-write.js";
import { type EstimateTask, estimateImage } from "../tasks/estimate-image.js";
import { kernelOutputs } from "../tasks/outputs.js";
import { type UpscaleTask, upscaleImage } from "../tasks/upscale-image.js";
import { contentState, fileState } from "./file-state.js";
import type { BatchJob, JobResult } from "./job.js";

/** What a task gives. */
interface Done {
  files: FileContent[];
  estimate?: Estimate;
  warnings: string[];
  seconds: Record<string, number>;
}

/** Images are worked on side by side: more threads for each would only get in each other's way. */
const THREADS = 1;

/**
 * Does the job.
 *
 * @param folder where the outputs go, at `job.stem`
 * @throws KernelGanError as estimateImage, upscaleImage and writeFiles.
 */
export async function runJob(job: BatchJob, folder: string): Promise<JobResult> {
  const started = performance.now();
  const input = await fileState(job.image);
  const { files, estimate, warnings, seconds } = await (job.task === "estimate"
    ? estimated(job, folder)
    : upscaled(job, folder));
  await writeFiles(files);
  return {
    input,
    outputs: files.map(({ path, bytes }) => ({
      path: relative(folder, path).split(sep).join("/"),
      ...contentState(bytes),
    })),
    ...(estimate && { confidence: estimate.confidence }),
    ...(estimate?.method === "kernelgan" && { seed: estimate.seed, restarts: estimate.restarts }),
    warnings,
    seconds: { ...seconds, all: (performance.now() - started) / 1000 },
  };
}

async function estimated(job: BatchJob & { task: "estimate" }, folder: string): Promise<Done> {
  const { formats, ...options } = job.options;
  const task: EstimateTask = { threads: THREADS, ...options };
  const outputs = kernelOutputs(...placeOf(job, folder), SCALES_UP_TO[task.scale], formats);
  const { estimate, files, warnings } = await estimateImage(job.image, outputs, task);
  return { files, estimate, warnings, seconds: { estimate: estimate.timing.seconds } };
}

function upscaled(job: BatchJob & { task: "upscale" }, folder: string): Promise<Done> {
  const { formats, pictureFormat = "png", ...options } = job.options;
  const task: UpscaleTask = { threads: THREADS, ...options };
  const [place, name] = placeOf(job, folder);
  const outputs = {
    picture: join(place, `${name}_x${task.scale}.${pictureFormat}`),
    kernels: kernelOutputs(place, name, [task.scale], formats),
  };
  return upscaleImage(job.image, outputs, task);
}

/** Folder and name of the outputs. */
function placeOf({ stem }: BatchJob, folder: string): [folder: string, name: string] {
  return [join(folder, dirname(stem)), basename(stem)];
}
