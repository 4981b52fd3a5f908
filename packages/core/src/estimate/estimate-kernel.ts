/** The main job: one image in, its blur kernel out. The door to the three methods. */
import { letOthersRun, throwIfAborted } from "../abort.js";
import { check } from "../errors.js";
import type { PlanarImage } from "../image/index.js";
import type { AutoEstimate, Estimate, KernelGanEstimate, SpectralEstimate } from "./estimate.js";
import { estimateByKernelGan } from "./kernelgan.js";
import { checkEstimateOptions, type EstimateOptions } from "./options.js";
import { estimateAutomatically, estimateSpectrally } from "./spectral.js";

/**
 * Estimates the kernel that an image was downscaled with, from the image alone.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32; `kernelgan` trains on a gray image's one channel
 * @throws KernelGanError `invalid-argument` for options that make no sense, `image-too-small`, `image-flat`, `aborted`;
 *   from `kernelgan` also `device-unavailable`, and `training-failed` if every run went wrong
 * @example
 * const { kernel, confidence } = await estimateKernel(image, { scale: 2 });
 * const { history } = await estimateKernel(image, { method: "kernelgan", seed: 0 });
 */
export function estimateKernel(
  image: PlanarImage,
  options: EstimateOptions & { method: "kernelgan" },
): Promise<KernelGanEstimate>;
export function estimateKernel(
  image: PlanarImage,
  options: EstimateOptions & { method: "spectral" },
): Promise<SpectralEstimate>;
export function estimateKernel(
  image: PlanarImage,
  options?: EstimateOptions & { method?: "auto" },
): Promise<AutoEstimate>;
export function estimateKernel(image: PlanarImage, options?: EstimateOptions): Promise<Estimate>;
export async function estimateKernel(image: PlanarImage, options: EstimateOptions = {}): Promise<Estimate> {
  checkEstimateOptions(options);
  check(
    image.channels === 1 || image.channels === 3,
    () => `an image has 1 or 3 channels, got ${image.channels}`,
  );
  throwIfAborted(options.signal);
  if (options.method === "kernelgan") return estimateByKernelGan(image, options);
  // The spectral methods do not pause: an abort that is waiting comes first.
  await letOthersRun();
  throwIfAborted(options.signal);
  return options.method === "spectral"
    ? estimateSpectrally(image, options)
    : estimateAutomatically(image, options);
}
