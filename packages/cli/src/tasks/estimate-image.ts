/** One image's kernel: from the image file to the bytes of the kernel files. */
import { basename } from "node:path";
import type { Estimate, EstimateControl, Scale, Warning } from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import type { KernelOrigin } from "@kernelgan/formats";
import { estimateOrigin } from "@kernelgan/formats/internal";
import { inFile } from "../errors/in-file.js";
import type { FileContent } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { encodeKernel } from "../kernel-files/formats.js";
import { estimate } from "./estimate.js";
import { type NamedImage, nameOf, sourceOf } from "./named-image.js";
import type { KernelOutput } from "./outputs.js";
import { ESTIMATE_TASK_OPTIONS, type EstimateTask } from "./task-options.js";

/** How to follow, to stop and to speed up the task. */
export interface EstimateImageControl extends EstimateControl {
  /** CPU threads in place of the task's number, which kernel files name. */
  threads?: number | undefined;
}

/** A kernel and the files to write. */
export interface ImageEstimate {
  estimate: Estimate;
  files: FileContent[];
  /** Of reading and of the estimate. */
  warnings: Warning[];
}

/**
 * Reads the image, estimates its kernel and encodes it for each output. Same image and task, same bytes.
 *
 * @param task checked; options that do not belong to the method are left out
 * @throws KernelGanError as `estimate`, the message beginning with the image's name
 */
export async function estimateImage(
  image: NamedImage,
  outputs: readonly KernelOutput<Scale>[],
  task: EstimateTask,
  { threads, ...control }: EstimateImageControl = {},
): Promise<ImageEstimate> {
  const name = nameOf(image);
  const options = applicableOptions(ESTIMATE_TASK_OPTIONS, { ...task, threads: threads ?? task.threads });
  const found = await inFile(name, () => estimate(sourceOf(image), options, control));
  const files = await Promise.all(
    outputs.map(async ({ scale, format, path }) => {
      const kernel = found.kernels[scale];
      if (!kernel) throw new Error(`the estimate has no ×${scale} kernel`);
      return { path, bytes: await encodeKernel(format, kernel, kernelOrigin(name, scale, found, task)) };
    }),
  );
  return { estimate: found, files, warnings: found.warnings };
}

/** What a kernel file says about the origin of its kernel. No folders: the same estimate gives the same file. */
export function kernelOrigin(
  image: string,
  scale: number,
  estimate: Estimate,
  task: EstimateTask,
): KernelOrigin {
  const { options, ...made } = estimateOrigin(estimate, task);
  return {
    name: imageName(image),
    scale,
    convention: task.kernelConvention,
    image: basename(image),
    ...made,
    options: { ...options, gray: task.gray ?? false },
  };
}
