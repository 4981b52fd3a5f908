/**
 * The noise that a solver should assume: that of the image, and what the kernel's errors are equivalent to. On [0, 1].
 */
import type { PlanarImage } from "../image/index.js";
import {
  covariance,
  type Kernel,
  kurtosisAlong,
  LINE_ELONGATION,
  LINE_KURTOSIS,
  pointAsymmetry,
  principalAxes,
} from "../kernel/index.js";
import { compressionOf, NoiseBlocks, whiteNoise } from "../noise/index.js";

// The constants are for `fast`; `npm run bench:fit-fast` prints what others give on named photographs.

/**
 * The white noise that is equivalent to JPEG's error, and to that of other lossy formats, in a deconvolution, over its
 * rms: the error is strongest at the high frequencies, which are amplified.
 */
export const COMPRESSION_WEIGHT = 1.4;

/**
 * The noise of the image that is equivalent to the errors of an estimated kernel: a solver that trusts a wrong one
 * produces ringing.
 */
export interface KernelNoiseConstants {
  /** Of a kernel of unknown quality. */
  readonly unknown: number;
  /**
   * Of one of confidence 1, which is nearly right. Under exact Gaussians less gains another 0.1 dB; under those of
   * DIV2KRK, whose weights are all a little off, it loses as much.
   */
  readonly sure: number;
  /**
   * The asymmetry (kernel/asymmetry.ts) up to which a kernel is no path of a camera, and from which on it is nothing
   * else. A spectrum says little of a path's bend and speed, however sure it is that there is one. KernelGAN's kernels
   * of Gaussians have 0.03 to 0.07.
   */
  readonly pathAsymmetry: readonly [from: number, to: number];
  /** Of a path of confidence 0. */
  readonly doubtfulPath: number;
  /**
   * Of a path of confidence 1. What kernels that `auto` found and used under random paths gain over the bicubic one,
   * with these two and with `unknown` for all paths: 206 kernels of 48 photographs of BSD68 and Urban100 at ×2 1.77 and
   * 1.66 dB, 78 at ×3 0.82 and 0.62; 55 of kodim01 to kodim12 at ×2 2.05 and 2.00 (the worst of them that are bent −1.2
   * and −2.4).
   */
  readonly surePath: number;
  /**
   * `sure` at scale 1, where nothing is aliased and wide blurs are found within a few percent. 0.3/255 gains more, up
   * to 0.8 dB, but then the edges of gray levels in plain walls and skies show as worms. `npm run bench:fit-wide`
   * prints what others give.
   */
  readonly sureOwnGrid: number;
  /**
   * The same of a line. Its spectrum has zeros in the whole band, which move with a small error of its direction. `npm
   * run bench:fit-wide -- PATH… --only lines` prints what others give.
   */
  readonly sureOwnGridLine: number;
  /**
   * By how much a line takes the image's own noise for stronger at scale 1. Five photographs of BSD68 and Urban100 under
   * motions of 5 and 9 pixels want 2 to 3 levels as JPEG of quality 85, WebP of 80 and AVIF of 70, where 1.6 to 3.3
   * would be assumed without; with noise of 4 levels 1.1 to 1.4 times as much; as JPEG of quality 98, whose error is
   * not known, they lose 0.3 dB by it.
   */
  readonly ownGridLineWeight: number;
  /**
   * What is a line: the standard deviation along a kernel over that across, and the kurtosis of its profile along
   * (kernel/moments.ts), up to which it is none, and from which on it is nothing else. Of lines the one is 2.3 to 15
   * and the other 1.8 to 2.1, of Gaussians the other 3; disks are round
   * (`npm run bench:fit-wide -- PATH… --only paths`).
   */
  readonly lineElongation: readonly [from: number, to: number];
  readonly lineKurtosis: readonly [from: number, to: number];
  /**
   * The share of all this at ×3 and more, but for paths: there less of a kernel's error passes through the aliasing. It
   * is then independent of the image's own noise, and their variances add ({@link assumedNoise}). With both, 24
   * photographs at ×4 without noise gain 0.06 dB, 26 at ×3 0.08, with noise of 1 gray level they lose 0.01, with that
   * of 3 and as JPEG of quality 85 nothing (docs/experiments.md, "How much noise to assume"). At ×2 half of it gains
   * 0.2 dB under exact Gaussians and loses as much under those of DIV2KRK, up to 2.4 dB.
   */
  readonly largerScaleShare: number;
}

export const KERNEL_NOISE_CONSTANTS: KernelNoiseConstants = {
  unknown: 1.8 / 255,
  sure: 0.3 / 255,
  pathAsymmetry: [0.04, 0.08],
  doubtfulPath: 4 / 255,
  surePath: 2.2 / 255,
  sureOwnGrid: 0.45 / 255,
  sureOwnGridLine: 0.8 / 255,
  ownGridLineWeight: 1.25,
  lineElongation: [1.5, LINE_ELONGATION],
  lineKurtosis: [2.7, LINE_KURTOSIS],
  largerScaleShare: 0.5,
};

/**
 * For exact kernels at scale 1. With that of rounding alone, 0.2/255, what is amplified at a kernel's zeros grows from
 * round to round: under disks of radius 10 three photographs gain 2.1, 5.2 and 8.0 dB, 5.7, 6.9 and 10.3 with this,
 * under Gaussians of 5 pixels 0.1 less.
 */
const EXACT_OWN_GRID_NOISE = 0.3 / 255;
/**
 * Noise up to which an image at scale 1 has that of rounding to 8 bits alone, which the constants above were chosen
 * with. More of it, or the error of compression, adds to a kernel's errors: of ten photographs under motions of 5
 * pixels, as AVIF of quality 70, the mean gain is 3.60 dB so, and with the greater of both 3.32; saved as PNG since 1.65
 * and 0.51 (`npm run bench:wide`).
 */
const ROUNDING = 0.3 / 255;

/** The least variance across, in squared pixels. */
const MIN_ACROSS = 1e-4;

/**
 * The noise that is equivalent to the errors of an estimated kernel.
 *
 * @param confidence in [0, 1], as estimateKernel returns it; undefined for a kernel of unknown quality.
 * @throws KernelGanError `invalid-argument` if the sum of the kernel's weights is not positive.
 */
export function kernelNoise(
  confidence: number | undefined,
  kernel: Kernel,
  scale: number,
  constants: KernelNoiseConstants = KERNEL_NOISE_CONSTANTS,
): number {
  const { unknown, doubtfulPath, surePath, pathAsymmetry } = constants;
  const between = (doubtful: number, certain: number): number =>
    confidence === undefined ? unknown : doubtful + confidence * (certain - doubtful);
  if (scale === 1) {
    const { sureOwnGrid, sureOwnGridLine } = constants;
    return between(unknown, sureOwnGrid + lineShare(kernel, constants) * (sureOwnGridLine - sureOwnGrid));
  }
  const share = scale > 2 ? constants.largerScaleShare : 1;
  const ofSymmetric = share * between(unknown, constants.sure);
  const pathShare = progress(pointAsymmetry(kernel), pathAsymmetry);
  return ofSymmetric + pathShare * (between(doubtfulPath, surePath) - ofSymmetric);
}

/** How far a kernel is a line, 0 to 1. */
function lineShare(kernel: Kernel, { lineElongation, lineKurtosis }: KernelNoiseConstants): number {
  const { along, across } = principalAxes(covariance(kernel));
  const elongation = Math.sqrt(along / Math.max(MIN_ACROSS, across));
  // What has no extent has no kurtosis.
  return elongation > lineElongation[0]
    ? progress(elongation, lineElongation) * progress(kurtosisAlong(kernel), lineKurtosis)
    : 0;
}

/** 0 up to one value, 1 from the other on. */
function progress(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** The same of a kernel that is known to be right. */
export function exactKernelNoise(scale: number): number {
  return scale === 1 ? EXACT_OWN_GRID_NOISE : 0;
}

/**
 * The noise of an image, the error of compression included.
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 * @param scale that the image is restored at
 * @param alpha [1, h, w]; where it is 0 the image is no evidence of its noise.
 */
export function imageNoise(image: PlanarImage, scale: number, alpha?: PlanarImage): number {
  const blocks = new NoiseBlocks(image, undefined, alpha);
  return Math.max(whiteNoise(blocks), (COMPRESSION_WEIGHT / 255) * compressionOf(image, blocks, scale).error);
}

/**
 * The noise that a solver should assume by default: that of the image and what the kernel's errors are equivalent to,
 * at ×2 the greater of both, else the square root of the sum of their squares.
 *
 * @param ofImage {@link imageNoise}
 * @param ofKernel {@link kernelNoise}; 0 if the kernel is exact.
 * @param scale factor of the upscaling.
 * @param estimated the kernel, if it is an estimate
 */
export function assumedNoise(ofImage: number, ofKernel: number, scale: number, estimated?: Kernel): number {
  if (scale > 2) return Math.hypot(ofImage, ofKernel);
  if (scale === 2) return Math.max(ofImage, ofKernel);
  const { ownGridLineWeight } = KERNEL_NOISE_CONSTANTS;
  const ofLine = estimated ? lineShare(estimated, KERNEL_NOISE_CONSTANTS) : 0;
  const added = Math.sqrt(Math.max(0, ofImage ** 2 - ROUNDING ** 2)) * (1 + ofLine * (ownGridLineWeight - 1));
  return Math.max(ofImage, Math.hypot(added, ofKernel));
}
