/**
 * The fits behind the method `auto`: all shapes fitted to the image's spectrum (fit-shape.ts), an asymmetric one in both
 * orientations, weighted by the image's edges (phase-evidence.ts), all weighted by how well they fit (average-shapes.ts).
 * Nothing here depends on the scale factor: kernels for any are drawn from the same fits.
 */
import {
  type Kernel,
  covariance as kernelCovariance,
  normaliseKernel,
  reframe,
  withoutFaintWeights,
} from "../kernel/index.js";
import { averageKernels, shapeWeights } from "./average-shapes.js";
import { BLUR_CONSTANTS, type BlurConstants } from "./blur-constants.js";
import type { BlurEvidence } from "./blur-evidence.js";
import { fitShape, type ShapeFit } from "./fit-shape.js";
import { drawOnOwnGrid } from "./own-grid.js";
import { PhaseEvidence } from "./phase-evidence.js";
import { straightArc } from "./shapes/arc.js";
import { shapeKernelSize } from "./shapes/draw.js";
import { ellipseCovariance } from "./shapes/ellipse.js";
import { BLUR_SHAPES, type BlurShape } from "./shapes/index.js";
import type { MotionParameters } from "./shapes/motion.js";

/** The shapes of real blurs; the others start from the first. */
const BLURRED_SHAPES = ["gaussian", "disk", "motion", "arc"] as const satisfies readonly BlurShape[];
/** The round blur that the fit of the Gaussian starts from, in squared pixels of the image. */
const FIRST_VARIANCE = 0.25;
/** Log odds beyond this speak for an asymmetric kernel: how much, in units of the loss, and at most. */
const FREE_LOG_ODDS = 1;
const SUPPORT_WEIGHT = 2;
const MAX_SUPPORT = 10;
/** A shape of less weight is not worth asking for evidence. */
const MIN_WEIGHT = 0.01;
/** The reach of a wide kernel's frame, in standard deviations; and the share of the largest weight below which others only fill it. */
const FRAME_REACH = 4;
const FAINT = 3e-4;

/** A fitted shape and its weights. */
export interface WeightedFit extends ShapeFit {
  /** Its share in the mean. */
  readonly weight: number;
  /** Of an asymmetric shape: the share of its kernel that is not mirrored; 1 for the others. */
  readonly unmirrored: number;
}

/**
 * Fits all shapes; that of `bicubic` stands for all resampling filters of unblurred images.
 *
 * @param pause awaited between the searches; may throw to stop them
 * @param onProgress called with the share that is done
 */
export async function fitShapes(
  { loss, sharpLoss }: BlurEvidence,
  pause: () => Promise<void>,
  onProgress: (done: number) => void,
): Promise<ShapeFit[]> {
  const fits: ShapeFit[] = [{ shape: "bicubic", parameters: [], loss: sharpLoss }];
  let covariance = { yy: FIRST_VARIANCE, yx: 0, xx: FIRST_VARIANCE };
  for (const [i, shape] of BLURRED_SHAPES.entries()) {
    const motion = shape === "arc" && loss.ownGrid ? fits.find((one) => one.shape === "motion") : undefined;
    const others = motion ? [straightArc(motion.parameters as unknown as MotionParameters)] : [];
    const fit = await fitShape(loss, shape, covariance, pause, others);
    fits.push(fit);
    if (shape === "gaussian") covariance = ellipseCovariance(fit.parameters as [number, number, number]);
    onProgress((i + 1) / (BLURRED_SHAPES.length + 1));
  }
  await pause();
  return fits;
}

/** What the edges of an image say of a fit in one orientation and the other: see {@link PhaseEvidence.preference}. */
export type Preference = (fit: ShapeFit) => number;

/** The preferences of one image, each of which is computed once. */
export function preferencesOf(
  { middle }: BlurEvidence,
  constants: BlurConstants = BLUR_CONSTANTS,
): Preference {
  let evidence: PhaseEvidence | undefined;
  const known = new Map<ShapeFit, number>();
  return (fit) => {
    const found = known.get(fit);
    if (found !== undefined) return found;
    const transfer = BLUR_SHAPES[fit.shape].asymmetry?.transfer(fit.parameters);
    evidence ??= new PhaseEvidence(middle, constants);
    const preference = transfer ? evidence.preference(transfer) : 0;
    known.set(fit, preference);
    return preference;
  };
}

/** The fits with their weights, by the losses and by the edges. */
export function weighFits(
  fits: readonly ShapeFit[],
  preference: Preference,
  constants: BlurConstants = BLUR_CONSTANTS,
): WeightedFit[] {
  const asymmetric = orientations(fits, preference, constants);
  const weights = shapeWeights(
    fits.map((fit, i) => ({ ...fit, loss: fit.loss - (asymmetric[i]?.support ?? 0) })),
    constants,
  );
  return fits.map((fit, i) => ({
    ...fit,
    weight: weights[i]!,
    unmirrored: asymmetric[i]?.unmirrored ?? 1,
  }));
}

/**
 * Of asymmetric shapes the probability that the kernel is not the mirrored one, and what speaks for asymmetry at all: where the
 * edges clearly prefer one orientation, no symmetric kernel can be the true one.
 */
function orientations(
  fits: readonly ShapeFit[],
  preference: Preference,
  constants: BlurConstants,
): ({ unmirrored: number; support: number } | undefined)[] {
  const prior = shapeWeights(fits, constants);
  return fits.map((fit, i) => {
    if (!BLUR_SHAPES[fit.shape].asymmetry) return undefined;
    if (prior[i]! < MIN_WEIGHT) return { unmirrored: 0.5, support: 0 };
    const logOdds = preference(fit) / constants.phaseTemperature;
    const support = Math.min(MAX_SUPPORT, SUPPORT_WEIGHT * Math.max(0, Math.abs(logOdds) - FREE_LOG_ODDS));
    return { unmirrored: 1 / (1 + Math.exp(-logOdds)), support };
  });
}

/** How a kernel is drawn. */
export interface Drawing {
  /** Factor on the fitted covariance; default 1. */
  readonly factor?: number;
  /** Another one on that of a Gaussian; default 1. */
  readonly gaussianFactor?: number;
  /** m, of an image that was shrunk by m before the fit: lengths are m times as long in the image itself; default 1. */
  readonly shrunkBy?: number;
}

/**
 * The kernel of one fit for a scale factor: aligned, of sum 1, of the size of shapeKernelSize unless another is given. Lengths of a fit
 * to a shrunk image only grow with its pixels: the shape is drawn anew, not enlarged.
 */
export function fitKernel(
  { shape, parameters, unmirrored }: WeightedFit,
  scale: number,
  { factor = 1, gaussianFactor = 1, shrunkBy = 1 }: Drawing = {},
  size = shapeKernelSize(scale),
): Kernel {
  const { kernel, asymmetry, enlarged, scaled } = BLUR_SHAPES[shape];
  const own = shape === "gaussian" ? gaussianFactor : 1;
  const used = scaled(enlarged(parameters, shrunkBy), own * factor);
  const drawn = (drawnParameters: readonly number[]): Kernel =>
    scale === 1 && shape !== "bicubic"
      ? drawOnOwnGrid((fine, fineSize) => kernel(drawnParameters, fine, fineSize), size)
      : kernel(drawnParameters, scale, size);
  if (!asymmetry) return drawn(used);
  return averageKernels([drawn(used), drawn(asymmetry.mirrored(used))], [unmirrored, 1 - unmirrored]);
}

/** The mean of all fits for a scale factor, in the frame of shapeKernelSize or, of wide blur, one that holds it. */
export function meanKernel(fits: readonly WeightedFit[], scale: number, drawing: Drawing = {}): Kernel {
  const { shrunkBy = 1 } = drawing;
  const mean = (used: readonly WeightedFit[], how: Drawing, size?: number): Kernel =>
    averageKernels(
      used.map((fit) => fitKernel(fit, scale, how, size)),
      used.map(({ weight }) => weight),
    );
  if (shrunkBy === 1) return mean(fits, drawing);
  // The bicubic filter stands for no blur, and has no extent that could grow; faint shapes would only widen the frame.
  const blurred = fits.filter(({ shape, weight }) => shape !== "bicubic" && weight > MIN_WEIGHT);
  const used = blurred.length > 0 ? blurred : fits;
  const total = used.reduce((sum, { weight }) => sum + weight, 0);
  const weighted = used.map((fit) => ({ ...fit, weight: fit.weight / total }));
  const { yy, xx } = kernelCovariance(mean(weighted, { ...drawing, shrunkBy: 1 }));
  const reach = Math.ceil(FRAME_REACH * shrunkBy * Math.sqrt(yy + xx));
  const least = shapeKernelSize(scale);
  const wide = mean(weighted, drawing, Math.max(least, 2 * reach + 1));
  const kept = normaliseKernel(withoutFaintWeights(wide, FAINT));
  return kept.size < least ? reframe(kept, least) : kept;
}
