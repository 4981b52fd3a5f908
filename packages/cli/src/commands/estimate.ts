/** `kernelgan estimate IMAGE…`: the blur kernel of each image, from the image alone. */
import {
  DEVICES,
  type Device,
  type Estimate,
  type EstimateOptions,
  estimateKernel,
  kernelRows,
  type Preset,
  SCALES,
  type Scale,
} from "@kernelgan/core";
import type { KernelFormat, KernelOrigin } from "@kernelgan/formats";
import { checkFolderWritable, type FileContent, writeFiles } from "../files/atomic-write.js";
import { inFile } from "../files/in-file.js";
import { readImage } from "../image-files/read-image.js";
import { encodeKernel } from "../kernel-files/formats.js";
import { estimateStep } from "../terminal/estimate-progress.js";
import { colourDepth, kernelBlocks } from "../terminal/kernel-blocks.js";
import { progressLine } from "../terminal/progress.js";
import { oneOf } from "./arguments.js";
import { type FailedImage, failedImage, type Plan, runImageJobs } from "./image-jobs.js";
import { type CommandIo, printError } from "./io.js";
import { lossSummary } from "./loss-summary.js";
import { imageName, type KernelOutput, kernelOutputs, outputChecker } from "./outputs.js";

/** The options of the command. What is left out takes the library's default. */
export interface EstimateFlags {
  scale: number;
  out: string;
  seed: number;
  formats: KernelFormat[];
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
      iterations: number;
      msPerIteration: number;
      /** The seed that gave the kernel: the one asked for, plus the restarts. */
      seed: number;
      restarts: number;
      warnings: string[];
    }
  | FailedImage;

/** The scales of which an estimate gives kernels: those of ×4 and ×8 come from that of ×2. */
const SCALES_GIVEN: Record<Scale, Scale[]> = { 2: [2], 3: [3], 4: [2, 4], 8: [2, 4, 8] };

interface Job {
  image: string;
  scale: Scale;
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
    const scale = oneOf(SCALES, flags.scale, "scale");
    if (flags.device !== undefined) oneOf(DEVICES, flags.device, "device");
    await checkFolderWritable(flags.out);
    return planOutputs(images, scale, flags);
  } catch (error) {
    return images.map((image) => ({ image, error }));
  }
}

async function planOutputs(images: string[], scale: Scale, flags: EstimateFlags): Promise<Plan<Job>[]> {
  const checkOutputs = outputChecker(flags.force ?? false);
  const plans: Plan<Job>[] = [];
  for (const image of images) {
    const outputs = kernelOutputs(flags.out, imageName(image), SCALES_GIVEN[scale], flags.formats);
    try {
      await inFile(image, () =>
        checkOutputs(
          image,
          outputs.map(({ path }) => path),
        ),
      );
      plans.push({ image, scale, outputs });
    } catch (error) {
      plans.push({ image, error });
    }
  }
  return plans;
}

async function runJob(job: Job, label: string, flags: EstimateFlags, io: CommandIo): Promise<EstimateRecord> {
  const progress = await progressLine(io.stderr, {
    label: `${label} ×${job.scale}`,
    quiet: flags.quiet ?? false,
  });
  const notices: string[] = [];
  try {
    const image = await readImage(job.image, {
      gray: flags.gray ?? false,
      ...(flags.maxPixels && { maxPixels: flags.maxPixels }),
      onNotice: (message) => notices.push(message),
    });
    const options = estimateOptions(job.scale, flags);
    const estimate = await inFile(job.image, () =>
      estimateKernel(image, {
        ...options,
        signal: io.signal,
        onProgress: (p) => progress.update(estimateStep(p)),
      }),
    );
    progress.done();
    const files = await encodeKernels(job, estimate, { ...options, gray: flags.gray ?? false });
    await writeFiles(files, { force: flags.force ?? false });
    const warnings = [...notices, ...estimate.warnings];
    report(job, estimate, warnings, flags, io);
    return succeeded(job, estimate, warnings);
  } catch (error) {
    progress.done();
    if (io.signal.aborted) throw error;
    printError(io.stderr, error);
    return failedImage(job.image, error);
  }
}

function estimateOptions(scale: Scale, flags: EstimateFlags): EstimateOptions {
  const { seed, preset, iterations, device, threads, kernelSize, real, restarts } = flags;
  return {
    scale,
    seed,
    ...(preset && { preset }),
    ...(iterations !== undefined && { iterations }),
    ...(device && { device: device as Device }),
    ...(threads !== undefined && { threads }),
    ...(kernelSize !== undefined && { kernelSize }),
    ...(real && { real }),
    ...(restarts !== undefined && { maxRestarts: restarts }),
  };
}

function encodeKernels(
  job: Job,
  estimate: Estimate,
  options: Record<string, unknown>,
): Promise<FileContent[]> {
  const files = job.outputs.map(async ({ scale, format, path }) => {
    const kernel = estimate.kernels[scale as Scale];
    if (!kernel) throw new Error(`the estimate has no ×${scale} kernel`);
    return { path, bytes: await encodeKernel(format, kernel, origin(job, scale, estimate, options)) };
  });
  return Promise.all(files);
}

function origin(job: Job, scale: number, estimate: Estimate, options: Record<string, unknown>): KernelOrigin {
  const { seed, restarts, warnings, timing, history } = estimate;
  return {
    name: imageName(job.image),
    scale,
    image: job.image,
    seed,
    options,
    details: { restarts, warnings, timing, losses: lossSummary(history) },
  };
}

/** What a person wants to see at the end. Warnings show whatever the options. */
function report(job: Job, estimate: Estimate, warnings: string[], flags: EstimateFlags, io: CommandIo): void {
  for (const warning of warnings) io.stderr.write(`kernelgan: warning: ${job.image}: ${warning}\n`);
  if (flags.quiet) return;
  const { kernel, seed, restarts, timing } = estimate;
  const facts = [
    `×${job.scale} kernel in ${timing.seconds.toFixed(1)} s`,
    `${timing.msPerIteration.toFixed(2)} ms an iteration (${timing.device})`,
    `seed ${seed}${restarts > 0 ? ` after ${restarts} restart${restarts > 1 ? "s" : ""}` : ""}`,
  ];
  const files = SCALES_GIVEN[job.scale].map((scale) =>
    listFiles(job.outputs.filter((output) => output.scale === scale)),
  );
  const lines = [
    `${job.image}: ${facts.join(", ")}`,
    ...kernelBlocks(kernel, colourDepth(io.stderr)),
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
  const { kernel, seed, restarts, timing } = estimate;
  return {
    image: job.image,
    scale: job.scale,
    kernel: kernelRows(kernel),
    files: job.outputs.map(({ path }) => path),
    seconds: timing.seconds,
    iterations: timing.iterations,
    msPerIteration: timing.msPerIteration,
    seed,
    restarts,
    warnings,
  };
}
