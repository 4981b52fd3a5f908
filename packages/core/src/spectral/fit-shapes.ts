/**
 * The fits behind the method `auto`: all shapes fitted to the image's spectrum (fit-shape.ts), an asymmetric one in
 * both orientations, weighted by the image's edges (phase-evidence.ts), all weighted by how well they fit
 * (average-shapes.ts). Nothing here depends on the scale factor: kernels for any are drawn from the same fits
 * (mean-kernel.ts).
 */
import type { Pause } from "../pause.js";
import { shapeWeights } from "./average-shapes.js";
import { BLUR_CONSTANTS, type BlurConstants } from "./blur-constants.js";
import type { BlurEvidence } from "./blur-evidence.js";
import { fitShape, fitWithDeviations, type ShapeFit } from "./fit-shape.js";
import { PhaseEvidence } from "./phase-evidence.js";
import { straightArc } from "./shapes/arc.js";
import { ellipseCovariance } from "./shapes/ellipse.js";
import { BLUR_SHAPES, type BlurShape } from "./shapes/index.js";
import type { MotionParameters } from "./shapes/motion.js";

/** The shapes of real blurs; the others start from the first. */
const BLURRED_SHAPES = ["gaussian", "disk", "motion", "arc"] as const satisfies readonly BlurShape[];
/** The round blur that the fit of the Gaussian starts from, in squared pixels of the image. */
const FIRST_VARIANCE = 0.25;
/** A shape of less weight is not worth asking for evidence. */
const MIN_WEIGHT = 0.01;

/** A fitted shape and its weights. */
export interface WeightedFit extends ShapeFit {
  /** Its share in the mean. */
  readonly weight: number;
  /** Of an asymmetric shape: the share of its kernel that is not mirrored; 1 for the others. */
  readonly unmirrored: number;
}

/**
 * Fits all shapes; that of `bicubic` stands for all resampling filters of unblurred images. A Gaussian may have
 * deviations (deviations.ts), but not where blur may be wide: there no aliasing hides the high frequencies, which tell
 * its width best (with them, photographs under Gaussians of 2 and 3 pixels gain 46 and 63% of what the true kernel
 * gains, not 84 and 90%).
 *
 * @param pause awaited between the searches; may throw to stop them
 * @param onProgress called with the share that is done
 */
export async function fitShapes(
  { loss, sharpLoss }: BlurEvidence,
  pause: Pause,
  onProgress: (done: number) => void,
): Promise<ShapeFit[]> {
  const fits: ShapeFit[] = [{ shape: "bicubic", parameters: [], loss: sharpLoss }];
  let covariance = { yy: FIRST_VARIANCE, yx: 0, xx: FIRST_VARIANCE };
  for (const [i, shape] of BLURRED_SHAPES.entries()) {
    const motion = shape === "arc" && loss.wide ? fits.find((one) => one.shape === "motion") : undefined;
    const others = motion ? [straightArc(motion.parameters as unknown as MotionParameters)] : [];
    const exact = await fitShape(loss, shape, covariance, pause, others);
    await pause();
    const fit = shape === "gaussian" && !loss.wide ? fitWithDeviations(loss, exact) : exact;
    fits.push(fit);
    if (shape === "gaussian") covariance = ellipseCovariance(fit.parameters as [number, number, number]);
    onProgress((i + 1) / (BLURRED_SHAPES.length + 1));
  }
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
 * Of asymmetric shapes the probability that the kernel is not the mirrored one, and what speaks for asymmetry at all:
 * where the edges clearly prefer one orientation, no symmetric kernel can be the true one.
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
    const { phaseTemperature, freeLogOdds, supportWeight, maxSupport } = constants;
    const logOdds = preference(fit) / phaseTemperature;
    const support = Math.min(maxSupport, supportWeight * Math.max(0, Math.abs(logOdds) - freeLogOdds));
    return { unmirrored: 1 / (1 + Math.exp(-logOdds)), support };
  });
}
