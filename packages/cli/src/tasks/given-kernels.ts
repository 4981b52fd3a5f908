/** The kernel file that an image is upscaled for. */
import {
  analyticKernel,
  type Kernel,
  type RestoreKernels,
  UPSCALE_OPTIONS,
  type Warning,
} from "@kernelgan/core";
import { nearest, nextFactor } from "@kernelgan/core/internal";
import { fileError } from "../errors/file-error.js";
import { readKernelBy } from "../kernel-files/formats.js";
import { checkGivenPath } from "./output-place.js";
import { isKernelFile, KERNEL_HINT, type KernelReadingOptions, kernelReading } from "./task-options.js";

/**
 * The kernels in a file, by factor where the file says its own. A kernel for ×2 serves ×4 and ×8 too, theirs follow
 * from it.
 *
 * @param kernel the option of that name
 * @param size the options of the picture's size
 * @param options how the file holds its kernel, if it does not say so itself
 * @param onWarning receives what is unusual about the kernel
 * @returns undefined if `kernel` is no file: the kernel is to be estimated, or the bicubic one.
 * @throws KernelGanError as readKernelFile; `invalid-argument` if the file's kernel is for another factor, or there is
 *   no file and a word was meant
 */
export async function givenKernels(
  kernel: string,
  { scale = UPSCALE_OPTIONS.scale.default, size }: { scale?: number | undefined; size?: string | undefined },
  options: KernelReadingOptions = {},
  onWarning?: (warning: Warning) => void,
): Promise<RestoreKernels | undefined> {
  if (!isKernelFile(kernel)) return undefined;
  const { words } = UPSCALE_OPTIONS.kernel;
  // A misspelt word is no file that is missing.
  if (nearest(kernel, words) !== undefined) checkGivenPath("kernel", kernel, KERNEL_HINT, words);
  const factor = size === undefined ? nextFactor(scale) : undefined;
  const file = await readKernelBy("kernelConvention", kernel, {
    ...kernelReading({ ...options, scale: factor }),
    onWarning,
  });
  if (file.scale === undefined) return file.kernel;
  const kernels: Partial<Record<number, Kernel>> = { [file.scale]: file.kernel };
  if (file.scale === 2) {
    for (const larger of [4, 8]) {
      if (factor === undefined || factor === larger) kernels[larger] = analyticKernel(file.kernel, larger);
    }
  }
  const largest = Math.max(...Object.keys(kernels).map(Number));
  // A factor needs its own kernel; a picture of any other size is reduced from that of a larger factor.
  if (factor === scale ? kernels[factor] : factor === undefined || largest > scale) return kernels;
  const remedy = `give one for ×${factor}, or "scale" ${file.scale}`;
  throw fileError("invalid-argument", kernel, ` is a kernel for ×${file.scale}; ${remedy}`);
}
