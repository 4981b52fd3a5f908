/**
 * kernelgan as a Node library: all of @kernelgan/core, and files.
 *
 * @example
 * import { estimateKernel, readImage, writeKernel } from "kernelgan";
 *
 * const estimate = await estimateKernel(await readImage("photo.png"), { scale: 2 });
 * await writeKernel("photo_kernel_x2.mat", estimate.kernel);
 */
export * from "@kernelgan/core";
export type { WriteOptions } from "./files/atomic-write.js";
export { type ReadImageOptions, readImage } from "./image-files/read-image.js";
export { type WriteImageOptions, writeImage } from "./image-files/write-image.js";
export { type FigureLabels, kernelFigure } from "./kernel-files/figure.js";
export { type KernelFormat, kernelFormats } from "./kernel-files/format-names.js";
export {
  decodeKernel,
  encodeKernel,
  readKernel,
  readKernelFile,
  writeKernel,
} from "./kernel-files/formats.js";
export type { KernelFile, KernelOrigin } from "./kernel-files/record.js";
export { kernelBlocks } from "./terminal/kernel-blocks.js";
export { version } from "./version.js";
