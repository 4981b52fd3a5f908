/**
 * The method `auto`: the spectrum decides about the shape of the blur as well as about its width. Each shape of
 * blur-shapes.ts is fitted (shape-fit.ts), and the kernels are averaged by how well they fit (average-shapes.ts). No
 * random numbers, no networks; about half a second.
 *
 * What noise and compression do. Under noise of standard deviation σ the high frequencies, which tell the most, are
 * lost, and a wide kernel makes an upscaler amplify the noise; JPEG's blocks (blockiness.ts, B) do the same to a lesser degree.
 * So the kernel fades into the bicubic one:
 *
 *     k = (1 − t) k_fit + t k_bicubic,   t = max( ramp(σ; 2.3/255, 3/255), 0.6 · ramp(B; 0.2, 0.6) )
 *
 * with ramp(v; a, b) = (v − a)/(b − a) within [0, 1].
 */
import { check } from "../errors.js";
import { meanGradient, type PlanarImage, toGray } from "../image/index.js";
import { bicubicKernel, type Kernel, oddFrame, reframe } from "../kernel/index.js";
import { averageKernels, shapeWeights } from "./average-shapes.js";
import { blockiness } from "./blockiness.js";
import { BLUR_SHAPES, type BlurShape, shapeKernelSize } from "./blur-shapes.js";
import { fitGaussian } from "./gaussian-fit.js";
import { fitShape } from "./shape-fit.js";
import { spectralRatio } from "./spectral-ratio.js";

/** Noise of the gray image from which the kernel fades, and at which nothing is left of it. */
const NOISE_FADES = 2.3 / 255;
const NOISE_ENDS = 3 / 255;
/** The same for blockiness, at the end of which JPEG_FADE is gone. Clean images have 0.03 to 0.15, JPEG 70 0.3 to 1.1. */
const BLOCKS_FADE = 0.2;
const BLOCKS_END = 0.6;
const JPEG_FADE = 0.6;
/** Photographs have a mean gradient of 0.01 to 0.05 (image/gradient-map.ts). */
const LITTLE_TEXTURE = 0.003;
/** Below this side an image has too few blocks for a spectrum to be trusted. */
const SMALL_SIDE = 128;
/** The share of the gain that kernels bring on clean images, on average (the shared bench's Gaussian, motion and defocus sets). */
const USUAL_SHARE = 0.85;
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
   * average over images like this one: clean 0.85, less under noise, JPEG compression and for small images. Below 0.25
   * the kernel is unlikely to beat the bicubic one.
   */
  readonly confidence: number;
  /** The kernel handed out is the bicubic one. */
  readonly fellBack: boolean;
  /** The weight of each shape in the mean; their sum is 1. */
  readonly shapes: Readonly<Record<BlurShape, number>>;
  /** What a careful user should know, in words. */
  readonly warnings: readonly string[];
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
  const { fallback = true } = options;
  check(
    Number.isInteger(scale) && scale >= 2,
    () => `the scale must be an integer of at least 2, got ${scale}`,
  );
  const gray = toGray(image);
  const { samples, noise } = spectralRatio(gray);
  const gaussian = fitGaussian(samples);
  const names = Object.keys(BLUR_SHAPES) as BlurShape[];
  const fits = names.map((name) => fitShape(samples, name, gaussian));
  const weights = shapeWeights(fits.map(({ loss }) => loss));
  const kernels = fits.map(({ shape, parameters }) => BLUR_SHAPES[shape].kernel(parameters, scale));
  const fitted = averageKernels(kernels, weights);

  const warnings: string[] = [];
  const noiseFade = ramp(noise, NOISE_FADES, NOISE_ENDS);
  const jpegFade = JPEG_FADE * ramp(blockiness(gray), BLOCKS_FADE, BLOCKS_END);
  if (noiseFade > 0) {
    warnings.push(
      `the image is noisy (standard deviation ${(255 * noise).toFixed(1)} of 255): the kernel is less certain, and closer to bicubic`,
    );
  }
  if (jpegFade > 0) {
    warnings.push("the image shows JPEG blocks: the kernel is less certain, and closer to bicubic");
  }
  const fade = Math.max(noiseFade, jpegFade);
  let confidence = USUAL_SHARE * (1 - fade);
  const smaller = Math.min(image.width, image.height);
  if (smaller < SMALL_SIDE) {
    confidence *= smaller / SMALL_SIDE;
    warnings.push(`the image is small (${image.width}×${image.height}): expect a rougher kernel`);
  }
  if (meanGradient(gray) < LITTLE_TEXTURE) {
    confidence = 0;
    warnings.push("there is hardly any texture in the image: do not trust the kernel");
  }

  const shapes = Object.fromEntries(names.map((name, i) => [name, weights[i]])) as Record<BlurShape, number>;
  const safe = reframe(oddFrame(bicubicKernel(scale)), shapeKernelSize(scale));
  if (fallback && confidence < LEAST_CONFIDENCE) {
    warnings.push("confidence is too low to beat the bicubic kernel: falling back to it");
    return { kernel: safe, confidence, fellBack: true, shapes, warnings };
  }
  const kernel = averageKernels([fitted, safe], fallback ? [1 - fade, fade] : [1, 0]);
  return { kernel, confidence, fellBack: false, shapes, warnings };
}

/** 0 up to `from`, 1 from `to` on. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
