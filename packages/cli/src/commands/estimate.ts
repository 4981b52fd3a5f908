/** `kernelgan estimate IMAGE…`: the blur kernel of each image, from the image alone. */
import {
  checkOptions,
  DEVICES,
  type Device,
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateMethod,
  kernelRows,
  type Preset,
  SCALES,
  SCALES_UP_TO,
} from "@kernelgan/core";
import type { KernelFormat } from "@kernelgan/formats";
import { checkFolderWritable, writeFiles } from "../files/atomic-write.js";
import { inFile } from "../files/in-file.js";
import { type EstimateTask, estimateImage, estimateOptions } from "../tasks/estimate-image.js";
import { imageName, type KernelOutput, kernelOutputs, outputChecker } from "../tasks/outputs.js";
import { estimateFacts, estimateStep } from "../terminal/estimate-progress.js";
import { colourDepth, kernelBlocks } from "../terminal/kernel-blocks.js";
import { progressLine } from "../terminal/progress.js";
import { oneOf } from "./arguments.js";
import { type FailedImage, failedImage, type Plan, runImageJobs } from "./image-jobs.js";
import { type CommandIo, printError } from "./io.js";

/** The options of the command. What is left out takes the library's default. */
export interface EstimateFlags {
  scale: number;
  out: string;
  seed: number;
  formats: KernelFormat[];
  method?: EstimateMethod;
  fallback?: boolean;
  preset?: Preset;
  iterations?: number;
  device?: string;
  threads?: number;
  kernelSize?: number;
  restarts?: number;
  maxPixels?: number;
  real?: boolean;
  gray?: boolean;
  json?: boolean;
  quiet?: boolean;
  force?: boolean;
}

/** What `--json` prints for an image, in an array with one entry per image, in their order. */
export type EstimateRecord =
  | {
      image: string;
      scale: number;
      /** Rows of the kernel of that scale. */
      kernel: number[][];
      /** The files written. */
      files: string[];
      seconds: number;
      method: EstimateMethod;
      /** 0 to 1: about which share of the true kernel's gain over the bicubic one this kernel brings. */
      confidence: number;
      /** `kernelgan`: iterations and milliseconds for each. */
      iterations?: number;
      msPerIteration?: number;
      /** `kernelgan`: the seed that gave the kernel (the one asked for, plus the restarts). */
      seed?: number;
      restarts?: number;
      warnings: string[];
    }
  | FailedImage;

interface Job {
  image: string;
  task: EstimateTask;
  outputs: KernelOutput[];
}

/**
 * Runs the command.
 *
 * @returns The exit code: 0, or 1 if an image failed. A failed image does not stop the rest.
 * @throws KernelGanError `aborted` if the user stopped it.
 */
export async function estimateCommand(
  images: string[],
  flags: EstimateFlags,
  io: CommandIo,
): Promise<number> {
  const plans = await planJobs(images, flags);
  return runImageJobs(plans, (job, label) => runJob(job, label, flags, io), flags.json ?? false, io);
}

/** Finds out everything that can be known to fail before the first long estimate. */
async function planJobs(images: string[], flags: EstimateFlags): Promise<Plan<Job>[]> {
  try {
    const task = taskOf(flags);
    checkOptions(ESTIMATE_OPTIONS, estimateOptions(task));
    await checkFolderWritable(flags.out);
    return planOutputs(images, task, flags);
  } catch (error) {
    return images.map((image) => ({ image, error }));
  }
}

function taskOf(flags: EstimateFlags): EstimateTask {
  const { out: _out, formats: _formats, json: _json, quiet: _quiet, force: _force, ...rest } = flags;
  const { device, ...task } = rest;
  return {
    ...task,
    scale: oneOf(SCALES, flags.scale, "scale"),
    ...(device !== undefined && { device: oneOf(DEVICES, device as Device, "device") }),
  };
}

async function planOutputs(images: string[], task: EstimateTask, flags: EstimateFlags): Promise<Plan<Job>[]> {
  const checkOutputs = outputChecker(flags.force ?? false);
  const plans: Plan<Job>[] = [];
  for (const image of images) {
    const outputs = kernelOutputs(flags.out, imageName(image), SCALES_UP_TO[task.scale], flags.formats);
    const paths = outputs.map(({ path }) => path);
    try {
      await inFile(image, () => checkOutputs(image, paths));
      plans.push({ image, task, outputs });
    } catch (error) {
      plans.push({ image, error });
    }
  }
  return plans;
}

async function runJob(job: Job, label: string, flags: EstimateFlags, io: CommandIo): Promise<EstimateRecord> {
  const progress = await progressLine(io.stderr, {
    label: `${label} ×${job.task.scale}`,
    quiet: flags.quiet ?? false,
  });
  try {
    const { estimate, files, warnings } = await estimateImage(job.image, job.outputs, job.task, {
      signal: io.signal,
      onProgress: (p) => progress.update(estimateStep(p)),
    });
    progress.done();
    await writeFiles(files, { force: flags.force ?? false });
    report(job, estimate, warnings, flags, io);
    return succeeded(job, estimate, warnings);
  } catch (error) {
    progress.done();
    if (io.signal.aborted) throw error;
    printError(io.stderr, error);
    return failedImage(job.image, error);
  }
}

/** What a person wants to see at the end. Warnings show whatever the options. */
function report(job: Job, estimate: Estimate, warnings: string[], flags: EstimateFlags, io: CommandIo): void {
  for (const warning of warnings) io.stderr.write(`kernelgan: warning: ${job.image}: ${warning}\n`);
  if (flags.quiet) return;
  const facts = [
    `×${estimate.scale} kernel in ${estimate.timing.seconds.toFixed(1)} s`,
    ...estimateFacts(estimate),
  ];
  const files = SCALES_UP_TO[estimate.scale].map((scale) =>
    listFiles(job.outputs.filter((output) => output.scale === scale)),
  );
  const lines = [
    `${job.image}: ${facts.join(", ")}`,
    ...kernelBlocks(estimate.kernel, colourDepth(io.stderr)),
    ...files,
  ];
  io.stderr.write(`${lines.join("\n  ")}\n`);
}

/** `kernels/photo_kernel_x2.{mat,npy}`. */
function listFiles(outputs: KernelOutput[]): string {
  const formats = outputs.map(({ format }) => format);
  const stem = outputs[0].path.slice(0, -formats[0].length);
  return formats.length > 1 ? `${stem}{${formats.join(",")}}` : stem + formats[0];
}

function succeeded(job: Job, estimate: Estimate, warnings: string[]): EstimateRecord {
  const { scale, kernel, method, confidence, timing } = estimate;
  return {
    image: job.image,
    scale,
    kernel: kernelRows(kernel),
    files: job.outputs.map(({ path }) => path),
    seconds: timing.seconds,
    method,
    confidence,
    ...(estimate.method === "kernelgan" && {
      iterations: estimate.timing.iterations,
      msPerIteration: estimate.timing.msPerIteration,
      seed: estimate.seed,
      restarts: estimate.restarts,
    }),
    warnings,
  };
}
