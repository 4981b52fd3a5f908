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
export { type FigureLabels, kernelFigure } from "@kernelgan/figures";
export {
  decodeKernel,
  type KernelFile,
  type KernelFormat,
  type KernelOrigin,
  type KernelReading,
  kernelFormats,
} from "@kernelgan/formats";
export type { WriteOptions } from "./files/atomic-write.js";
export type { Picture } from "./image-files/picture.js";
export { type ReadImageOptions, readImage } from "./image-files/read-image.js";
export { type ReadPictureOptions, readPicture } from "./image-files/read-picture.js";
export { compositedImage } from "./image-files/transparency.js";
export { type WriteImageOptions, writeImage } from "./image-files/write-image.js";
export { type WritePictureOptions, writePicture } from "./image-files/write-picture.js";
export { encodeKernel, readKernel, readKernelFile, writeKernel } from "./kernel-files/formats.js";
export { kernelBlocks } from "./terminal/kernel-blocks.js";
export { version } from "./version.js";
