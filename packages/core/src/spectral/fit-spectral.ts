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
import { drawOnOwnGrid, unblurredPower } from "./own-grid.js";
import { gaussianKernel } from "./shapes/gaussian.js";
import { type RatioSample, spectralRatio } from "./spectral-ratio.js";

/** The Gaussian for one scale. */
export interface SpectralKernel {
  /** (6s + 1)², at least 13×13, aligned, sum 1. */
  readonly kernel: Kernel;
  /** Σ, in squared high-resolution pixels. */
  readonly covariance: Covariance;
}

/** The Gaussian of one image: kernels for any scale factor come from the same fit. */
export interface SpectralFit {
  /** @param scale downscaling factor s, an integer of at least 2, or 1 if the fit is one on the image's own grid. */
  estimate(scale: number): SpectralKernel;
}

/**
 * Finds the closed-form Gaussian of an image, once for all scales.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @param ownGrid whether the blur to find is that of scale 1 (own-grid.ts)
 * @throws KernelGanError `image-too-small`, `image-flat`
 * @example const fit = fitSpectral(image); [2, 4].map((scale) => fit.estimate(scale).kernel)
 */
export function fitSpectral(image: PlanarImage, ownGrid = false): SpectralFit {
  const { samples } = spectralRatio(toGray(image));
  const { covariance } = fitGaussian(ownGrid ? samples.map(withoutFilter) : samples);
  const { yy, yx, xx } = covariance;
  return {
    estimate(scale) {
      const area = scale ** 2;
      return {
        kernel:
          scale === 1
            ? drawOnOwnGrid((fine, size) => gaussianKernel(covariance, fine, size))
            : gaussianKernel(covariance, scale),
        covariance: { yy: area * yy, yx: area * yx, xx: area * xx },
      };
    },
  };
}

/** The ratio without what the filter of an unblurred image makes of it. */
function withoutFilter(sample: RatioSample): RatioSample {
  const { y, x, ratio } = sample;
  return { ...sample, ratio: ratio - Math.log(unblurredPower(y, x) / unblurredPower(y / 2, x / 2)) };
}
