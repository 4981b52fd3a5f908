/**
 * @kernelgan/formats: kernel files, for Node and the browser. Bytes in, bytes out: reading and writing files, and
 *   drawing the picture that a PNG file shows (`kernelFigure` of @kernelgan/figures), are left to the caller.
 *
 * @example
 * import { decodeKernel, encodeMat } from "@kernelgan/formats";
 *
 * link.href = URL.createObjectURL(new Blob([encodeMat(estimate.kernel)]));
 * const { kernel } = await decodeKernel(new Uint8Array(await file.arrayBuffer()));
 */
export { type KernelFormat, kernelFormats } from "./format-names.js";
export { decodeKernel, encodeKernel, type KernelPainter, type KernelReading } from "./formats.js";
export { DEFAULT_MAX_KERNEL_SIZE, type DecodeOptions, maxFileBytes } from "./limits.js";
export { decodeMat, encodeMat } from "./mat.js";
export { decodeNpy, encodeNpy } from "./npy.js";
export type { KernelOrigin } from "./origin.js";
export { decodeKernelPng, embedKernel } from "./png.js";
export { decodeJson, encodeJson, type KernelFile, type StoredKernel } from "./record.js";
export { version } from "./version.js";
