/**
 * The blur of an image, once for all scales: the shapes fitted to its spectrum (fit-shapes.ts) and the kernels drawn
 * from them. No random numbers, no networks; about half a second.
 */

import type { Kernel } from "../../kernel/index.js";
import { noPause, type Pause } from "../../pause.js";
import type { BlurEvidence } from "../evidence/blur-evidence.js";
import { diskRadius } from "../shapes/disk.js";
import { type EllipseParameters, ellipseCovariance } from "../shapes/ellipse.js";
import type { BlurShape } from "../shapes/index.js";
import { BLUR_CONSTANTS, type BlurConstants } from "./blur-constants.js";
import { fitShapes, preferencesOf, type WeightedFit, weighFits } from "./fit-shapes.js";
import { meanKernel } from "./mean-kernel.js";

/** How to follow and stop the analysis. */
export interface AnalyseControl {
  /** Awaited between pieces of work of some milliseconds; may throw to stop the analysis. */
  readonly pause?: Pause;
  /** Called with the share that is done, in (0, 1]. */
  readonly onProgress?: (done: number) => void;
}

/** The blur of one image. */
export interface BlurAnalysis {
  /** The fitted shapes with their weights. */
  readonly fits: readonly WeightedFit[];
  /**
   * The weight of each shape in the mean, which is the kernel unless one stands alone (blur-constants.ts, gaussianShare
   * and diskShare); their sum is 1.
   */
  readonly shapes: Readonly<Record<BlurShape, number>>;
  /**
   * (6s + 1)², at least 13×13, or larger where the blur is wide; aligned, sum 1; for any scale factor s of at least 2,
   * or for 1 where the evidence is that of the image's own grid. Milliseconds.
   */
  kernel(scale: number): Kernel;
  /**
   * The kernel whose confidence is that of {@link kernel}, the one that the blur looks like: wide Gaussians are drawn
   * narrower than they look, and one that weighs less than half is drawn alone, but looks like the mean. Of others they
   * are the same.
   */
  apparentKernel(scale: number): Kernel;
}

/**
 * @example const blur = await analyseBlur(await BlurEvidence.measure(image)); [2, 4].map((scale) => blur.kernel(scale))
 */
export async function analyseBlur(
  evidence: BlurEvidence,
  { pause = noPause, onProgress = () => {} }: AnalyseControl = {},
): Promise<BlurAnalysis> {
  const fits = await fitShapes(evidence, pause, onProgress);
  const blur = blurOf(evidence, weighFits(fits, preferencesOf(evidence)));
  onProgress(1);
  return blur;
}

/** Not every shape is fitted to every image. */
const NO_WEIGHTS: Readonly<Record<BlurShape, number>> = {
  gaussian: 0,
  disk: 0,
  box: 0,
  motion: 0,
  arc: 0,
  bicubic: 0,
};

/** The blur that weighted fits to an image's spectrum make. */
export function blurOf(
  { shrunkBy, loss: { wide, pitch } }: BlurEvidence,
  fits: readonly WeightedFit[],
  constants: BlurConstants = BLUR_CONSTANTS,
): BlurAnalysis {
  const shapes = { ...NO_WEIGHTS, ...Object.fromEntries(fits.map(({ shape, weight }) => [shape, weight])) };
  const { ownGridShrinkage, widthExponent, gaussianShare, judgedGaussianShare, diskShare } = constants;
  const exactness = wide ? 1 : diskExactness(fits, constants);
  const usual = wide ? ownGridShrinkage : constants.shrinkage;
  const shrinkageOf = (shape: BlurShape): number => {
    if (shape !== "box" && shape !== "disk") return usual;
    // Of pixels that are known, the edge is, too.
    if (pitch !== undefined) return 1;
    // A box is found by its zeros only, which say exactly how wide it is.
    const exact = shape === "box" ? 1 : exactness;
    return usual + exact * (ownGridShrinkage - usual);
  };
  const drawn = exactness > 0 ? loneDisk(fits, diskShare) : fits;
  return {
    fits,
    shapes,
    kernel(scale) {
      const gaussianFactor = wide ? 1 : widthFactor(fits, scale, usual, widthExponent);
      const factorOf = (shape: BlurShape): number =>
        (shape === "gaussian" ? gaussianFactor : 1) * shrinkageOf(shape);
      return meanKernel(drawn, scale, { factorOf, gaussianShare, shrunkBy });
    },
    apparentKernel: (scale) =>
      meanKernel(drawn, scale, { factorOf: shrinkageOf, gaussianShare: judgedGaussianShare, shrunkBy }),
  };
}

/** The disk alone, where it explains the image best: its zeros would be filled by a little of another shape. */
function loneDisk(fits: readonly WeightedFit[], diskShare: number): readonly WeightedFit[] {
  const disk = fits.find(({ shape, weight }) => shape === "disk" && weight >= diskShare);
  return disk ? [{ ...disk, weight: 1 }] : fits;
}

/** How exact the disk's radius is, from 0 to 1: whether its zeros lie in the band. */
function diskExactness(fits: readonly WeightedFit[], { exactRadii: [from, to] }: BlurConstants): number {
  const disk = fits.find(({ shape }) => shape === "disk");
  if (!disk) return 0;
  return Math.min(1, Math.max(0, (diskRadius(disk.parameters as EllipseParameters) - from) / (to - from)));
}

/**
 * The trace v of a Gaussian's covariance, in squared pixels of the image, times the scale factor: above which it is
 * wide, and the widest on which β was fitted.
 */
const WIDE = 3;
const WIDEST = 5;

/** (3/(s v))^β of blur-constants.ts, at most 1. */
function widthFactor(
  fits: readonly WeightedFit[],
  scale: number,
  shrinkage: number,
  widthExponent: number,
): number {
  const gaussian = fits.find(({ shape }) => shape === "gaussian");
  if (!gaussian) return 1;
  const { yy, xx } = ellipseCovariance(gaussian.parameters as EllipseParameters);
  const width = Math.min(WIDEST, Math.max(WIDE, scale * shrinkage * (yy + xx)));
  return (WIDE / width) ** widthExponent;
}
