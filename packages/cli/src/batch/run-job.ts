/** Runs one job: reads the image, computes, writes the outputs. Same job and image, same bytes. */
import { relative, sep } from "node:path";
import type { BlurDescription, Estimate, Warning } from "@kernelgan/core";
import { foundBlur } from "@kernelgan/figures";
import { type FileContent, writeFiles } from "../files/atomic-write.js";
import { estimateImage } from "../tasks/estimate-image.js";
import { pageFormat } from "../tasks/page-format.js";
import { upscalePicture } from "../tasks/upscale-picture.js";
import { contentState, fileState } from "./file-lookup.js";
import type { BatchJob } from "./job.js";
import { JOB_OPTIONS } from "./job-options.js";
import { estimateOutputs, upscaleOutputs } from "./job-outputs.js";
import type { JobResult } from "./job-result.js";

/** What a task returns. */
interface Done {
  files: FileContent[];
  estimate?: Estimate | undefined;
  confidence: number | undefined;
  blur: BlurDescription | undefined;
  warnings: Warning[];
  seconds: Record<string, number>;
}

/**
 * Runs the job.
 *
 * @param folder where the outputs go, at `job.stem`
 * @param threads in place of the job's own number, where the result does not depend on it
 * @throws KernelGanError as estimateImage, upscalePicture and writeFiles.
 */
export async function runJob(job: BatchJob, folder: string, threads?: number): Promise<JobResult> {
  const started = performance.now();
  const input = await fileState(job.image);
  const { files, estimate, confidence, blur, warnings, seconds } = await (job.task === "estimate"
    ? runEstimate(job, folder, threads)
    : runUpscale(job, folder, threads));
  await writeFiles(files);
  const training = estimate?.method === "kernelgan" ? estimate : undefined;
  return {
    input,
    outputs: files.map(({ path, bytes }) => ({
      path: relative(folder, path).split(sep).join("/"),
      ...contentState(bytes),
    })),
    confidence,
    blur,
    seed: training?.seed,
    restarts: training?.restarts,
    warnings,
    seconds: { ...seconds, all: (performance.now() - started) / 1000 },
  };
}

async function runEstimate(
  job: BatchJob & { task: "estimate" },
  folder: string,
  threads: number | undefined,
) {
  const task = { threads: JOB_OPTIONS.estimate.threads.default, ...job.options };
  const { estimate, files, warnings } = await estimateImage(job.image, estimateOutputs(job, folder), task, {
    threads,
  });
  const { confidence, timing } = estimate;
  const seconds = { estimate: timing.seconds };
  return { files, estimate, confidence, blur: foundBlur(estimate), warnings, seconds } satisfies Done;
}

async function runUpscale(job: BatchJob & { task: "upscale" }, folder: string, threads: number | undefined) {
  const task = { threads: JOB_OPTIONS.upscale.threads.default, ...job.options };
  const outputs = upscaleOutputs(job, folder, await pageFormat(job.image, task));
  const { files, result, warnings, seconds } = await upscalePicture(job.image, outputs, task, { threads });
  const { estimate, kernel, scale, fellBack } = result;
  const blur = foundBlur(estimate && { kernel, scale, fellBack });
  return { files, estimate, confidence: kernel.confidence, blur, warnings, seconds } satisfies Done;
}
