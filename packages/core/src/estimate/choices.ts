/** The methods and scales to choose from. */
import { check } from "../errors.js";

/** The methods, see method.ts. */
export const ESTIMATE_METHODS = ["auto", "spectral", "kernelgan"] as const;

/** How to find the kernel. */
export type EstimateMethod = (typeof ESTIMATE_METHODS)[number];

/** Downscaling factors that kernels are estimated for; 1 is a blur without downscaling, on the image's own grid. */
export const SCALES = [1, 2, 3, 4, 8] as const;

/** One of {@link SCALES}. */
export type Scale = (typeof SCALES)[number];

/**
 * Whether a method finds kernels for a scale: kernelgan learns the blur from downscaling the image, so it has none for
 * scale 1.
 */
export function isScaleOf(method: EstimateMethod, scale: number): boolean {
  return method !== "kernelgan" || scale !== 1;
}

/** @throws KernelGanError `invalid-argument` unless the method finds kernels for a scale */
export function checkScale(method: EstimateMethod, scale: number): void {
  check(
    isScaleOf(method, scale),
    () =>
      `${method} learns the blur from downscaling the image, so it has none for scale ${scale}; choose auto or spectral`,
  );
}

/** The scales whose kernels an estimate for each scale contains: ×4 and ×8 are reached in steps of 2. */
export const SCALES_UP_TO: Readonly<Record<Scale, readonly Scale[]>> = {
  1: [1],
  2: [2],
  3: [3],
  4: [2, 4],
  8: [2, 4, 8],
};
