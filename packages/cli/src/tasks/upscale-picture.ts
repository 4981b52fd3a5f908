/**
 * One picture, larger, for the command and batches: from the image file to the bytes of the picture and of its kernel
 * files.
 */
import type { Upscale, Warning } from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { inFile } from "../errors/in-file.js";
import type { FileContent } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { pictureFormatOf } from "../image-files/formats.js";
import type { Picture } from "../image-files/picture.js";
import { encodeKernel } from "../kernel-files/formats.js";
import { kernelOrigin } from "./estimate-image.js";
import { type NamedImage, nameOf, sourceOf } from "./named-image.js";
import type { KernelOutput } from "./outputs.js";
import { UPSCALE_TASK_OPTIONS, type UpscaleTask } from "./task-options.js";
import { type UpscaledImage, type UpscaleFileControl, upscale } from "./upscale.js";

/** Where the results go. */
export interface UpscaleOutputs {
  /** The larger picture; its extension names the format. */
  picture: string;
  kernels: readonly KernelOutput[];
}

/** How to follow an upscale, and what to keep of it. */
export interface UpscalePictureControl extends UpscaleFileControl {
  /** CPU threads in place of the task's number, which kernel files name. */
  threads?: number | undefined;
}

/** The larger picture, how it was made, and the files to write. */
export interface UpscaledPicture {
  /** As read, of several pages the first. */
  picture: Picture;
  /** `image` is without data unless its pixels were to be kept. */
  result: Upscale;
  /** How many frames or pages were enlarged. */
  pages: number;
  files: FileContent[];
  warnings: Warning[];
  /** Seconds of reading, estimating (0 for a given kernel) and upscaling. */
  seconds: { read: number; estimate: number; upscale: number };
}

/**
 * Calls `upscale` and encodes all outputs. Same image and task, same bytes.
 *
 * @param task checked; options that do not belong to its methods are left out
 * @throws KernelGanError as `upscale`, the message beginning with the image's name, and encodeKernel
 */
export async function upscalePicture(
  image: NamedImage,
  outputs: UpscaleOutputs,
  task: UpscaleTask,
  { threads, ...control }: UpscalePictureControl = {},
): Promise<UpscaledPicture> {
  const name = nameOf(image);
  const pictureFormat = pictureFormatOf(outputs.picture);
  const options = applicableOptions(UPSCALE_TASK_OPTIONS, {
    ...task,
    threads: threads ?? task.threads,
    pictureFormat,
  });
  const work = (): Promise<UpscaledImage> => upscale(sourceOf(image), options, control);
  const upscaled = await (typeof image === "string" ? work() : inFile(name, work));
  const { toBuffer, toFile: _, picture, pages, input, ...facts } = upscaled;
  const files = [{ path: outputs.picture, bytes: await inFile(outputs.picture, () => toBuffer()) }];
  const { estimate, scale, kernel } = facts;
  for (const { path, format } of outputs.kernels) {
    const origin = estimate
      ? kernelOrigin(name, scale, estimate, { ...task, scale, method: estimate.method })
      : { name: imageName(name), scale, convention: task.kernelConvention };
    files.push({ path, bytes: await encodeKernel(format, kernel, origin) });
  }
  const { seconds, warnings: __, ...rest } = facts;
  return {
    picture: input,
    result: { ...rest, warnings: upscaled.warnings, image: picture.image },
    pages: pages.length,
    files,
    warnings: upscaled.warnings,
    seconds,
  };
}
