/**
 * The method `auto`: the spectrum decides about the shape of the blur as well as about its width (fit-shapes.ts), noise and
 * compression about the share of the bicubic kernel (degradation.ts), and confidence.ts predicts how good the result is. No
 * random numbers, no networks; a second or two.
 */
import { check } from "../errors.js";
import { type PlanarImage, toGray } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { averageKernels } from "./average-shapes.js";
import { fitConfidence } from "./confidence.js";
import { type Degradation, degradation } from "./degradation.js";
import { expectedGain } from "./expected-gain.js";
import { fitKernel, fitShapes, meanKernel, type WeightedFit } from "./fit-shapes.js";
import { imageLimitations } from "./image-limitations.js";
import { bicubicShapeKernel } from "./shapes/bicubic.js";
import type { BlurShape } from "./shapes/index.js";

/** With less confidence the kernel is the bicubic one. */
const MIN_CONFIDENCE = 0.25;

/** The kernel of one scale. */
export interface BlurEstimate {
  /** (6s + 1)², aligned, sum 1; weights ≥ 0 but for the share of the bicubic kernel. */
  readonly kernel: Kernel;
  /**
   * 0 to 1: about which share of the gain that the true kernel brings over the bicubic one this kernel brings, on
   * average over images like this one (confidence.ts). Below 0.25 the kernel is unlikely to beat the bicubic one.
   */
  readonly confidence: number;
  /** The kernel is the bicubic one. */
  readonly fellBack: boolean;
  /** The weight of each shape in the mean; their sum is 1. */
  readonly shapes: Readonly<Record<BlurShape, number>>;
  /** What a careful user should know, in words. */
  readonly warnings: readonly string[];
}

/** The blur of one image: kernels for any scale factor come from the same fit. */
export interface BlurFit {
  /** As in {@link BlurEstimate}, for the kernel of any scale. */
  readonly confidence: number;
  /** As in {@link BlurEstimate}. */
  readonly shapes: Readonly<Record<BlurShape, number>>;
  /**
   * Milliseconds.
   *
   * @param scale downscaling factor s, an integer of at least 2.
   * @param options `fallback`: return the bicubic kernel where confidence is too low to beat it; default true.
   */
  estimate(scale: number, options?: { readonly fallback?: boolean | undefined }): BlurEstimate;
  /** As {@link kernelConfidence}; milliseconds. */
  confidenceIn(kernel: Kernel, scale: number): number;
}

/**
 * Finds the blur of an image, once for all scales.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @throws KernelGanError `image-too-small`, `image-flat`
 * @example const blur = fitBlur(image); [2, 4].map((scale) => blur.estimate(scale).kernel)
 */
export function fitBlur(image: PlanarImage): BlurFit {
  const gray = toGray(image);
  const { fits, noise } = fitShapes(gray);
  const damage = degradation(image, noise);
  const limitations = imageLimitations(gray);
  const confidence = fitConfidence(fits) * (1 - damage.fade) * limitations.factor;
  return new FittedBlur(fits, damage, confidence, [...damage.warnings, ...limitations.warnings]);
}

/**
 * How far a kernel from any source can be trusted for an image: about which share of the true kernel's gain over the bicubic
 * kernel it brings, on average. For the kernel of the method `auto` this is its own confidence; others are judged by what they
 * bring if one of the fitted blurs is the true one. Not reliable where `auto`'s own confidence is low.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @param kernel of any size, aligned.
 * @param scale downscaling factor s that the kernel is for, an integer of at least 2.
 * @returns 0 to 1; 0 for the bicubic kernel and for worse ones
 * @throws KernelGanError `invalid-argument` for other scales, `image-too-small`, `image-flat`
 * @example kernelConfidence(image, estimate.kernel, 2) // 0.6
 */
export function kernelConfidence(image: PlanarImage, kernel: Kernel, scale: number): number {
  check(
    Number.isInteger(scale) && scale >= 2,
    () => `the scale must be an integer of at least 2, got ${scale}`,
  );
  return fitBlur(image).confidenceIn(kernel, scale);
}

class FittedBlur implements BlurFit {
  readonly shapes: Readonly<Record<BlurShape, number>>;

  constructor(
    readonly fits: readonly WeightedFit[],
    readonly damage: Degradation,
    readonly confidence: number,
    readonly warnings: readonly string[],
  ) {
    this.shapes = Object.fromEntries(fits.map(({ shape, weight }) => [shape, weight])) as Record<
      BlurShape,
      number
    >;
  }

  estimate(
    scale: number,
    { fallback = true }: { readonly fallback?: boolean | undefined } = {},
  ): BlurEstimate {
    const { confidence, shapes } = this;
    const bicubic = bicubicShapeKernel(scale);
    if (fallback && confidence < MIN_CONFIDENCE) {
      const warnings = [
        ...this.warnings,
        "confidence is too low to beat the bicubic kernel: falling back to it",
      ];
      return { kernel: bicubic, confidence, fellBack: true, shapes, warnings };
    }
    const { fade } = this.damage;
    const fitted = meanKernel(this.fits, scale);
    const kernel = fallback ? averageKernels([fitted, bicubic], [1 - fade, fade]) : fitted;
    return { kernel, confidence, fellBack: false, shapes, warnings: this.warnings };
  }

  confidenceIn(kernel: Kernel, scale: number): number {
    const truths = this.fits.map((fit) => fitKernel(fit, scale));
    const weights = this.fits.map(({ weight }) => weight);
    const own = expectedGain(meanKernel(this.fits, scale), truths, weights, scale).gain;
    if (own <= 0) return 0;
    const { gain } = expectedGain(kernel, truths, weights, scale);
    return Math.min(1, Math.max(0, (this.confidence * gain) / own));
  }
}
