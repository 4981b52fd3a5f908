/**
 * kernelgan as a Node library: all of @kernelgan/core, and files.
 *
 * @example
 * import { estimate, upscale, writeKernel } from "kernelgan";
 *
 * const { kernel, toFile } = await upscale("photo.jpg", { scale: 2 });
 * await toFile("photo_x2.jpg");
 * await writeKernel("photo_kernel_x2.mat", kernel);
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
export type { PictureMetadata, PngChunk } from "@kernelgan/formats/internal";
export { type BatchControl, type BatchOptions, batch } from "./batch/batch.js";
export type { BatchCounts } from "./batch/display.js";
export type { ManifestRecord } from "./batch/manifest.js";
export type { BatchDocument, ProblemRecord } from "./batch/run-batch.js";
export type { ErrorRecord } from "./errors/error-record.js";
export type { NamedFile } from "./errors/file-error.js";
export type { WriteOptions } from "./files/atomic-write.js";
export type { PictureFormat } from "./image-files/formats.js";
export type { ImageInput } from "./image-files/image-input.js";
export type { Animation } from "./image-files/pages.js";
export type { Picture } from "./image-files/picture.js";
export type { EncodePictureOptions } from "./image-files/picture-file.js";
export { type ReadImageOptions, readImage } from "./image-files/read-image.js";
export {
  type OpenedPictures,
  openPictures,
  type ReadPictureOptions,
  readPicture,
} from "./image-files/read-picture.js";
export { encodeImage, writeImage } from "./image-files/write-image.js";
export {
  encodePicture,
  encodePictures,
  type WritePictureOptions,
  writePicture,
} from "./image-files/write-picture.js";
export {
  encodeKernel,
  type ReadKernelOptions,
  readKernel,
  readKernelFile,
  writeKernel,
} from "./kernel-files/formats.js";
export { estimate } from "./tasks/estimate.js";
export type { EstimateTask as EstimateFileOptions } from "./tasks/task-options.js";
export {
  type UpscaledImage,
  type UpscaleFileControl,
  type UpscaleFileOptions,
  upscale,
} from "./tasks/upscale.js";
export { type ColourDepth, kernelBlocks } from "./terminal/kernel-blocks.js";
export { version } from "./version.js";
