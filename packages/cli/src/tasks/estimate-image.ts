/** One image's kernel: from the image file to the bytes of the kernel files. */
import { basename } from "node:path";
import {
  applicableOptions,
  type Device,
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateMethod,
  type EstimateOptions,
  type EstimateProgress,
  estimateKernel,
  type Preset,
  pickOptions,
  type Scale,
} from "@kernelgan/core";
import type { KernelOrigin } from "@kernelgan/formats";
import type { FileContent } from "../files/atomic-write.js";
import { inFile } from "../files/in-file.js";
import { readImage } from "../image-files/read-image.js";
import { encodeKernel } from "../kernel-files/formats.js";
import { lossSummary } from "./loss-summary.js";
import { imageName, type KernelOutput } from "./outputs.js";

/** How to estimate; plain JSON. What is left out takes the library's default. */
export interface EstimateTask {
  scale: Scale;
  seed: number;
  method?: EstimateMethod;
  /** False: keep the kernel even if confidence is too low. */
  fallback?: boolean;
  preset?: Preset;
  iterations?: number;
  kernelSize?: number;
  restarts?: number;
  real?: boolean;
  /** Estimate from the luma alone. */
  gray?: boolean;
  device?: Device;
  threads?: number;
  /** The largest image to read. */
  maxPixels?: number;
}

/** How to follow and stop the work. */
export interface EstimateControl {
  signal?: AbortSignal;
  onProgress?: (progress: EstimateProgress) => void;
}

/** A kernel and the files to write. */
export interface ImageEstimate {
  estimate: Estimate;
  files: FileContent[];
  /** Of reading and of the estimate. */
  warnings: string[];
}

/**
 * Reads the image, estimates its kernel and encodes it for each output. Same image and task, same bytes.
 *
 * @throws KernelGanError as readImage and estimateKernel, the message beginning with the image's name
 */
export async function estimateImage(
  image: string,
  outputs: readonly KernelOutput[],
  task: EstimateTask,
  control: EstimateControl = {},
): Promise<ImageEstimate> {
  const notices: string[] = [];
  const pixels = await readImage(image, {
    gray: task.gray ?? false,
    ...(task.maxPixels !== undefined && { maxPixels: task.maxPixels }),
    onNotice: (message) => notices.push(message),
  });
  const estimate = await inFile(image, () => estimateKernel(pixels, estimateOptions(task), control));
  const files = await Promise.all(
    outputs.map(async ({ scale, format, path }) => {
      const kernel = estimate.kernels[scale as Scale];
      if (!kernel) throw new Error(`the estimate has no ×${scale} kernel`);
      return { path, bytes: await encodeKernel(format, kernel, kernelOrigin(image, scale, estimate, task)) };
    }),
  );
  return { estimate, files, warnings: [...notices, ...estimate.warnings] };
}

/** The library's options for a task. Those that a task has by default are left out where they do not apply. */
export function estimateOptions(task: EstimateTask): EstimateOptions {
  const { seed, real, device, threads, fallback, ...rest } = task;
  const defaults = { method: task.method, seed, real, device, threads, fallback };
  return {
    ...pickOptions(ESTIMATE_OPTIONS, rest),
    ...applicableOptions(ESTIMATE_OPTIONS, defaults),
  };
}

/** The options as kernel files record them. */
function recordedOptions(task: EstimateTask): Record<string, unknown> {
  const { scale, seed, method, fallback, preset, iterations, device, threads, kernelSize, real, restarts } =
    task;
  return {
    scale,
    seed,
    ...(method && { method }),
    ...(fallback !== undefined && { fallback }),
    ...(preset && { preset }),
    ...(iterations !== undefined && { iterations }),
    ...(device && { device }),
    ...(threads !== undefined && { threads }),
    ...(kernelSize !== undefined && { kernelSize }),
    ...(real && { real }),
    ...(restarts !== undefined && { maxRestarts: restarts }),
  };
}

/** What a kernel file tells of where its kernel comes from. No times, no folders: the same estimate gives the same file. */
export function kernelOrigin(
  image: string,
  scale: number,
  estimate: Estimate,
  task: EstimateTask,
): KernelOrigin {
  const { method, confidence, warnings } = estimate;
  return {
    name: imageName(image),
    scale,
    image: basename(image),
    ...(estimate.method === "kernelgan" && { seed: estimate.seed }),
    options: { ...recordedOptions(task), method, gray: task.gray ?? false },
    details: {
      confidence,
      warnings,
      ...(estimate.method === "kernelgan" && {
        restarts: estimate.restarts,
        losses: lossSummary(estimate.history),
      }),
    },
  };
}
