/**
 * The method `auto`: the spectrum decides about the shape of the blur as well as about its width (fit-blur.ts), noise and
 * compression about how much of it to use (degradation.ts), and confidence.ts says what to expect of it. No random numbers,
 * no networks; a second or two.
 */
import { type PlanarImage, toGray } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { averageKernels } from "./average-shapes.js";
import { type BlurShape, safeKernel } from "./blur-shapes.js";
import { fitConfidence } from "./confidence.js";
import { type Degradation, degradation } from "./degradation.js";
import { doubtsAbout } from "./doubts.js";
import { expectedGain } from "./expected-gain.js";
import { fitKernel, fitShapes, meanKernel, type WeighedFit } from "./fit-blur.js";
import { checkScale } from "./scale.js";

/** Less confidence than this, and the kernel handed out is the bicubic one. */
const LEAST_CONFIDENCE = 0.25;

/** Options of {@link autoKernel}. */
export interface AutoKernelOptions {
  /** Hand out the bicubic kernel where confidence is too low to beat it; default true. */
  readonly fallback?: boolean;
}

/** What {@link autoKernel} found. */
export interface AutoKernel {
  /** (6s + 1)², aligned, sum 1; weights ≥ 0 but for the share of the bicubic kernel. */
  readonly kernel: Kernel;
  /**
   * 0 to 1: about which share of the gain that the true kernel brings over the bicubic one this kernel brings, on
   * average over images like this one (confidence.ts). Below 0.25 the kernel is unlikely to beat the bicubic one.
   */
  readonly confidence: number;
  /** The kernel handed out is the bicubic one. */
  readonly fellBack: boolean;
  /** The weight of each shape in the mean; their sum is 1. */
  readonly shapes: Readonly<Record<BlurShape, number>>;
  /** What a careful user should know, in words. */
  readonly warnings: readonly string[];
}

/** The blur of one image, from {@link fitBlur}: kernels for any scale factor come from the same fit. */
export interface BlurFit {
  /** As in {@link AutoKernel}, for the kernel of any scale. */
  readonly confidence: number;
  /** As in {@link AutoKernel}. */
  readonly shapes: Readonly<Record<BlurShape, number>>;
  /** What {@link autoKernel} would return; milliseconds. */
  estimate(scale: number, options?: AutoKernelOptions): AutoKernel;
  /** What {@link kernelConfidence} would return; milliseconds. */
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
  const doubts = doubtsAbout(gray);
  const confidence = fitConfidence(fits) * (1 - damage.fade) * doubts.factor;
  return new FittedBlur(fits, damage, confidence, [...damage.warnings, ...doubts.warnings]);
}

/**
 * The best estimate from the image alone.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @param scale downscaling factor s, an integer of at least 2.
 * @throws KernelGanError `invalid-argument` for other scales, `image-too-small`, `image-flat`
 * @example autoKernel(image, 2).kernel // 13×13
 */
export function autoKernel(image: PlanarImage, scale: number, options: AutoKernelOptions = {}): AutoKernel {
  checkScale(scale);
  return fitBlur(image).estimate(scale, options);
}

/**
 * How far a kernel from anywhere can be trusted for an image: about which share of the true kernel's gain over the bicubic
 * kernel it brings, on average. Of the kernel that {@link autoKernel} finds this is its own confidence; the others are
 * judged by what they bring if one of the fitted blurs is the true one. Worth little where auto's own confidence is low.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @param kernel of any size, aligned.
 * @param scale downscaling factor s that the kernel is for, an integer of at least 2.
 * @returns 0 to 1; 0 for the bicubic kernel and for worse ones
 * @throws KernelGanError `invalid-argument` for other scales, `image-too-small`, `image-flat`
 * @example kernelConfidence(image, estimate.kernel, 2) // 0.6
 */
export function kernelConfidence(image: PlanarImage, kernel: Kernel, scale: number): number {
  checkScale(scale);
  return fitBlur(image).confidenceIn(kernel, scale);
}

class FittedBlur implements BlurFit {
  readonly shapes: Readonly<Record<BlurShape, number>>;

  constructor(
    readonly fits: readonly WeighedFit[],
    readonly damage: Degradation,
    readonly confidence: number,
    readonly warnings: readonly string[],
  ) {
    this.shapes = Object.fromEntries(fits.map(({ shape, weight }) => [shape, weight])) as Record<
      BlurShape,
      number
    >;
  }

  estimate(scale: number, { fallback = true }: AutoKernelOptions = {}): AutoKernel {
    checkScale(scale);
    const { confidence, shapes } = this;
    const safe = safeKernel(scale);
    if (fallback && confidence < LEAST_CONFIDENCE) {
      const warnings = [
        ...this.warnings,
        "confidence is too low to beat the bicubic kernel: falling back to it",
      ];
      return { kernel: safe, confidence, fellBack: true, shapes, warnings };
    }
    const { fade } = this.damage;
    const fitted = meanKernel(this.fits, scale);
    const kernel = fallback ? averageKernels([fitted, safe], [1 - fade, fade]) : fitted;
    return { kernel, confidence, fellBack: false, shapes, warnings: this.warnings };
  }

  confidenceIn(kernel: Kernel, scale: number): number {
    checkScale(scale);
    const truths = this.fits.map((fit) => fitKernel(fit, scale));
    const weights = this.fits.map(({ weight }) => weight);
    const own = expectedGain(meanKernel(this.fits, scale), truths, weights, scale).gain;
    if (own <= 0) return 0;
    const { gain } = expectedGain(kernel, truths, weights, scale);
    return Math.min(1, Math.max(0, (this.confidence * gain) / own));
  }
}
