/**
 * The method `spectral`: the Gaussian that explains the image's spectrum across scales, in closed form, in
 * milliseconds, without random numbers. The equations: spectral-ratio.ts and gaussian-fit.ts; in short,
 *
 *     log S(f) − log S(f/2) = c − ¾ (2π)² fᵀ (Σ/s²) f,   by least squares over 0.08 ≤ |f| ≤ 0.4,
 *
 * with S the power spectrum of the image and Σ the covariance of the kernel in high-resolution pixels.
 */
import { type PlanarImage, toGray } from "../image/index.js";
import type { Covariance, Kernel } from "../kernel/index.js";
import { gaussianKernel } from "./blur-shapes.js";
import { noiseRamp } from "./degradation.js";
import { doubtsAbout } from "./doubts.js";
import { fitGaussian } from "./gaussian-fit.js";
import { checkScale } from "./scale.js";
import { spectralRatio } from "./spectral-ratio.js";

/** The share of the gain on clean images: the mean over the shared bench's four sets (docs/accuracy.md). */
const USUAL_SHARE = 0.6;

/** What {@link spectralKernel} found. */
export interface SpectralKernel {
  /** (6s + 1)², aligned, sum 1. */
  readonly kernel: Kernel;
  /** Σ, in squared high-resolution pixels. */
  readonly covariance: Covariance;
  /**
   * 0 to 1: about which share of the gain that the true kernel brings over the bicubic one this kernel brings, on average.
   * Coarser than that of `auto`: it knows the noise, the size and the texture of the image, not how well a Gaussian fits.
   */
  readonly confidence: number;
  /** What a careful user should know, in words. */
  readonly warnings: readonly string[];
}

/** The Gaussian of one image, from {@link fitSpectral}: kernels for any scale factor come from the same fit. */
export interface SpectralFit {
  /** What {@link spectralKernel} would return. */
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
  const gray = toGray(image);
  const { samples, noise } = spectralRatio(gray);
  const { covariance } = fitGaussian(samples);
  const { factor, warnings } = doubtsAbout(gray);
  const confidence = USUAL_SHARE * (1 - noiseRamp(noise)) * factor;
  const { yy, yx, xx } = covariance;
  return {
    estimate(scale) {
      checkScale(scale);
      const area = scale ** 2;
      return {
        kernel: gaussianKernel(covariance, scale),
        covariance: { yy: area * yy, yx: area * yx, xx: area * xx },
        confidence,
        warnings,
      };
    },
  };
}

/**
 * The closed-form Gaussian.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @param scale downscaling factor s, an integer of at least 2.
 * @throws KernelGanError `invalid-argument` for other scales, `image-too-small`, `image-flat`
 * @example spectralKernel(image, 2).covariance // { yy: 3.9, yx: 0.4, xx: 2.6 }
 */
export function spectralKernel(image: PlanarImage, scale: number): SpectralKernel {
  checkScale(scale);
  return fitSpectral(image).estimate(scale);
}
