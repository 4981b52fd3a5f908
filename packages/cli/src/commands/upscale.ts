/**
 * `kernelgan upscale IMAGE…`: blind super-resolution from end to end. Estimates each image's kernel, unless one is given,
 * and upscales the image for it.
 */
import { basename, dirname, extname, join } from "node:path";
import {
  checkOptions,
  DEVICES,
  type Device,
  ESTIMATE_OPTIONS,
  KernelGanError,
  kernelRows,
  type Preset,
  RESTORE_METHODS,
  type RestoreMethod,
  UPSCALE_FACTORS,
} from "@kernelgan/core";
import type { KernelFormat } from "@kernelgan/formats";
import { checkFolderWritable, type FileContent, writeFiles } from "../files/atomic-write.js";
import { inFile } from "../files/in-file.js";
import { isImageName } from "../image-files/formats.js";
import { reportHtml } from "../report/report.js";
import { estimateOptions } from "../tasks/estimate-image.js";
import { BICUBIC, givenKernels } from "../tasks/kernel-source.js";
import { imageName, kernelOutputs, outputChecker } from "../tasks/outputs.js";
import {
  estimateTask,
  type ImageUpscale,
  type UpscaleOutputs,
  type UpscaleTask,
  upscaleImage,
} from "../tasks/upscale-image.js";
import { estimateFacts, estimateStep } from "../terminal/estimate-progress.js";
import { colourDepth, kernelBlocks } from "../terminal/kernel-blocks.js";
import { progressLine } from "../terminal/progress.js";
import { upscaleStep } from "../terminal/upscale-progress.js";
import { version } from "../version.js";
import { oneOf } from "./arguments.js";
import { type FailedImage, failedImage, type Plan, runImageJobs } from "./image-jobs.js";
import { type CommandIo, printError } from "./io.js";
import { repeatCommand } from "./repeat-command.js";

/** The options of the command. What is left out takes the library's default. */
export interface UpscaleFlags {
  scale: number;
  method: RestoreMethod;
  /** A way to estimate the kernel, "bicubic", or a kernel file. */
  kernel: string;
  /** The kernel given is known to be exact. */
  exactKernel?: boolean;
  real?: boolean;
  noiseScale?: number;
  /** Standard deviation of what image and kernel get wrong, of the gray values on the scale 0 to 255, for `fast`. */
  noise?: number;
  /** A folder, or for a single image a file. */
  out: string;
  seed: number;
  /** Of the estimate. */
  fallback?: boolean;
  preset?: Preset;
  iterations?: number;
  /** Of `zssr`. */
  zssrIterations?: number;
  device?: string;
  threads?: number;
  quality?: number;
  /** Kernel files to write beside the image. */
  formats: KernelFormat[];
  report?: boolean;
  maxPixels?: number;
  json?: boolean;
  quiet?: boolean;
  force?: boolean;
}

/** What `--json` prints for an image, in an array with one entry per image, in their order. */
export type UpscaleRecord =
  | {
      image: string;
      scale: number;
      method: RestoreMethod;
      /** The larger picture. */
      output: string;
      width: number;
      height: number;
      /** The method of the estimate, "bicubic" or the kernel's file. */
      kernelOrigin: string;
      /** Rows of the kernel. */
      kernel: number[][];
      /** All files written. */
      files: string[];
      seconds: { estimate: number; upscale: number; all: number };
      /** Standard deviation of the noise, in gray levels of 255: assumed by `fast`, or put on the examples of `zssr`. */
      noise: number;
      seed: number;
      /** Of the estimate, 0 to 1. */
      confidence?: number;
      warnings: string[];
    }
  | FailedImage;

interface Job {
  image: string;
  task: UpscaleTask;
  outputs: UpscaleOutputs;
  report?: string;
}

/**
 * Runs the command.
 *
 * @returns The exit code: 0, or 1 if an image failed. A failed image does not stop the rest.
 * @throws KernelGanError `aborted` if the user stopped it.
 */
export async function upscaleCommand(images: string[], flags: UpscaleFlags, io: CommandIo): Promise<number> {
  const plans = await planJobs(images, flags);
  return runImageJobs(plans, (job, label) => runJob(job, label, flags, io), flags.json ?? false, io);
}

/** Finds out everything that can be known to fail before the first long computation. */
async function planJobs(images: string[], flags: UpscaleFlags): Promise<Plan<Job>[]> {
  try {
    const task = taskOf(flags);
    checkOptions(ESTIMATE_OPTIONS, estimateOptions(estimateTask(task)));
    const toFile = isImageName(flags.out);
    if (toFile && images.length > 1) {
      throw new KernelGanError(
        "invalid-argument",
        `--out ${flags.out} is one file for ${images.length} images; give a folder`,
      );
    }
    const folder = toFile ? dirname(flags.out) : flags.out;
    await checkFolderWritable(folder);
    await givenKernels(task.kernel, task.scale);
    const checkOutputs = outputChecker(flags.force ?? false);
    return await Promise.all(
      images.map(async (image): Promise<Plan<Job>> => {
        const name = imageName(image);
        const picture = toFile ? flags.out : join(folder, `${name}_x${task.scale}.png`);
        const stem = picture.slice(0, -extname(picture).length);
        const job: Job = {
          image,
          task,
          outputs: { picture, kernels: kernelOutputs(folder, name, [task.scale], flags.formats) },
          ...(flags.report && { report: `${stem}.html` }),
        };
        try {
          await inFile(image, () => checkOutputs(image, outputsOf(job)));
          return job;
        } catch (error) {
          return { image, error };
        }
      }),
    );
  } catch (error) {
    return images.map((image) => ({ image, error }));
  }
}

function taskOf(flags: UpscaleFlags): UpscaleTask {
  const { out: _out, formats: _formats, report: _report, ...rest } = flags;
  const { json: _json, quiet: _quiet, force: _force, device, ...task } = rest;
  return {
    ...task,
    scale: oneOf(UPSCALE_FACTORS, flags.scale, "scale"),
    method: oneOf(RESTORE_METHODS, flags.method, "method"),
    ...(device !== undefined && { device: oneOf(DEVICES, device as Device, "device") }),
  };
}

function outputsOf({ outputs, report }: Job): string[] {
  return [outputs.picture, ...(report ? [report] : []), ...outputs.kernels.map(({ path }) => path)];
}

async function runJob(job: Job, label: string, flags: UpscaleFlags, io: CommandIo): Promise<UpscaleRecord> {
  const started = performance.now();
  const progress = await progressLine(io.stderr, {
    label: `${label} ×${job.task.scale}`,
    quiet: flags.quiet ?? false,
  });
  let estimated = false;
  try {
    const done = await upscaleImage(job.image, job.outputs, job.task, {
      signal: io.signal,
      onEstimateProgress(p) {
        estimated = true;
        progress.update({ phase: "1/2 kernel", ...estimateStep(p) });
      },
      onUpscaleProgress: (p) =>
        progress.update({ phase: estimated ? "2/2 picture" : "picture", ...upscaleStep(p) }),
    });
    progress.done();
    const report = job.report ? [await reportFile(job.report, job, done, flags)] : [];
    if (io.signal.aborted) throw new KernelGanError("aborted", "stopped");
    await writeFiles([...done.files, ...report], { force: flags.force ?? false });
    const seconds = (performance.now() - started) / 1000;
    tell(job, done, seconds, flags, io);
    return succeeded(job, done, seconds);
  } catch (error) {
    progress.done();
    if (io.signal.aborted) throw error;
    printError(io.stderr, error);
    return failedImage(job.image, error);
  }
}

async function reportFile(
  path: string,
  job: Job,
  done: ImageUpscale,
  flags: UpscaleFlags,
): Promise<FileContent> {
  const { picture, result, warnings, estimate, kernelOrigin, seconds } = done;
  const text = await reportHtml({
    title: basename(job.image),
    input: picture.image,
    output: result.image,
    ...(picture.icc && { icc: picture.icc }),
    scale: result.scale,
    kernel: result.kernel,
    kernelOrigin: originInWords(done),
    ...(estimate && { estimate }),
    restoration: {
      method: result.method,
      noise: result.noise,
      trainings: result.trainings,
    },
    settings: settingsOf(job, kernelOrigin),
    timings: [
      { label: "Reading", seconds: seconds.read },
      ...(estimate ? [{ label: "Estimating the kernel", seconds: seconds.estimate }] : []),
      { label: "Upscaling", seconds: seconds.upscale },
    ],
    warnings,
    command: repeatCommand(job.image, flags),
    version,
    date: new Date(),
  });
  return { path, bytes: Buffer.from(text) };
}

/** "estimated (auto)", "bicubic", "given: k.mat". */
function originInWords({ estimate, kernelOrigin }: ImageUpscale): string {
  if (estimate) return `estimated (${estimate.method})`;
  return kernelOrigin === BICUBIC ? BICUBIC : `given: ${kernelOrigin}`;
}

function settingsOf({ task }: Job, kernel: string): Record<string, string | number | boolean> {
  const { scale, method, exactKernel, fallback, real, noiseScale, noise, seed, preset, iterations } = task;
  const { zssrIterations, device, threads } = task;
  const all = {
    scale,
    method,
    kernel,
    fallback,
    "exact-kernel": exactKernel,
    real: real ?? false,
    noise,
    "noise-scale": noiseScale,
    seed,
    preset,
    iterations,
    "zssr-iterations": zssrIterations,
    device: device ?? "auto",
    threads,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** What a person wants to see at the end. Warnings show whatever the options. */
function tell(job: Job, done: ImageUpscale, all: number, flags: UpscaleFlags, io: CommandIo): void {
  const { picture, result, estimate, kernelOrigin, warnings, seconds } = done;
  for (const warning of warnings) io.stderr.write(`kernelgan: warning: ${job.image}: ${warning}\n`);
  if (flags.quiet) return;
  const { width, height } = result.image;
  const facts = [
    `${picture.image.width}×${picture.image.height} → ${width}×${height} in ${all.toFixed(1)} s`,
    estimate
      ? `kernel estimated in ${seconds.estimate.toFixed(1)} s (${estimateFacts(estimate).join(", ")})`
      : `kernel ${kernelOrigin}`,
    `upscaled in ${seconds.upscale.toFixed(1)} s (${result.method})`,
  ];
  const lines = [
    `${job.image}: ${facts.join(", ")}`,
    ...(estimate ? kernelBlocks(result.kernel, colourDepth(io.stderr)) : []),
    ...outputsOf(job),
  ];
  io.stderr.write(`${lines.join("\n  ")}\n`);
}

function succeeded(job: Job, done: ImageUpscale, all: number): UpscaleRecord {
  const { result, estimate, kernelOrigin, warnings, seconds } = done;
  return {
    image: job.image,
    scale: result.scale,
    method: result.method,
    output: job.outputs.picture,
    width: result.image.width,
    height: result.image.height,
    kernelOrigin,
    kernel: kernelRows(result.kernel),
    files: outputsOf(job),
    seconds: { estimate: seconds.estimate, upscale: seconds.upscale, all },
    noise: result.noise,
    seed: estimate?.method === "kernelgan" ? estimate.seed : job.task.seed,
    ...(estimate && { confidence: estimate.confidence }),
    warnings,
  };
}
