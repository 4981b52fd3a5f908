/**
 * Test cases in DIV2KRK's way: a low-resolution image and the kernel that made it,
 *
 *     LR = jpeg( round( (HR ⋆ k) ↓s + N(0, σ) ) )
 *
 * where the blur mixes pixel values or, as a camera's does, linear light,
 *
 *     LR = jpeg( round( e( (e⁻¹(HR) ⋆ k) ↓s ) + N(0, σ) ) )    e: sRGB's transfer function, or the kernel's tone curve,
 *
 * rounded to the bits that HR has a sample. HR is first cut at the right and the bottom to a multiple of s, so that LR
 * is exactly 1/s of it.
 *
 * Each image has random numbers of its own, from the seed and the image's name: they do not depend on what other images
 * there are, nor on where the result goes.
 */
import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import {
  crop,
  downscale,
  type FoundLight,
  type Kernel,
  type KernelConvention,
  kernelSum,
  type PlanarImage,
  planarImage,
  random,
  randomKernel,
  type ToneCurve,
  type Warning,
} from "@kernelgan/core";
import type { KernelFormat, KernelOrigin } from "@kernelgan/formats";
import { fileError } from "../errors/file-error.js";
import type { FileContent } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { imageFormat } from "../image-files/formats.js";
import { jpegRoundTrip, usualJpeg } from "../image-files/jpeg-round-trip.js";
import { transparency } from "../image-files/read-image.js";
import { readPicture } from "../image-files/read-picture.js";
import { encodePicture } from "../image-files/write-picture.js";
import { encodeKernel, readKernelBy } from "../kernel-files/formats.js";
import { type KernelOutput, kernelOutputs } from "./outputs.js";
import { kernelReading, readOptions } from "./task-options.js";

/** How to degrade. */
export interface DegradeTask {
  scale: number;
  /** A kernel file; without it a random kernel is drawn. */
  kernel?: string | undefined;
  /** What the blur mixes; default: what that file says, or encoded pixel values. */
  light?: FoundLight | undefined;
  /** Of that file, if it does not say so itself, and of those that are written. */
  kernelConvention: KernelConvention;
  seed: number;
  /** Standard deviation of the noise in gray levels of 255. */
  noise: number;
  /** JPEG quality: LR is compressed, and decompressed again unless its file is a JPEG itself. */
  jpeg?: number | undefined;
  /** Write LR's pixels alone. */
  strip?: boolean | undefined;
  /** Kernel files to write beside LR. */
  formats: readonly KernelFormat[];
  maxPixels?: number | undefined;
  allowDamaged?: boolean | undefined;
  maxKernelSize?: number | undefined;
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
  light: FoundLight;
  /** Of that light, where it is not sRGB's. */
  toneCurve?: ToneCurve | undefined;
  high: PlanarImage;
  low: PlanarImage;
  files: FileContent[];
}

/** Streams of the seed: noise does not change with the kernel, nor the kernel with the noise. */
const KERNEL_STREAM = 0;
const NOISE_STREAM = 1;

const COMPRESSED_TO_8_BITS: Warning = {
  code: "fewer-colours",
  message: "is compressed as JPEG, which has 8 bits a sample, not 16",
};

/**
 * Makes a test case of an image. It has the depth, the colour profile and the metadata of the image, as far as its
 * format has room for them; transparency is left out.
 *
 * @param onWarning receives what is worth knowing about the image's file and the kernel's, and what is not kept
 * @throws KernelGanError as readPicture, degradingKernel and encodePicture; `image-too-small`
 */
export async function degradeImage(
  { image, stem, output }: DegradeInput,
  task: DegradeTask,
  onWarning: (warning: Warning) => void,
): Promise<DegradedImage> {
  const { scale, noise, jpeg, kernelConvention: convention } = task;
  const { name, kernels } = degradeOutputs(output, scale, task.formats);
  const { alpha, ...picture } = await readPicture(image, { ...readOptions(task), onWarning });
  if (alpha) onWarning(transparency(alpha));
  const high = cutToMultiple(picture.image, scale, image);

  const seed = seedOf(task.seed, stem);
  const kernel = task.kernel
    ? await degradingKernel(task.kernel, task, onWarning)
    : randomKernel(random(seed, KERNEL_STREAM), { scale });
  const light = task.light ?? kernel.light ?? "encoded";
  const toneCurve = light === "linear" ? kernel.toneCurve : undefined;
  const clean = withNoise(downscale(high, kernel, scale, { light, toneCurve }), noise / 255, seed);
  // Writing rounds to the depth of the file, and compresses if that is a JPEG.
  const isJpeg = imageFormat(output).name === "JPEG";
  const isCompressedFirst = jpeg !== undefined && !isJpeg;
  const low = isCompressedFirst ? await jpegRoundTrip(clean, jpeg) : clean;
  const depth = isCompressedFirst ? 8 : picture.depth;
  if (depth < picture.depth) onWarning(COMPRESSED_TO_8_BITS);

  const trueKernel: Kernel = { ...kernel, confidence: 1, fellBack: undefined, light, toneCurve };
  const origin: KernelOrigin = {
    name,
    scale,
    convention,
    image: basename(image),
    seed: task.seed,
    options: { noise, jpeg },
  };
  const encoding = { ...(jpeg !== undefined && isJpeg && usualJpeg(jpeg)), strip: task.strip, onWarning };
  const files = [
    { path: output, bytes: await encodePicture(output, { ...picture, image: low, depth }, encoding) },
  ];
  for (const { format, path } of kernels) {
    files.push({ path, bytes: await encodeKernel(format, trueKernel, origin) });
  }
  return { kernel, light, toneCurve, high, low, files };
}

/** The name of a test case by its low-resolution image, and its kernel files. */
export function degradeOutputs(
  output: string,
  scale: number,
  formats: readonly KernelFormat[],
): { name: string; kernels: KernelOutput[] } {
  const name = imageName(output);
  return { name, kernels: kernelOutputs(dirname(output), name, [scale], formats) };
}

/** How far from 1 the sum of a kernel's weights may be: kernels are stored with few digits at times. */
const SUM_TOLERANCE = 0.01;

/**
 * A kernel from a file, to degrade images with.
 *
 * @param onWarning receives what is unusual about the kernel
 * @throws KernelGanError as readKernelFile; `invalid-input` for a kernel that is no blur, as it would change the
 *   brightness; `invalid-argument` for one of another scale
 */
export async function degradingKernel(
  path: string,
  task: Pick<DegradeTask, "scale" | "maxKernelSize" | "kernelConvention">,
  onWarning?: (warning: Warning) => void,
): Promise<Kernel> {
  const { scale } = task;
  const { kernel, scale: own = scale } = await readKernelBy("kernelConvention", path, {
    ...kernelReading(task),
    onWarning,
  });
  // A scale of 1 only blurs.
  if (own !== scale && scale !== 1) {
    const remedy = `give one for ×${scale}, or "scale" ${own}`;
    throw fileError("invalid-argument", path, ` is a kernel for ×${own}; ${remedy}`);
  }
  const sum = kernelSum(kernel);
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return kernel;
  const reason = `its weights sum to ${sum.toPrecision(3)}; a blur's sum is 1, so divide them by that`;
  throw fileError("invalid-input", path, `: ${reason}`);
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
    throw fileError("image-too-small", path, `: ${size} pixels give no image at 1/${scale}`);
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
