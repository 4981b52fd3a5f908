/**
 * `kernelgan degrade IMAGE…`: test cases in DIV2KRK's way, a low-resolution image and the kernel that made it:
 *
 *     LR = jpeg( round( (HR ⋆ k) ↓s + N(0, σ) ) )
 *
 * HR is first cut at the right and the bottom to a multiple of s, so that LR is exactly 1/s of it.
 *
 * Of several images each has random numbers of its own, from the seed and the image's name: they do not change with what
 * other images there are.
 */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import {
  crop,
  downscale,
  type Kernel,
  KernelGanError,
  kernelRows,
  type PlanarImage,
  planarImage,
  random,
  randomKernel,
} from "@kernelgan/core";
import type { KernelFormat, KernelOrigin } from "@kernelgan/formats";
import { checkFolderWritable, checkReplaceable, writeFiles } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { checkImageExtension } from "../image-files/formats.js";
import { readImage } from "../image-files/read-image.js";
import { encodeImage, jpegRoundTrip } from "../image-files/write-image.js";
import { encodeKernel, readKernel } from "../kernel-files/formats.js";
import { type FailedImage, failedImage, runImageJobs } from "../tasks/each-image.js";
import { findImages } from "../tasks/find-images.js";
import { kernelOutputs } from "../tasks/outputs.js";
import { type CommandIo, printError, printJson } from "../terminal/command-io.js";

/** The options of the command. */
export interface DegradeFlags {
  /** A kernel file; without it a random kernel is drawn. */
  kernel?: string;
  scale: number;
  /** The low-resolution image, or a folder for them. Kernels go beside it. */
  out: string;
  /** Standard deviation of the noise on the scale 0 to 255. */
  noise: number;
  /** JPEG quality: LR is compressed, and decompressed again unless `out` is a JPEG itself. */
  jpeg?: number;
  seed: number;
  formats: KernelFormat[];
  maxPixels?: number;
  force?: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** Streams of the seed: noise does not change with the kernel, nor the kernel with the noise. */
const KERNEL_STREAM = 0;
const NOISE_STREAM = 1;

/** One test case to make. */
interface Job {
  /** The high-resolution image. */
  image: string;
  /** The low-resolution one. */
  output: string;
  seed: number;
}

/** What `--json` prints: of `--out FILE` one, of `--out DIR` an array with one for each image. */
interface DegradeRecord {
  image: string;
  scale: number;
  kernel: number[][];
  /** The files written. */
  files: string[];
  width: number;
  height: number;
  noise: number;
  jpeg: number | null;
  seed: number;
}

/**
 * Runs the command.
 *
 * @param inputs one image for `--out FILE`; images, folders and globs (batch/inputs.ts) for `--out DIR`
 * @returns The exit code: 0, or 1 if one of several images failed.
 * @throws KernelGanError for what is wrong with the call as a whole, or with the one image of `--out FILE`; `aborted`
 */
export async function degradeCommand(
  inputs: readonly string[],
  flags: DegradeFlags,
  io: CommandIo,
): Promise<number> {
  if (namesFolder(flags.out)) return degradeFolder(inputs, flags, io);
  checkImageExtension(flags.out);
  if (inputs.length > 1) {
    throw new KernelGanError(
      "invalid-argument",
      `--out ${flags.out} is one file for ${inputs.length} images; give a folder`,
    );
  }
  await checkFolderWritable(dirname(flags.out));
  const record = await degradeOne({ image: inputs[0], output: flags.out, seed: flags.seed }, flags, io);
  if (flags.json) await printJson(io.stdout, record);
  return 0;
}

/** A folder has no extension, or is there already. */
function namesFolder(path: string): boolean {
  return extname(path) === "" || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

async function degradeFolder(inputs: readonly string[], flags: DegradeFlags, io: CommandIo): Promise<number> {
  const images = await findImages(inputs, flags.out);
  await checkFolderWritable(flags.out);
  if (flags.kernel) await readKernel(flags.kernel);
  const jobs = images.map(({ path, stem }): Job => {
    return { image: path, output: join(flags.out, `${stem}.png`), seed: seedOf(flags.seed, stem) };
  });
  const run = async (job: Job): Promise<DegradeRecord | FailedImage> => {
    try {
      return await degradeOne(job, flags, io);
    } catch (error) {
      if (io.signal.aborted) throw error;
      printError(io.stderr, error);
      return failedImage(job.image, error);
    }
  };
  return runImageJobs(jobs, run, flags.json ?? false, io);
}

/** A seed for each name: with it, `degrade` makes the same of that image alone. */
function seedOf(seed: number, stem: string): number {
  return createHash("sha256").update(`${seed}/${stem}`).digest().readUInt32LE();
}

async function degradeOne(job: Job, flags: DegradeFlags, io: CommandIo): Promise<DegradeRecord> {
  const { image, output, seed } = job;
  const { scale, noise, jpeg, force = false } = flags;
  const name = imageName(output);
  const kernelFiles = kernelOutputs(dirname(output), name, [scale], flags.formats);
  for (const path of [output, ...kernelFiles.map(({ path }) => path)]) checkReplaceable(path, { force });

  const kernel = flags.kernel
    ? await readKernel(flags.kernel)
    : randomKernel(random(seed, KERNEL_STREAM), { scale });
  const sharp = await readSharp(image, flags, io);
  const low = await degrade(sharp, kernel, job, flags);
  const origin: KernelOrigin = { name, scale, image: basename(image), seed, options: { noise, jpeg } };
  const files = [
    { path: output, bytes: await encodeImage(output, low, jpeg) },
    ...(await Promise.all(
      kernelFiles.map(async ({ format, path }) => ({
        path,
        bytes: await encodeKernel(format, kernel, origin),
      })),
    )),
  ];
  if (io.signal.aborted) throw new KernelGanError("aborted", "stopped");
  await writeFiles(files, { force });
  const written = files.map(({ path }) => path);
  if (!flags.quiet) {
    const sizes = `${sharp.width}×${sharp.height} → ${low.width}×${low.height}`;
    io.stderr.write(`${image}: ${sizes}, ${written.join(", ")}\n`);
  }
  return {
    image,
    scale,
    kernel: kernelRows(kernel),
    files: written,
    width: low.width,
    height: low.height,
    noise,
    jpeg: jpeg ?? null,
    seed,
  };
}

/** The high-resolution image, cut to a multiple of the scale. */
async function readSharp(
  path: string,
  { scale, maxPixels }: DegradeFlags,
  io: CommandIo,
): Promise<PlanarImage> {
  const image = await readImage(path, {
    ...(maxPixels && { maxPixels }),
    onNotice: (message) => io.stderr.write(`kernelgan: warning: ${path}: ${message}\n`),
  });
  const width = image.width - (image.width % scale);
  const height = image.height - (image.height % scale);
  if (width === 0 || height === 0) {
    const size = `${image.width}×${image.height}`;
    throw new KernelGanError("image-too-small", `${path}: ${size} pixels give no image at 1/${scale}`);
  }
  return width === image.width && height === image.height
    ? image
    : crop(image, { x: 0, y: 0, width, height });
}

async function degrade(
  image: PlanarImage,
  kernel: Kernel,
  { output, seed }: Job,
  { scale, noise, jpeg }: DegradeFlags,
): Promise<PlanarImage> {
  const low = withNoise(downscale(image, kernel, scale), noise / 255, seed);
  const outIsJpeg = [".jpg", ".jpeg"].includes(extname(output).toLowerCase());
  // Writing rounds to 8 bits, and compresses if the file is a JPEG itself.
  return jpeg === undefined || outIsJpeg ? low : jpegRoundTrip(low, jpeg);
}

function withNoise(image: PlanarImage, sigma: number, seed: number): PlanarImage {
  if (sigma === 0) return image;
  const noise = random(seed, NOISE_STREAM);
  const data = image.data.map((value) => value + sigma * noise.normal());
  return planarImage(image.width, image.height, image.channels, data);
}
