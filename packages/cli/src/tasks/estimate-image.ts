/** One image's kernel: from the image file to the bytes of the kernel files. */
import { basename } from "node:path";
import {
  applicableOptions,
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateControl,
  estimateKernel,
  type Scale,
} from "@kernelgan/core";
import type { KernelOrigin } from "@kernelgan/formats";
import { inFile } from "../errors/in-file.js";
import type { FileContent } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { readImage } from "../image-files/read-image.js";
import { encodeKernel } from "../kernel-files/formats.js";
import { lossSummary } from "./loss-summary.js";
import type { KernelOutput } from "./outputs.js";
import type { EstimateTask } from "./task-options.js";

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
 * @param task checked; options that do not belong to the method are left out
 * @throws KernelGanError as readImage and estimateKernel, the message beginning with the image's name
 */
export async function estimateImage(
  image: string,
  outputs: readonly KernelOutput[],
  task: EstimateTask,
  control: EstimateControl = {},
): Promise<ImageEstimate> {
  const notices: string[] = [];
  const { gray, maxPixels } = task;
  const pixels = await readImage(image, { gray, maxPixels, onNotice: (message) => notices.push(message) });
  const options = applicableOptions(ESTIMATE_OPTIONS, task);
  const estimate = await inFile(image, () => estimateKernel(pixels, options, control));
  const files = await Promise.all(
    outputs.map(async ({ scale, format, path }) => {
      const kernel = estimate.kernels[scale as Scale];
      if (!kernel) throw new Error(`the estimate has no ×${scale} kernel`);
      return { path, bytes: await encodeKernel(format, kernel, kernelOrigin(image, scale, estimate, task)) };
    }),
  );
  return { estimate, files, warnings: [...notices, ...estimate.warnings] };
}

/**
 * What a kernel file says about the origin of its kernel. No times, no folders: the same estimate gives the same file.
 */
export function kernelOrigin(
  image: string,
  scale: number,
  estimate: Estimate,
  task: EstimateTask,
): KernelOrigin {
  const { method, confidence, warnings } = estimate;
  const isTrained = estimate.method === "kernelgan";
  return {
    name: imageName(image),
    scale,
    image: basename(image),
    seed: isTrained ? estimate.seed : undefined,
    options: { ...recordedOptions(task), method, gray: task.gray ?? false },
    details: {
      confidence,
      warnings,
      restarts: isTrained ? estimate.restarts : undefined,
      losses: isTrained ? lossSummary(estimate.history) : undefined,
    },
  };
}

/** The options in the form of kernel files. Files are compared byte by byte, so names and order stay as they are. */
function recordedOptions(task: EstimateTask): Record<string, unknown> {
  const { scale = ESTIMATE_OPTIONS.scale.default, seed = ESTIMATE_OPTIONS.seed.default } = task;
  const { fallback = ESTIMATE_OPTIONS.fallback.default, restarts: maxRestarts } = task;
  const { method, preset, iterations, device, threads, kernelSize, real } = task;
  const options = {
    scale,
    seed,
    method,
    fallback,
    preset,
    iterations,
    device,
    threads,
    kernelSize,
    real: real || undefined,
    maxRestarts,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
