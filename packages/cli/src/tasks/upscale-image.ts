/** One image, larger: from the image file to the bytes of the picture and of its kernel files. */
import {
  applicableOptions,
  type Device,
  type Estimate,
  type EstimateProgress,
  estimateKernel,
  imresize,
  type Preset,
  type RestoreMethod,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveProgress,
  superResolve,
  type UpscaleFactor,
} from "@kernelgan/core";
import type { FileContent } from "../files/atomic-write.js";
import { inFile } from "../files/in-file.js";
import { checkImageFits } from "../image-files/formats.js";
import type { Picture } from "../image-files/picture.js";
import { readPicture } from "../image-files/read-picture.js";
import { compositedImage } from "../image-files/transparency.js";
import { encodePicture } from "../image-files/write-picture.js";
import { encodeKernel } from "../kernel-files/formats.js";
import { type EstimateTask, estimateOptions, kernelOrigin } from "./estimate-image.js";
import { givenKernels, isEstimateMethod } from "./kernel-source.js";
import { imageName, type KernelOutput } from "./outputs.js";

/** How to upscale; plain JSON. What is left out takes the library's default. */
export interface UpscaleTask {
  scale: UpscaleFactor;
  seed: number;
  /** How to enlarge. */
  method?: RestoreMethod;
  /** A way to estimate the kernel, "bicubic", or a kernel file. */
  kernel: string;
  /** The kernel given is known to be exact. */
  exactKernel?: boolean;
  /** Of the estimate, see {@link EstimateTask}. */
  fallback?: boolean;
  preset?: Preset;
  iterations?: number;
  real?: boolean;
  noiseScale?: number;
  /** Standard deviation of what image and kernel get wrong, of the gray values on the scale 0 to 255, for `fast`. */
  noise?: number;
  /** Of `zssr`. */
  zssrIterations?: number;
  device?: Device;
  threads?: number;
  /** Of JPEG, WebP and AVIF. */
  quality?: number;
  /** The largest image to read. */
  maxPixels?: number;
}

/** Where the results go. */
export interface UpscaleOutputs {
  /** The larger picture; its extension names the format. */
  picture: string;
  kernels: readonly KernelOutput[];
}

/** How to follow and stop the work. */
export interface UpscaleControl {
  signal?: AbortSignal;
  onEstimateProgress?: (progress: EstimateProgress) => void;
  onUpscaleProgress?: (progress: SuperResolveProgress) => void;
}

/** The larger picture, how it came about, and the files to write. */
export interface ImageUpscale {
  /** As read. */
  picture: Picture;
  /** Where the kernel comes from: a method of the estimate, "bicubic" or a file. */
  kernelOrigin: string;
  /** If the kernel was estimated. */
  estimate?: Estimate;
  result: SuperResolution;
  files: FileContent[];
  warnings: string[];
  /** Seconds of reading, estimating (0 for a given kernel) and upscaling. */
  seconds: { read: number; estimate: number; upscale: number };
}

/**
 * Reads the image, finds its kernel unless one is given, upscales for it and encodes all outputs. Same image and task,
 * same bytes.
 *
 * @throws KernelGanError as readPicture, givenKernels, estimateKernel, superResolve and encodePicture
 */
export async function upscaleImage(
  image: string,
  outputs: UpscaleOutputs,
  task: UpscaleTask,
  control: UpscaleControl = {},
): Promise<ImageUpscale> {
  const { scale, kernel } = task;
  const { signal, onEstimateProgress, onUpscaleProgress } = control;
  const warnings: string[] = [];
  const onNotice = (message: string): number => warnings.push(message);
  const given = await givenKernels(kernel, scale);
  const clock = stopwatch();
  const picture = await readPicture(image, {
    ...(task.maxPixels !== undefined && { maxPixels: task.maxPixels }),
    onNotice,
  });
  checkImageFits(outputs.picture, scale * picture.image.width, scale * picture.image.height);
  const read = clock();

  const estimating = estimateTask(task);
  let estimate: Estimate | undefined;
  if (!given) {
    estimate = await inFile(image, () =>
      estimateKernel(compositedImage(picture), estimateOptions(estimating), {
        signal,
        onProgress: onEstimateProgress,
      }),
    );
    warnings.push(...estimate.warnings);
  }
  const estimated = clock();

  const kernels = estimate?.kernels ?? given?.kernels ?? {};
  const result = await inFile(image, () =>
    superResolve(
      picture.image,
      kernels,
      { ...applicableOptions(SUPER_RESOLVE_OPTIONS, task), confidence: estimate?.confidence },
      { signal, onProgress: onUpscaleProgress },
    ),
  );
  warnings.push(...result.warnings.filter((warning) => !warnings.includes(warning)));
  const upscaled = clock();

  const larger: Picture = {
    ...picture,
    image: result.image,
    // Alpha has an edge of its own, which the kernel says nothing about.
    ...(picture.alpha && { alpha: imresize(picture.alpha, { scale }) }),
  };
  const quality = task.quality !== undefined && { quality: task.quality };
  const files = [
    {
      path: outputs.picture,
      bytes: await encodePicture(outputs.picture, larger, { ...quality, onNotice }),
    },
  ];
  for (const { path, format } of outputs.kernels) {
    const origin = estimate
      ? kernelOrigin(image, scale, estimate, estimating)
      : { name: imageName(image), scale };
    files.push({ path, bytes: await encodeKernel(format, result.kernel, origin) });
  }
  return {
    picture,
    kernelOrigin: estimate?.method ?? given?.origin ?? kernel,
    ...(estimate && { estimate }),
    result,
    files,
    warnings,
    seconds: { read, estimate: estimate ? estimated : 0, upscale: upscaled },
  };
}

/** The part of the task that is an estimate; its options stand for nothing where the kernel is given. */
export function estimateTask(task: UpscaleTask): EstimateTask {
  const { kernel, scale, seed, fallback, preset, iterations, real, device, threads } = task;
  return {
    scale,
    seed,
    ...(isEstimateMethod(kernel) && { method: kernel }),
    ...(fallback !== undefined && { fallback }),
    ...(preset && { preset }),
    ...(iterations !== undefined && { iterations }),
    ...(real && { real }),
    ...(device && { device }),
    ...(threads !== undefined && { threads }),
  };
}

/** Each call tells the seconds since the one before. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return (last - before) / 1000;
  };
}
