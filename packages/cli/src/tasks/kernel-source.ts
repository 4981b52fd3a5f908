/** The kernel that an image is upscaled for: estimated, the usual assumption, or from a file. */
import {
  analyticKernel,
  bicubicKernel,
  ESTIMATE_METHODS,
  type EstimateMethod,
  type Kernel,
  KernelGanError,
  type UpscaleFactor,
} from "@kernelgan/core";
import { readKernelFile } from "../kernel-files/formats.js";

/** Kernels by factor and where they come from: "bicubic", or a file. */
export interface GivenKernels {
  origin: string;
  kernels: Partial<Record<number, Kernel>>;
}

/** The usual assumption. */
export const BICUBIC = "bicubic";

/** Whether `kernel` names a way to estimate it. */
export function isEstimateMethod(kernel: string): kernel is EstimateMethod {
  return (ESTIMATE_METHODS as readonly string[]).includes(kernel);
}

/**
 * The kernels that `kernel` stands for; undefined for a method: they are still to be estimated. A kernel for ×2 serves ×4
 * too, that of ×4 follows from it.
 *
 * @param kernel one of {@link ESTIMATE_METHODS}, "bicubic", or a file
 * @throws KernelGanError as readKernelFile; `invalid-argument` if the file's kernel is for another factor
 */
export async function givenKernels(kernel: string, scale: UpscaleFactor): Promise<GivenKernels | undefined> {
  if (isEstimateMethod(kernel)) return undefined;
  if (kernel === BICUBIC) {
    return { origin: BICUBIC, kernels: { 2: bicubicKernel(2), 3: bicubicKernel(3), 4: bicubicKernel(4) } };
  }
  const file = await readKernelFile(kernel);
  if (file.scale === 2 && scale === 4) {
    return { origin: kernel, kernels: { 2: file.kernel, 4: analyticKernel(file.kernel, 4) } };
  }
  if (file.scale !== undefined && file.scale !== scale) {
    throw new KernelGanError(
      "invalid-argument",
      `${kernel} is a kernel for ×${file.scale}; give one for ×${scale}, or --scale ${file.scale}`,
    );
  }
  return { origin: kernel, kernels: { [scale]: file.kernel } };
}
