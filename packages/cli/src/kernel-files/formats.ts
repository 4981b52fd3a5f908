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
  type KernelReading,
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

/** A kernel, aligned, in a format and in the convention that its origin names. */
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
 * await writeKernel("for-usrnet.mat", estimate.kernel, { convention: "kair" });
 * @throws KernelGanError `invalid-argument` for another extension and for "fkp" without a scale, `output` if the file exists (without `force`) or
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
 * Reads a kernel from any of the formats, and aligns it. The content decides, not the extension.
 *
 * @param reading what the file, or its name (`…_x2.mat`), does not say itself.
 * @example
 * const k = await readKernel("photo_kernel_x2.mat");
 * const k = await readKernel("Set5/gt_k_x2/baby.mat", { convention: "fkp", scale: 2 });
 * @throws KernelGanError `invalid-input` if the file is missing or holds no kernel. The message starts with the path.
 */
export async function readKernel(path: string, reading: KernelReading = {}): Promise<Kernel> {
  return (await readKernelFile(path, reading)).kernel;
}

/** `readKernel`, with the scale where the file (json, png) or else its name (`…_x2.mat`) says it. */
export function readKernelFile(path: string, reading: KernelReading = {}): Promise<KernelFile> {
  return inFile(path, async () => {
    const scale = scaleInName(path);
    const file = await decodeKernel(await readBytes(path), { ...reading, scale: scale ?? reading.scale });
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
