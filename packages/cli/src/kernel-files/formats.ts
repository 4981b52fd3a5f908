/** Kernels in files: encoding, writing, reading. The formats are @kernelgan/formats'. */
import { extname } from "node:path";
import { type Kernel, KernelGanError, type Warning } from "@kernelgan/core";
import { check, checkNames, checkRecord, type Names, shown } from "@kernelgan/core/internal";
import { kernelFigure } from "@kernelgan/figures";
import {
  encodeKernel as encode,
  type KernelFile,
  type KernelFormat,
  type KernelOrigin,
  type KernelPainter,
  type KernelReading,
  kernelFormats,
  maxFileBytes,
} from "@kernelgan/formats";
import { decodeNamedKernel } from "@kernelgan/formats/internal";
import { fileError } from "../errors/file-error.js";
import { inFile } from "../errors/in-file.js";
import { WRITE_NAMES, type WriteOptions, writeFiles } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { readBytes } from "../files/read-file.js";
import { sharp } from "../image-files/sharp.js";

/** Draws the picture as PNG, with outlines for the text: it looks the same on every machine. */
const drawKernel: KernelPainter = async (k, labels) => {
  // Loaded when needed: a program that only reads, or fails, need not wait for the font.
  const { outlineText } = await import("./glyphs.js");
  const figure = Buffer.from(kernelFigure(k, labels, outlineText));
  try {
    return await sharp(figure).flatten().png({ compressionLevel: 9 }).toBuffer();
  } catch (error) {
    throw new KernelGanError(
      "output",
      `a kernel of ${k.size}×${k.size} is too large for a picture; choose other formats than png`,
      { cause: error },
    );
  }
};

/**
 * A kernel, aligned, in a format and in the convention that its origin names.
 *
 * @throws KernelGanError `invalid-argument` for another format, what is no kernel, an origin that makes no sense, or
 *   "fkp" without a scale
 */
export function encodeKernel(
  format: KernelFormat,
  k: Kernel,
  origin: KernelOrigin = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return encode(format, k, origin, drawKernel);
}

/**
 * Writes a kernel in the format of the path's extension: .mat, .npy, .json or .png.
 *
 * @example
 * await writeKernel("photo_kernel_x2.mat", estimate.kernel, { scale: 2 }, { force: true });
 * await writeKernel("for-usrnet.mat", estimate.kernel, { convention: "kair" });
 * @throws KernelGanError `invalid-argument` for another extension and as for encodeKernel, `output` if the file exists
 *   (without `force`) or cannot be written.
 */
export async function writeKernel(
  path: string,
  k: Kernel,
  origin: KernelOrigin = {},
  options: WriteOptions = {},
): Promise<void> {
  check(typeof path === "string", () => `a kernel file is given by its path, a text; got ${shown(path)}`);
  checkRecord(origin, "a kernel's origin must be an object");
  checkNames(options, WRITE_NAMES);
  const format = kernelFormats.find((f) => extname(path).toLowerCase() === `.${f}`);
  if (!format) {
    throw fileError("invalid-argument", path, `: a kernel file ends in .${kernelFormats.join(", .")}`);
  }
  const bytes = await encodeKernel(format, k, { ...origin, name: origin.name ?? imageName(path) });
  await writeFiles([{ path, bytes }], options);
}

/** How to read a kernel. */
export interface ReadKernelOptions extends Pick<KernelReading, "convention" | "scale"> {
  /** The largest side to accept; default 255. */
  maxKernelSize?: number | undefined;
  /**
   * Called for each thing worth knowing: a centre of mass far from its place, weights whose sum is far from 1, a
   * confidence that is not from 0 to 1, a tone curve that is none.
   */
  onWarning?: ((warning: Warning) => void) | undefined;
}

const READ_NAMES: Names<ReadKernelOptions> = {
  convention: "any",
  scale: "any",
  maxKernelSize: "any",
  onWarning: "function",
};

/**
 * Reads a kernel from any of the formats, and aligns it. The content decides, not the extension.
 *
 * @param options what the file, or its name (`…_x2.mat`), does not say itself, and limits.
 * @returns The kernel, with its `confidence` where the file says it: those that are written of estimates do, but for
 *   .npy, which holds the numbers alone.
 * @example
 * const k = await readKernel("photo_kernel_x2.mat");
 * const k = await readKernel("Set5/gt_k_x2/baby.mat", { convention: "fkp", scale: 2 });
 * @throws KernelGanError `invalid-input` if the file cannot be read, holds no kernel, or one that is larger than is
 *   allowed or whose weights do not sum to a positive number; `invalid-argument` for options that make no sense. The
 *   message starts with the path.
 */
export async function readKernel(path: string, options: ReadKernelOptions = {}): Promise<Kernel> {
  return (await readKernelFile(path, options)).kernel;
}

/** `readKernel`, with the scale where the file (json, png) or else its name (`…_x2.mat`) says it. */
export function readKernelFile(path: string, options: ReadKernelOptions = {}): Promise<KernelFile> {
  return readKernelBy("convention", path, options);
}

/** The same for a caller of whose options another says whose kernel it is: warnings name that one. */
export async function readKernelBy(
  conventionOption: string,
  path: string,
  options: ReadKernelOptions,
): Promise<KernelFile> {
  check(typeof path === "string", () => `a kernel file is given by its path, a text; got ${shown(path)}`);
  checkNames(options, READ_NAMES);
  const { maxKernelSize: maxSize, convention, scale, onWarning } = options;
  const bytes = await readBytes(path, { maxBytes: maxFileBytes({ maxSize }) });
  return inFile(path, () =>
    decodeNamedKernel(bytes, path, {
      maxSize,
      convention,
      scale,
      conventionOption,
      onWarning: ({ code, message }) => onWarning?.({ code, message: `${path}: ${message}` }),
    }),
  );
}
