/**
 * The kernel of weighted fits, drawn for any scale factor: their mean (average-shapes.ts), or, where a Gaussian
 * explains the image best, the Gaussian of the mean's covariance. The width of a mean is better than that of any one
 * fit; its shape is not. A Gaussian's spectrum falls below that of any other shape: at high frequencies a mean has, of
 * 0.01 of another shape, more than of all the rest, and a solver that takes the kernel for exact divides by it. A disk
 * that explains the image best comes here alone (analyse-blur.ts): unlike a Gaussian's, its own width is exact.
 */
import {
  type Kernel,
  covariance as kernelCovariance,
  normaliseKernel,
  reframe,
  withoutFaintWeights,
} from "../../kernel/index.js";
import { drawOnOwnGrid } from "../model/own-grid.js";
import { shapeKernelSize } from "../shapes/draw.js";
import { ellipseOf } from "../shapes/ellipse.js";
import { BLUR_SHAPES, type BlurShape } from "../shapes/index.js";
import { averageKernels } from "./average-shapes.js";
import { BLUR_CONSTANTS } from "./blur-constants.js";
import type { WeightedFit } from "./fit-shapes.js";

/** A shape of less weight would only widen the frame: of wide blur, and else. */
const MIN_WEIGHT = 0.01;
const MIN_FRAMED_WEIGHT = 0.1;
/**
 * The reach of a wide kernel's frame, in standard deviations; and the share of the largest weight below which others
 * only fill it.
 */
const FRAME_REACH = 4;
const FAINT = 3e-4;

/** How a kernel is drawn. */
export interface Drawing {
  /** Factor on the fitted covariance of each shape; default 1. */
  readonly factorOf?: (shape: BlurShape) => number;
  /** As in blur-constants.ts; default the one in use. */
  readonly gaussianShare?: number;
  /** m, of an image that was shrunk by m before the fit: lengths are m times as long in the image itself; default 1. */
  readonly shrunkBy?: number;
}

/**
 * The kernel of one fit for a scale factor: aligned, of sum 1, of the size of shapeKernelSize unless another is given.
 * Lengths of a fit to a shrunk image only grow with its pixels: the shape is drawn anew, not enlarged.
 */
export function fitKernel(
  { shape, parameters, unmirrored }: Omit<WeightedFit, "weight" | "loss">,
  scale: number,
  { factorOf = () => 1, shrunkBy = 1 }: Drawing = {},
  size = shapeKernelSize(scale),
): Kernel {
  const { kernel, ownGridKernel, asymmetry, enlarged, scaled } = BLUR_SHAPES[shape];
  const used = scaled(enlarged(parameters, shrunkBy), factorOf(shape));
  // What pixels make of a line changes with its direction faster than a smaller size of the image shows.
  const arePixelsKnown = shrunkBy === 1 || shape !== "motion";
  if (scale === 1 && ownGridKernel && arePixelsKnown) return ownGridKernel(used, size);
  const drawn = (drawnParameters: readonly number[]): Kernel =>
    scale === 1 && shape !== "bicubic"
      ? drawOnOwnGrid((fine, fineSize) => kernel(drawnParameters, fine, fineSize), size)
      : kernel(drawnParameters, scale, size);
  if (!asymmetry) return drawn(used);
  return averageKernels([drawn(used), drawn(asymmetry.mirrored(used))], [unmirrored, 1 - unmirrored]);
}

/** The header's kernel, in the frame of shapeKernelSize or one that holds a wide blur. */
export function meanKernel(fits: readonly WeightedFit[], scale: number, drawing: Drawing = {}): Kernel {
  const { shrunkBy = 1 } = drawing;
  if (shrunkBy === 1) return meanOf(fits, scale, drawing);
  // The bicubic filter stands for no blur, and has no extent that could grow.
  const blurred = fits.filter(({ shape, weight }) => shape !== "bicubic" && weight > MIN_WEIGHT);
  const used = blurred.length > 0 ? blurred : fits;
  const total = used.reduce((sum, { weight }) => sum + weight, 0);
  const weighted = used.map((fit) => ({ ...fit, weight: fit.weight / total }));
  const { yy, xx } = kernelCovariance(meanOf(weighted, scale, { ...drawing, shrunkBy: 1 }));
  const reach = Math.ceil(FRAME_REACH * shrunkBy * Math.sqrt(yy + xx));
  const least = shapeKernelSize(scale);
  const wide = meanOf(weighted, scale, drawing, Math.max(least, 2 * reach + 1));
  const kept = normaliseKernel(withoutFaintWeights(wide, FAINT));
  return kept.size < least ? reframe(kept, least) : kept;
}

function meanOf(
  fits: readonly WeightedFit[],
  scale: number,
  drawing: Drawing,
  size = frameOf(fits, scale),
): Kernel {
  const { gaussianShare = BLUR_CONSTANTS.gaussianShare } = drawing;
  const mean = averageKernels(
    fits.map((fit) => fitKernel(fit, scale, drawing, size)),
    fits.map(({ weight }) => weight),
  );
  const isGaussian = fits.some(({ shape, weight }) => shape === "gaussian" && weight >= gaussianShare);
  return isGaussian ? gaussianLike(mean, scale) : mean;
}

/** The side of the usual frame, or of one that holds a shape with an end. */
function frameOf(fits: readonly WeightedFit[], scale: number): number {
  const sides = fits
    .filter(({ weight }) => weight > MIN_FRAMED_WEIGHT)
    .map(({ shape, parameters }) => 2 * Math.ceil(scale * (BLUR_SHAPES[shape].reach?.(parameters) ?? 0)) + 1);
  return Math.max(shapeKernelSize(scale), ...sides);
}

/** The Gaussian of a kernel's covariance, in the same frame. */
function gaussianLike(kernel: Kernel, scale: number): Kernel {
  const { yy, yx, xx } = kernelCovariance(kernel);
  const parameters = ellipseOf({ yy: yy / scale ** 2, yx: yx / scale ** 2, xx: xx / scale ** 2 });
  return fitKernel({ shape: "gaussian", parameters, unmirrored: 1 }, scale, {}, kernel.size);
}
