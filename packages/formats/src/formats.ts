/** Kernels in any of the file formats. */
import { type Kernel, KernelGanError } from "@kernelgan/core";
import { check, checkKernel, checkRecord, shown } from "@kernelgan/core/internal";
import type { FigureLabels } from "@kernelgan/figures";
import { type KernelFormat, kernelFormats } from "./format-names.js";
import { type DecodeOptions, maxFileBytes } from "./limits.js";
import { decodeMat, encodeMat, isMat } from "./mat.js";
import { decodeNpy, encodeNpy, isNpy } from "./npy.js";
import { decodeKernelPng, embedKernel } from "./png.js";
import { isPng } from "./png-text.js";
import { decodeJson, encodeJson, type KernelFile, type KernelOrigin } from "./record.js";

/** Draws `kernelFigure` (@kernelgan/figures) as PNG: the part that Node and browsers do differently. */
export type KernelPainter = (k: Kernel, labels: FigureLabels) => Promise<Uint8Array>;

/**
 * A kernel in a format.
 *
 * @param paint draws the picture; only for "png".
 * @example
 * const bytes = await encodeKernel("png", kernel, { name: "photo", scale: 2 }, async (k, labels) => {
 *   const picture = await rasterise(kernelFigure(k, labels)); // a Blob, drawn on a canvas
 *   return new Uint8Array(await picture.arrayBuffer());
 * });
 */
export async function encodeKernel(
  format: KernelFormat,
  k: Kernel,
  origin: KernelOrigin,
  paint: KernelPainter,
): Promise<Uint8Array<ArrayBuffer>> {
  checkKernel(k);
  checkRecord(origin, "a kernel's origin must be an object");
  check(
    kernelFormats.includes(format),
    () => `a kernel's format must be one of ${kernelFormats.join(", ")}, got ${shown(format)}`,
  );
  switch (format) {
    case "mat":
      return encodeMat(k);
    case "npy":
      return encodeNpy(k);
    case "json":
      return encodeJson(k, origin);
    case "png": {
      const labels = { title: origin.name ?? "Kernel", scale: origin.scale };
      return embedKernel(await paint(k, labels), k, origin);
    }
  }
}

/**
 * The kernel in a file's bytes, whatever the format: the content decides.
 *
 * @throws KernelGanError `invalid-input` if they hold none, or one larger than is allowed.
 */
export async function decodeKernel(bytes: Uint8Array, options: DecodeOptions = {}): Promise<KernelFile> {
  check(bytes instanceof Uint8Array, () => "a kernel file is given as its bytes, a Uint8Array");
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
