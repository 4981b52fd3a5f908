/**
 * `kernelgan degrade IMAGE`: test cases in DIV2KRK's way, a low-resolution image and the kernel that made it:
 *
 *     LR = jpeg( round( (HR ⋆ k) ↓s + N(0, σ) ) )
 *
 * HR is first cut at the right and the bottom to a multiple of s, so that LR is exactly 1/s of it.
 */
import { basename, dirname, extname } from "node:path";
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
import { checkImageExtension } from "../image-files/formats.js";
import { readImage } from "../image-files/read-image.js";
import { encodeImage, jpegRoundTrip } from "../image-files/write-image.js";
import { encodeKernel, readKernel } from "../kernel-files/formats.js";
import { kernelOutputs } from "../tasks/outputs.js";
import { type CommandIo, printJson } from "./io.js";

/** The options of the command. */
export interface DegradeFlags {
  /** A kernel file; without it a random kernel is drawn. */
  kernel?: string;
  scale: number;
  /** The low-resolution image. Kernels go beside it. */
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

/** Runs the command. Errors are thrown. */
export async function degradeCommand(imagePath: string, flags: DegradeFlags, io: CommandIo): Promise<void> {
  const { scale, out, noise, jpeg, seed, force = false } = flags;
  const stem = basename(out, extname(out));
  const outputs = kernelOutputs(dirname(out), stem, [scale], flags.formats);
  checkImageExtension(out);
  await checkFolderWritable(dirname(out));
  for (const path of [out, ...outputs.map((output) => output.path)]) checkReplaceable(path, { force });

  const kernel = flags.kernel
    ? await readKernel(flags.kernel)
    : randomKernel(random(seed, KERNEL_STREAM), { scale });
  const sharp = await readSharp(imagePath, flags, io);
  const low = await degrade(sharp, kernel, flags);
  const origin: KernelOrigin = { name: stem, scale, image: imagePath, seed, options: { noise, jpeg } };
  const files = [
    { path: out, bytes: await encodeImage(out, low, jpeg) },
    ...(await Promise.all(
      outputs.map(async ({ format, path }) => ({ path, bytes: await encodeKernel(format, kernel, origin) })),
    )),
  ];
  if (io.signal.aborted) throw new KernelGanError("aborted", "stopped");
  await writeFiles(files, { force });
  const written = files.map(({ path }) => path);
  if (flags.json) {
    await printJson(io.stdout, {
      image: imagePath,
      scale,
      kernel: kernelRows(kernel),
      files: written,
      width: low.width,
      height: low.height,
      noise,
      jpeg: jpeg ?? null,
      seed,
    });
  }
  if (!flags.quiet) {
    const sizes = `${sharp.width}×${sharp.height} → ${low.width}×${low.height}`;
    io.stderr.write(`${imagePath}: ${sizes}, ${written.join(", ")}\n`);
  }
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

async function degrade(image: PlanarImage, kernel: Kernel, flags: DegradeFlags): Promise<PlanarImage> {
  const low = withNoise(downscale(image, kernel, flags.scale), flags.noise / 255, flags.seed);
  const outIsJpeg = [".jpg", ".jpeg"].includes(extname(flags.out).toLowerCase());
  // Writing rounds to 8 bits, and compresses if the file is a JPEG itself.
  return flags.jpeg === undefined || outIsJpeg ? low : jpegRoundTrip(low, flags.jpeg);
}

function withNoise(image: PlanarImage, sigma: number, seed: number): PlanarImage {
  if (sigma === 0) return image;
  const noise = random(seed, NOISE_STREAM);
  const data = image.data.map((value) => value + sigma * noise.normal());
  return planarImage(image.width, image.height, image.channels, data);
}
