/**
 * The method `spectral`: the Gaussian that explains the image's spectrum across scales, in closed form, in
 * milliseconds, without random numbers. The equations: spectral-ratio.ts and fit-gaussian.ts; in short,
 *
 *     log S(f) − log S(f/2) = c − ¾ (2π)² fᵀ (Σ/s²) f,   by least squares over 0.08 ≤ |f| ≤ 0.4,
 *
 * with S the power spectrum of the image and Σ the covariance of the kernel in high-resolution pixels.
 */
import { type PlanarImage, toGray } from "../image/index.js";
import type { Covariance, Kernel } from "../kernel/index.js";
import { fitGaussian } from "./fit-gaussian.js";
import { gaussianKernel } from "./shapes/gaussian.js";
import { spectralRatio } from "./spectral-ratio.js";

/** The Gaussian for one scale. */
export interface SpectralKernel {
  /** (6s + 1)², aligned, sum 1. */
  readonly kernel: Kernel;
  /** Σ, in squared high-resolution pixels. */
  readonly covariance: Covariance;
}

/** The Gaussian of one image: kernels for any scale factor come from the same fit. */
export interface SpectralFit {
  /** @param scale downscaling factor s, an integer of at least 2. */
  estimate(scale: number): SpectralKernel;
}

/**
 * Finds the closed-form Gaussian of an image, once for all scales.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @throws KernelGanError `image-too-small`, `image-flat`
 * @example const fit = fitSpectral(image); [2, 4].map((scale) => fit.estimate(scale).kernel)
 */
export function fitSpectral(image: PlanarImage): SpectralFit {
  const { covariance } = fitGaussian(spectralRatio(toGray(image)).samples);
  const { yy, yx, xx } = covariance;
  return {
    estimate(scale) {
      const area = scale ** 2;
      return {
        kernel: gaussianKernel(covariance, scale),
        covariance: { yy: area * yy, yx: area * yx, xx: area * xx },
      };
    },
  };
}
