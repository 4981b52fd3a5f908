/** The kernel file that an image is upscaled for. */
import { analyticKernel, type Kernel, KernelGanError, type UpscaleFactor } from "@kernelgan/core";
import { readKernelFile } from "../kernel-files/formats.js";
import { isKernelFile, type KernelReadingOptions, kernelReading } from "./task-options.js";

/**
 * The kernels in a file, by factor. A kernel for ×2 serves ×4 too, that of ×4 follows from it.
 *
 * @param kernel the option of that name
 * @param convention how the file holds its kernel, if it does not say so itself
 * @returns undefined if `kernel` is no file: the kernel is to be estimated, or the bicubic one.
 * @throws KernelGanError as readKernelFile; `invalid-argument` if the file's kernel is for another factor
 */
export async function givenKernels(
  kernel: string,
  scale: UpscaleFactor,
  options: KernelReadingOptions = {},
): Promise<Partial<Record<number, Kernel>> | undefined> {
  if (!isKernelFile(kernel)) return undefined;
  const file = await readKernelFile(kernel, kernelReading({ ...options, scale }));
  if (file.scale === 2 && scale === 4) return { 2: file.kernel, 4: analyticKernel(file.kernel, 4) };
  if (file.scale !== undefined && file.scale !== scale) {
    throw new KernelGanError(
      "invalid-argument",
      `${kernel} is a kernel for ×${file.scale}; give one for ×${scale}, or "scale" ${file.scale}`,
    );
  }
  return { [scale]: file.kernel };
}
