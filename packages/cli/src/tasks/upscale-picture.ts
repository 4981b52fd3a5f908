/** One picture, larger: from the image file to the bytes of the picture and of its kernel files. */
import { imresize, UPSCALE_OPTIONS, type Upscale, type UpscaleControl, upscaleImage } from "@kernelgan/core";
import { applicableOptions, isEstimateMethod } from "@kernelgan/core/internal";
import { inFile } from "../errors/in-file.js";
import type { FileContent } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { checkImageFits } from "../image-files/formats.js";
import type { Picture } from "../image-files/picture.js";
import { startPicture } from "../image-files/picture-file.js";
import { readPicture } from "../image-files/read-picture.js";
import { compositedImage } from "../image-files/transparency.js";
import { encodeKernel } from "../kernel-files/formats.js";
import { kernelOrigin } from "./estimate-image.js";
import { givenKernels } from "./given-kernels.js";
import type { KernelOutput } from "./outputs.js";
import { readOptions, type UpscaleTask } from "./task-options.js";

/** Where the results go. */
export interface UpscaleOutputs {
  /** The larger picture; its extension names the format. */
  picture: string;
  kernels: readonly KernelOutput[];
}

/** How to follow an upscale, and what to keep of it. */
export interface UpscalePictureControl extends Omit<UpscaleControl, "onRows"> {
  /** Keep the larger picture in memory; otherwise its rows are encoded as they come. */
  keepsOutput?: boolean | undefined;
  /** CPU threads in place of the task's number, which kernel files name. */
  threads?: number | undefined;
}

/** The larger picture, how it was made, and the files to write. */
export interface UpscaledPicture {
  /** As read. */
  picture: Picture;
  /** `image` is without data unless it was to be kept. */
  result: Upscale;
  files: FileContent[];
  warnings: string[];
  /** Seconds of reading, estimating (0 for a given kernel) and upscaling. */
  seconds: { read: number; estimate: number; upscale: number };
}

/**
 * Reads the image, finds its kernel unless one is given, upscales for it and encodes all outputs. Same image and task,
 * same bytes.
 *
 * @param task checked; options that do not belong to its methods are left out
 * @throws KernelGanError as readPicture, givenKernels, upscaleImage and encodePicture
 */
export async function upscalePicture(
  image: string,
  outputs: UpscaleOutputs,
  task: UpscaleTask,
  { keepsOutput = false, threads, ...control }: UpscalePictureControl = {},
): Promise<UpscaledPicture> {
  const { scale = UPSCALE_OPTIONS.scale.default, kernel = UPSCALE_OPTIONS.kernel.default } = task;
  const warnings: string[] = [];
  const onNotice = (message: string): number => warnings.push(message);
  const kernels = await givenKernels(kernel, scale, task);
  const started = performance.now();
  const picture = await readPicture(image, { ...readOptions(task), onNotice });
  checkImageFits(outputs.picture, scale * picture.image.width, scale * picture.image.height);
  const read = (performance.now() - started) / 1000;

  const options = {
    ...applicableOptions(UPSCALE_OPTIONS, { ...task, threads: threads ?? task.threads }),
    kernels,
    // Transparent pixels hide the blur, so the kernel is estimated from the image on a plain background.
    estimateFrom: isEstimateMethod(kernel) ? compositedImage(picture) : undefined,
  };
  // Alpha has an edge of its own, which the kernel says nothing about.
  const alpha = picture.alpha && imresize(picture.alpha, { scale });
  const { width, height, channels } = picture.image;
  const larger = { ...picture, width: scale * width, height: scale * height, channels, alpha };
  const { quality, strip } = task;
  const file = startPicture(outputs.picture, larger, { quality, strip, onNotice });
  const onRows = keepsOutput ? undefined : file.addRows;
  const result = await inFile(image, () => upscaleImage(picture.image, options, { ...control, onRows }));
  warnings.push(...result.warnings.filter((warning) => !warnings.includes(warning)));
  if (keepsOutput) file.addRows(result.image, 0);
  const files = [{ path: outputs.picture, bytes: await file.encode() }];
  const { estimate } = result;
  for (const { path, format } of outputs.kernels) {
    const origin = estimate
      ? kernelOrigin(image, scale, estimate, { ...task, scale, method: estimate.method })
      : { name: imageName(image), scale, convention: task.kernelConvention };
    files.push({ path, bytes: await encodeKernel(format, result.kernel, origin) });
  }
  return {
    picture,
    result,
    files,
    warnings,
    seconds: { read, estimate: estimate?.timing.seconds ?? 0, upscale: result.timing.seconds },
  };
}
