/**
 * `kernelgan upscale IMAGE…`: blind super-resolution from end to end. Estimates each image's kernel, unless one is given,
 * and upscales the image for it.
 */
import { basename, dirname, extname, join } from "node:path";
import {
  analyticKernel,
  bicubicKernel,
  DEVICES,
  type Device,
  type Estimate,
  type EstimateOptions,
  estimateKernel,
  imresize,
  type Kernel,
  KernelGanError,
  kernelRows,
  type Preset,
  RESTORE_METHODS,
  type RestoreMethod,
  type SuperResolution,
  type SuperResolveOptions,
  superResolve,
  UPSCALE_FACTORS,
  type UpscaleFactor,
} from "@kernelgan/core";
import type { KernelFormat } from "@kernelgan/formats";
import { checkFolderWritable, type FileContent, writeFiles } from "../files/atomic-write.js";
import { inFile } from "../files/in-file.js";
import { checkImageFits, isImageName } from "../image-files/formats.js";
import type { Picture } from "../image-files/picture.js";
import { readPicture } from "../image-files/read-picture.js";
import { compositedImage } from "../image-files/transparency.js";
import { encodePicture } from "../image-files/write-picture.js";
import { encodeKernel, readKernelFile } from "../kernel-files/formats.js";
import { reportHtml } from "../report/report.js";
import { estimateStep } from "../terminal/estimate-progress.js";
import { colourDepth, kernelBlocks } from "../terminal/kernel-blocks.js";
import { type ProgressLine, progressLine } from "../terminal/progress.js";
import { upscaleStep } from "../terminal/upscale-progress.js";
import { version } from "../version.js";
import { oneOf } from "./arguments.js";
import { type FailedImage, failedImage, type Plan, runImageJobs } from "./image-jobs.js";
import { type CommandIo, printError } from "./io.js";
import { imageName, kernelOutputs, outputChecker } from "./outputs.js";
import { repeatCommand } from "./repeat-command.js";

/** The options of the command. What is left out takes the library's default. */
export interface UpscaleFlags {
  scale: number;
  method: RestoreMethod;
  /** A kernel file, or "bicubic"; without it the kernel is estimated. */
  kernel?: string;
  /** The kernel given is known to be exact. */
  exactKernel?: boolean;
  real?: boolean;
  noiseScale?: number;
  /** Standard deviation of the image's noise on the scale 0 to 255, for `fast`. */
  noise?: number;
  /** A folder, or for a single image a file. */
  out: string;
  seed: number;
  preset?: Preset;
  /** Of the estimate. */
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
      /** "estimated", "bicubic" or the kernel's file. */
      kernelOrigin: string;
      /** Rows of the kernel. */
      kernel: number[][];
      /** All files written. */
      files: string[];
      seconds: { estimate: number; upscale: number; all: number };
      /** Standard deviation of the noise, in [0, 1]: assumed by `fast`, or put on the examples of `zssr`. */
      noise: number;
      seed: number;
      warnings: string[];
    }
  | FailedImage;

/** Kernels by factor and where they come from. */
interface KernelSource {
  origin: string;
  kernels: Partial<Record<number, Kernel>>;
}

interface Job {
  image: string;
  scale: UpscaleFactor;
  output: string;
  report?: string;
  kernelFiles: { path: string; format: KernelFormat }[];
  /** Absent where the kernel is to be estimated. */
  given?: KernelSource;
}

const BICUBIC = "bicubic";

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
    const scale = oneOf(UPSCALE_FACTORS, flags.scale, "scale");
    oneOf(RESTORE_METHODS, flags.method, "method");
    if (flags.device !== undefined) oneOf(DEVICES, flags.device, "device");
    const toFile = isImageName(flags.out);
    if (toFile && images.length > 1) {
      throw new KernelGanError(
        "invalid-argument",
        `--out ${flags.out} is one file for ${images.length} images; give a folder`,
      );
    }
    const folder = toFile ? dirname(flags.out) : flags.out;
    await checkFolderWritable(folder);
    const given = flags.kernel === undefined ? undefined : await readGivenKernel(flags.kernel, scale);
    const checkOutputs = outputChecker(flags.force ?? false);
    return await Promise.all(
      images.map(async (image): Promise<Plan<Job>> => {
        const output = toFile ? flags.out : join(folder, `${imageName(image)}_x${scale}.png`);
        const stem = output.slice(0, -extname(output).length);
        const job: Job = {
          image,
          scale,
          output,
          kernelFiles: kernelOutputs(folder, imageName(image), [scale], flags.formats),
          ...(flags.report && { report: `${stem}.html` }),
          ...(given && { given }),
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

function outputsOf({ output, report, kernelFiles }: Job): string[] {
  return [output, ...(report ? [report] : []), ...kernelFiles.map(({ path }) => path)];
}

/** A kernel for ×2 serves ×4 too: that of ×4 follows from it. */
async function readGivenKernel(given: string, scale: UpscaleFactor): Promise<KernelSource> {
  if (given === BICUBIC) {
    return { origin: BICUBIC, kernels: { 2: bicubicKernel(2), 3: bicubicKernel(3), 4: bicubicKernel(4) } };
  }
  const file = await readKernelFile(given);
  if (file.scale === 2 && scale === 4) {
    return { origin: given, kernels: { 2: file.kernel, 4: analyticKernel(file.kernel, 4) } };
  }
  if (file.scale !== undefined && file.scale !== scale) {
    throw new KernelGanError(
      "invalid-argument",
      `${given} is a kernel for ×${file.scale}; give one for ×${scale}, or --scale ${file.scale}`,
    );
  }
  return { origin: given, kernels: { [scale]: file.kernel } };
}

/** Everything about one image that is done. */
interface Done {
  picture: Picture;
  origin: string;
  estimate?: Estimate;
  result: SuperResolution;
  warnings: string[];
  /** Seconds of reading, estimating and upscaling. */
  seconds: { read: number; estimate: number; upscale: number };
}

async function runJob(job: Job, label: string, flags: UpscaleFlags, io: CommandIo): Promise<UpscaleRecord> {
  const started = performance.now();
  const progress = await progressLine(io.stderr, {
    label: `${label} ×${job.scale}`,
    quiet: flags.quiet ?? false,
  });
  try {
    const done = await upscale(job, flags, io, progress);
    progress.done();
    const files = await encodeOutputs(job, done, flags);
    if (io.signal.aborted) throw new KernelGanError("aborted", "stopped");
    await writeFiles(files, { force: flags.force ?? false });
    const seconds = (performance.now() - started) / 1000;
    tell(job, done, seconds, flags, io);
    return succeeded(job, done, seconds, flags.seed);
  } catch (error) {
    progress.done();
    if (io.signal.aborted) throw error;
    printError(io.stderr, error);
    return failedImage(job.image, error);
  }
}

async function upscale(
  job: Job,
  flags: UpscaleFlags,
  { signal }: CommandIo,
  progress: ProgressLine,
): Promise<Done> {
  const { scale, given } = job;
  const warnings: string[] = [];
  const clock = stopwatch();
  const picture = await readPicture(job.image, {
    ...(flags.maxPixels && { maxPixels: flags.maxPixels }),
    onNotice: (message) => warnings.push(message),
  });
  const { image } = picture;
  checkImageFits(job.output, scale * image.width, scale * image.height);
  const read = clock();
  const common = {
    scale,
    seed: flags.seed,
    signal,
    ...(flags.device && { device: flags.device as Device }),
    ...(flags.threads !== undefined && { threads: flags.threads }),
    ...(flags.real && { real: true }),
  };
  let estimate: Estimate | undefined;
  if (!given) {
    const options: EstimateOptions = {
      ...common,
      ...(flags.preset && { preset: flags.preset }),
      ...(flags.iterations !== undefined && { iterations: flags.iterations }),
      onProgress: (p) => progress.update({ phase: "1/2 kernel", ...estimateStep(p) }),
    };
    estimate = await inFile(job.image, () => estimateKernel(compositedImage(picture), options));
    warnings.push(...estimate.warnings);
  }
  const estimated = clock();
  const kernels = estimate?.kernels ?? given?.kernels ?? {};
  const options: SuperResolveOptions = {
    ...common,
    method: flags.method,
    ...(flags.exactKernel && { exactKernel: true }),
    ...(flags.noiseScale !== undefined && { noiseScale: flags.noiseScale }),
    ...(flags.noise !== undefined && { noise: flags.noise / 255 }),
    ...(flags.zssrIterations !== undefined && { iterations: flags.zssrIterations }),
    onProgress: (p) => progress.update({ phase: given ? "picture" : "2/2 picture", ...upscaleStep(p) }),
  };
  const result = await inFile(job.image, () => superResolve(image, kernels, options));
  warnings.push(...result.warnings.filter((warning) => !warnings.includes(warning)));
  return {
    picture,
    origin: given?.origin ?? "estimated",
    ...(estimate && { estimate }),
    result,
    warnings,
    seconds: { read, estimate: estimated, upscale: clock() },
  };
}

/** Each call tells the seconds since the one before. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return (last - before) / 1000;
  };
}

async function encodeOutputs(job: Job, done: Done, flags: UpscaleFlags): Promise<FileContent[]> {
  const { picture, result, warnings, estimate, origin, seconds } = done;
  const { scale } = job;
  const larger: Picture = {
    ...picture,
    image: result.image,
    // Alpha has an edge of its own, which the kernel says nothing about.
    ...(picture.alpha && { alpha: imresize(picture.alpha, { scale }) }),
  };
  const files: FileContent[] = [
    {
      path: job.output,
      bytes: await encodePicture(job.output, larger, {
        ...(flags.quality !== undefined && { quality: flags.quality }),
        onNotice: (message) => warnings.push(message),
      }),
    },
  ];
  for (const { path, format } of job.kernelFiles) {
    const bytes = await encodeKernel(format, result.kernel, {
      name: imageName(job.image),
      scale,
      image: job.image,
      seed: estimate?.seed ?? flags.seed,
    });
    files.push({ path, bytes });
  }
  if (job.report) {
    const text = await reportHtml({
      title: basename(job.image),
      input: picture.image,
      output: result.image,
      ...(picture.icc && { icc: picture.icc }),
      scale,
      kernel: result.kernel,
      kernelOrigin: origin === "estimated" || origin === BICUBIC ? origin : `given: ${origin}`,
      ...(estimate && { estimate }),
      restoration: {
        method: result.method,
        noise: result.noise,
        trainings: result.trainings,
      },
      settings: settingsOf(job, flags),
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
    files.push({ path: job.report, bytes: Buffer.from(text) });
  }
  return files;
}

function settingsOf({ scale }: Job, flags: UpscaleFlags): Record<string, string | number | boolean> {
  const { method, kernel, exactKernel, real, noiseScale, noise, seed, preset, iterations } = flags;
  const { zssrIterations, device, threads } = flags;
  const all = {
    scale,
    method,
    kernel: kernel ?? "estimated",
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
function tell(job: Job, done: Done, seconds: number, flags: UpscaleFlags, io: CommandIo): void {
  const { picture, result, estimate, origin, warnings } = done;
  for (const warning of warnings) io.stderr.write(`kernelgan: warning: ${job.image}: ${warning}\n`);
  if (flags.quiet) return;
  const { width, height } = result.image;
  const facts = [
    `${picture.image.width}×${picture.image.height} → ${width}×${height} in ${seconds.toFixed(1)} s`,
    estimate
      ? `kernel estimated in ${done.seconds.estimate.toFixed(1)} s (seed ${estimate.seed})`
      : `kernel ${origin}`,
    `upscaled in ${done.seconds.upscale.toFixed(1)} s (${result.method})`,
  ];
  const lines = [
    `${job.image}: ${facts.join(", ")}`,
    ...(estimate ? kernelBlocks(result.kernel, colourDepth(io.stderr)) : []),
    ...outputsOf(job),
  ];
  io.stderr.write(`${lines.join("\n  ")}\n`);
}

function succeeded(job: Job, done: Done, all: number, seed: number): UpscaleRecord {
  const { result, estimate, origin, warnings, seconds } = done;
  return {
    image: job.image,
    scale: job.scale,
    method: result.method,
    output: job.output,
    width: result.image.width,
    height: result.image.height,
    kernelOrigin: origin,
    kernel: kernelRows(result.kernel),
    files: outputsOf(job),
    seconds: { estimate: estimate ? seconds.estimate : 0, upscale: seconds.upscale, all },
    noise: result.noise,
    seed: estimate?.seed ?? seed,
    warnings,
  };
}
