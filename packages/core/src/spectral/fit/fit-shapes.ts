/**
 * The fits behind the method `auto`. All shapes are fitted to the image's spectrum (fit-shape.ts) and weighted by how
 * well they fit (average-shapes.ts). The spectrum does not tell an asymmetric kernel from its mirror image, so such a
 * shape counts in both orientations, weighted by the image's edges (phase-evidence.ts). Nothing here depends on the
 * scale factor: kernels for all factors are drawn from the same fits (mean-kernel.ts).
 */
import type { Pause } from "../../pause.js";
import type { BlurEvidence } from "../evidence/blur-evidence.js";
import { tellsBoxes } from "../model/spectrum-loss.js";
import { straightArc } from "../shapes/arc.js";
import { ellipseCovariance } from "../shapes/ellipse.js";
import { BLUR_SHAPES, type BlurShape } from "../shapes/index.js";
import type { MotionParameters } from "../shapes/motion.js";
import { shapeWeights } from "./average-shapes.js";
import { BLUR_CONSTANTS, type BlurConstants } from "./blur-constants.js";
import { fitShape, fitWithDeviations, type ShapeFit } from "./fit-shape.js";
import { PhaseEvidence } from "./phase-evidence.js";

/** The shapes of real blurs; the fits of the others start from that of the first. */
const BLURRED_SHAPES = ["gaussian", "disk", "box", "motion", "arc"] as const satisfies readonly BlurShape[];
/** The round blur that the fit of the Gaussian starts from, in squared pixels of the image. */
const FIRST_VARIANCE = 0.25;
/** For a shape with less weight the evidence of the edges is not computed. */
const MIN_WEIGHT = 0.01;

/** A fitted shape and its weights. */
export interface WeightedFit extends ShapeFit {
  /** Its share in the mean. */
  readonly weight: number;
  /** Of an asymmetric shape, the share of its kernel that is not mirrored, in [0, 1]; 1 for the others. */
  readonly unmirrored: number;
}

/**
 * Fits all shapes; `bicubic` stands for all resampling filters of unblurred images. A Gaussian may have deviations
 * (deviations.ts), except where blur may be wide: there no aliasing hides the high frequencies, which say the most
 * about its width. (If it had deviations there, photographs under Gaussians of 2 and 3 pixels would gain 46 and 63% of
 * what the true kernel gains, instead of 84 and 90%.)
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
  const shapes = BLURRED_SHAPES.filter((shape) => shape !== "box" || tellsBoxes(loss));
  for (const [i, shape] of shapes.entries()) {
    const motion = shape === "arc" && loss.wide ? fits.find((one) => one.shape === "motion") : undefined;
    const others = motion ? [straightArc(motion.parameters as unknown as MotionParameters)] : [];
    const exact = await fitShape(loss, shape, covariance, pause, others);
    await pause();
    const fit = shape === "gaussian" && !loss.wide ? fitWithDeviations(loss, exact) : exact;
    fits.push(fit);
    if (shape === "gaussian") covariance = ellipseCovariance(fit.parameters as [number, number, number]);
    onProgress((i + 1) / (shapes.length + 1));
  }
  return fits;
}

/** Which orientation of a fit the edges of an image prefer, and how much: {@link PhaseEvidence.preference}. */
export type Preference = (fit: ShapeFit) => number;

/** The preferences of one image; each is computed when it is first asked for, and kept. */
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
 * For each asymmetric shape: the probability that its kernel is not the mirrored one, and the support for asymmetry as
 * such: where the edges clearly prefer one orientation, the true kernel cannot be symmetric.
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
