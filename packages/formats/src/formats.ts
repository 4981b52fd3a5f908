/** Kernels in any of the file formats. */
import {
  fromConvention,
  type Kernel,
  type KernelConvention,
  KernelGanError,
  toConvention,
} from "@kernelgan/core";
import { check, checkKernel, checkNames, type Names, shown } from "@kernelgan/core/internal";
import type { FigureLabels } from "@kernelgan/figures";
import { checkBytes } from "./bytes.js";
import { type KernelFormat, kernelFormats } from "./format-names.js";
import { DECODE_NAMES, type DecodeOptions, maxFileBytes } from "./limits.js";
import { decodeMat, encodeMat, isMat } from "./mat.js";
import { decodeNpy, encodeNpy, isNpy } from "./npy.js";
import { checkHeld, checkOrigin, type KernelOrigin } from "./origin.js";
import { decodeKernelPng, embedKernel } from "./png.js";
import { isPng } from "./png-chunks.js";
import { decodeJson, encodeJson, type KernelFile, type StoredKernel } from "./record.js";

/** Draws `kernelFigure` (@kernelgan/figures) as PNG: the part that Node and browsers do differently. */
export type KernelPainter = (k: Kernel, labels: FigureLabels) => Promise<Uint8Array>;

/**
 * A kernel in a format, and in the convention that its origin names.
 *
 * @param k aligned.
 * @param paint draws the picture; only for "png".
 * @example
 * const bytes = await encodeKernel("png", kernel, { name: "photo", scale: 2 }, async (k, labels) => {
 *   const picture = await rasterise(kernelFigure(k, labels)); // a Blob, drawn on a canvas
 *   return new Uint8Array(await picture.arrayBuffer());
 * });
 * @throws KernelGanError `invalid-argument` for another format, what is no kernel, an origin that makes no sense, or
 *   "fkp" without a scale
 */
export async function encodeKernel(
  format: KernelFormat,
  k: Kernel,
  origin: KernelOrigin,
  paint: KernelPainter,
): Promise<Uint8Array<ArrayBuffer>> {
  checkKernel(k);
  check(origin !== undefined, () => "a kernel's origin must be an object, got undefined");
  checkOrigin(origin);
  check(
    kernelFormats.includes(format),
    () => `a kernel's format must be one of ${kernelFormats.join(", ")}, got ${shown(format)}`,
  );
  const stored = toConvention(k, origin.convention ?? "aligned", origin.scale);
  switch (format) {
    case "mat":
      return encodeMat(stored);
    case "npy":
      return encodeNpy(stored);
    case "json":
      return encodeJson(stored, origin);
    case "png": {
      const labels = { title: origin.name ?? "Kernel", scale: origin.scale };
      return embedKernel(await paint(stored, labels), stored, origin);
    }
  }
}

/** Limits, and what a file does not say itself: only .json and .png name their convention and scale. */
export interface KernelReading extends DecodeOptions {
  /** How the file holds the kernel; default "aligned". */
  convention?: KernelConvention | undefined;
  /** The scale that the kernel is for; "fkp" needs it. */
  scale?: number | undefined;
}

const READING_NAMES: Names<KernelReading> = { ...DECODE_NAMES, convention: "any", scale: "any" };

/**
 * The kernel in a file's bytes, aligned, whatever the format: the content decides.
 *
 * @param reading for what the file does not say itself, and limits.
 * @throws KernelGanError `invalid-input` if they hold none, one larger than is allowed, or one whose own scale makes no
 *   sense; `invalid-argument` if its scale is needed and not known, or for options that make no sense.
 */
export async function decodeKernel(bytes: Uint8Array, reading: KernelReading = {}): Promise<KernelFile> {
  checkBytes(bytes);
  checkNames(reading, READING_NAMES);
  checkHeld(reading);
  const { maxSize, onWarning } = reading;
  const { convention = reading.convention ?? "aligned", ...file } = await decodeStored(bytes, {
    maxSize,
    onWarning,
  });
  const scale = file.scale ?? reading.scale;
  const kernel = alignedKernel(file, convention, scale);
  return { ...file, kernel: scale === undefined ? kernel : { ...kernel, scale } };
}

/** The only thing that can be wrong is the scale. */
function alignedKernel(
  { kernel, scale: own }: StoredKernel,
  convention: KernelConvention,
  scale: number | undefined,
): Kernel {
  try {
    return fromConvention(kernel, convention, scale);
  } catch (error) {
    if (own === undefined || !(error instanceof KernelGanError)) throw error;
    throw new KernelGanError("invalid-input", `says a scale that makes no sense: ${error.message}`, {
      cause: error,
    });
  }
}

async function decodeStored(bytes: Uint8Array, options: DecodeOptions): Promise<StoredKernel> {
  const limit = maxFileBytes(options);
  if (bytes.length > limit) {
    throw new KernelGanError(
      "invalid-input",
      `has ${bytes.length} bytes, too many for a kernel file; those have at most ${limit}`,
    );
  }
  if (isPng(bytes)) return decodeKernelPng(bytes, options);
  if (isNpy(bytes)) return { kernel: decodeNpy(bytes, options) };
  if (isMat(bytes)) return { kernel: await decodeMat(bytes, options) };
  const text = new TextDecoder().decode(bytes).trimStart();
  if (text.startsWith("{") || text.startsWith("[")) return decodeJson(text, options);
  throw new KernelGanError(
    "invalid-input",
    `is not a kernel file; give a .${kernelFormats.join(", .")} file`,
  );
}
