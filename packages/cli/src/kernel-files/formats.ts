/** Kernels in files: encoding, writing, reading. The formats are @kernelgan/formats'. */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { type Kernel, KernelGanError } from "@kernelgan/core";
import { kernelFigure } from "@kernelgan/figures";
import {
  decodeKernel,
  encodeKernel as encode,
  type KernelFile,
  type KernelFormat,
  type KernelOrigin,
  type KernelPainter,
  kernelFormats,
} from "@kernelgan/formats";
import { fileReason, inFile } from "../errors/in-file.js";
import { type WriteOptions, writeFiles } from "../files/atomic-write.js";
import { imageName, scaleInName } from "../files/output-names.js";
import { sharp } from "../image-files/sharp.js";

/** Draws the picture as PNG, with outlines for the text: it looks the same on every machine. */
const drawKernel: KernelPainter = async (k, labels) => {
  // Loaded when needed: a program that only reads, or fails, need not wait for the font.
  const { outlineText } = await import("./glyphs.js");
  return sharp(Buffer.from(kernelFigure(k, labels, outlineText)))
    .flatten()
    .png({ compressionLevel: 9 })
    .toBuffer();
};

/** A kernel in a format. */
export function encodeKernel(
  format: KernelFormat,
  k: Kernel,
  origin: KernelOrigin = {},
): Promise<Uint8Array> {
  return encode(format, k, origin, drawKernel);
}

/**
 * Writes a kernel in the format of the path's extension: .mat, .npy, .json or .png.
 *
 * @example
 * await writeKernel("photo_kernel_x2.mat", estimate.kernel, { scale: 2 }, { force: true });
 * @throws KernelGanError `invalid-argument` for another extension, `output` if the file exists (without `force`) or
 *   cannot be written.
 */
export async function writeKernel(
  path: string,
  k: Kernel,
  origin: KernelOrigin = {},
  options: WriteOptions = {},
): Promise<void> {
  const format = kernelFormats.find((f) => extname(path).toLowerCase() === `.${f}`);
  if (!format) {
    throw new KernelGanError(
      "invalid-argument",
      `${path}: a kernel file ends in .${kernelFormats.join(", .")}`,
    );
  }
  const bytes = await encodeKernel(format, k, { ...origin, name: origin.name ?? imageName(path) });
  await writeFiles([{ path, bytes }], options);
}

/**
 * Reads a kernel from any of the formats. The content decides, not the extension.
 *
 * @example
 * const k = await readKernel("photo_kernel_x2.mat");
 * @throws KernelGanError `invalid-input` if the file is missing or holds no kernel. The message starts with the path.
 */
export async function readKernel(path: string): Promise<Kernel> {
  return (await readKernelFile(path)).kernel;
}

/** `readKernel`, with the scale where the file (json, png) or else its name (`…_x2.mat`) says it. */
export function readKernelFile(path: string): Promise<KernelFile> {
  return inFile(path, async () => {
    const file = await decodeKernel(await readBytes(path));
    const scale = scaleInName(path);
    return scale === undefined ? file : { scale, ...file };
  });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new KernelGanError("invalid-input", `${fileReason(error)}; check the path`, { cause: error });
  }
}
