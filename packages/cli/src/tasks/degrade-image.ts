/**
 * Test cases in DIV2KRK's way: a low-resolution image and the kernel that made it,
 *
 *     LR = jpeg( round( (HR ⋆ k) ↓s + N(0, σ) ) )
 *
 * HR is first cut at the right and the bottom to a multiple of s, so that LR is exactly 1/s of it.
 *
 * Each image has random numbers of its own, from the seed and the image's name: they do not depend on what other images
 * there are, nor on where the result goes.
 */
import { createHash } from "node:crypto";
import { basename, dirname, extname } from "node:path";
import {
  crop,
  downscale,
  type Kernel,
  type KernelConvention,
  KernelGanError,
  type PlanarImage,
  planarImage,
  random,
  randomKernel,
} from "@kernelgan/core";
import type { KernelFormat, KernelOrigin } from "@kernelgan/formats";
import { checkReplaceable, type FileContent } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { readImage } from "../image-files/read-image.js";
import { encodeImage, jpegRoundTrip } from "../image-files/write-image.js";
import { encodeKernel, readKernel } from "../kernel-files/formats.js";
import { kernelOutputs } from "./outputs.js";

/** How to degrade. */
export interface DegradeTask {
  scale: number;
  /** A kernel file; without it a random kernel is drawn. */
  kernel?: string | undefined;
  /** Of that file, if it does not say so itself, and of those that are written. */
  kernelConvention: KernelConvention;
  seed: number;
  /** Standard deviation of the noise in gray levels of 255. */
  noise: number;
  /** JPEG quality: LR is compressed, and decompressed again unless its file is a JPEG itself. */
  jpeg?: number | undefined;
  /** Kernel files to write beside LR. */
  formats: readonly KernelFormat[];
  maxPixels?: number | undefined;
  /** Replace files that exist. */
  force: boolean;
}

/** An image to degrade. */
export interface DegradeInput {
  /** The high-resolution image. */
  image: string;
  /** Names it among the others: together with the seed, the start of its random numbers. */
  stem: string;
  /** The low-resolution image to write. */
  output: string;
}

/** A test case, and its files to write. */
export interface DegradedImage {
  kernel: Kernel;
  high: PlanarImage;
  low: PlanarImage;
  files: FileContent[];
}

/** Streams of the seed: noise does not change with the kernel, nor the kernel with the noise. */
const KERNEL_STREAM = 0;
const NOISE_STREAM = 1;

/**
 * Makes a test case of an image.
 *
 * @param onNotice receives what is worth knowing about the image's file
 * @throws KernelGanError as readImage and readKernel; `output` if a file exists; `image-too-small`
 */
export async function degradeImage(
  { image, stem, output }: DegradeInput,
  task: DegradeTask,
  onNotice: (message: string) => void,
): Promise<DegradedImage> {
  const { scale, noise, jpeg, force, kernelConvention: convention } = task;
  const name = imageName(output);
  const kernelFiles = kernelOutputs(dirname(output), name, [scale], task.formats);
  for (const path of [output, ...kernelFiles.map(({ path }) => path)]) checkReplaceable(path, { force });

  const seed = seedOf(task.seed, stem);
  const kernel = task.kernel
    ? await readKernel(task.kernel, { convention, scale })
    : randomKernel(random(seed, KERNEL_STREAM), { scale });
  const high = cutToMultiple(await readImage(image, { maxPixels: task.maxPixels, onNotice }), scale, image);
  const clean = withNoise(downscale(high, kernel, scale), noise / 255, seed);
  // Writing rounds to 8 bits, and compresses if the file is a JPEG itself.
  const isJpeg = [".jpg", ".jpeg"].includes(extname(output).toLowerCase());
  const low = jpeg === undefined || isJpeg ? clean : await jpegRoundTrip(clean, jpeg);

  const origin: KernelOrigin = {
    name,
    scale,
    convention,
    image: basename(image),
    seed: task.seed,
    options: { noise, jpeg },
  };
  const files = [{ path: output, bytes: await encodeImage(output, low, jpeg) }];
  for (const { format, path } of kernelFiles) {
    files.push({ path, bytes: await encodeKernel(format, kernel, origin) });
  }
  return { kernel, high, low, files };
}

/** A seed for each name. */
function seedOf(seed: number, stem: string): number {
  return createHash("sha256").update(`${seed}/${stem}`).digest().readUInt32LE();
}

/** The image without the columns and rows by which it exceeds a multiple of the scale. */
function cutToMultiple(image: PlanarImage, scale: number, path: string): PlanarImage {
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

function withNoise(image: PlanarImage, sigma: number, seed: number): PlanarImage {
  if (sigma === 0) return image;
  const noise = random(seed, NOISE_STREAM);
  const data = image.data.map((value) => value + sigma * noise.normal());
  return planarImage(image.width, image.height, image.channels, data);
}
