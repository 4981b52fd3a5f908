/** The methods and scales to choose from. */

/** The methods, see method.ts. */
export const ESTIMATE_METHODS = ["auto", "spectral", "kernelgan"] as const;

/** How to find the kernel. */
export type EstimateMethod = (typeof ESTIMATE_METHODS)[number];

/** Downscaling factors that kernels are estimated for. */
export const SCALES = [2, 3, 4, 8] as const;

/** One of {@link SCALES}. */
export type Scale = (typeof SCALES)[number];

/** The scales whose kernels an estimate for each scale contains: ×4 and ×8 are reached in steps of 2. */
export const SCALES_UP_TO: Readonly<Record<Scale, readonly Scale[]>> = {
  2: [2],
  3: [3],
  4: [2, 4],
  8: [2, 4, 8],
};
