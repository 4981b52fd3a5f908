/**
 * The fits behind the method `auto`: all shapes fitted to the image's spectrum (fit-shape.ts), an asymmetric one in both
 * orientations, weighted by the image's edges (phase-evidence.ts), all weighted by how well they fit (average-shapes.ts).
 * Nothing here depends on the scale factor: kernels for any are drawn from the same fits.
 */
import type { PlanarImage } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { averageKernels, shapeWeights } from "./average-shapes.js";
import { fitGaussian } from "./fit-gaussian.js";
import { fitShape, type ShapeFit } from "./fit-shape.js";
import { PhaseEvidence } from "./phase-evidence.js";
import { BLUR_SHAPE_NAMES, BLUR_SHAPES } from "./shapes/index.js";
import { spectralRatio } from "./spectral-ratio.js";

/** Evidence at which one orientation is e times as likely as the other. */
const PHASE_TEMPERATURE = 0.003;
/** A shape of less weight is not worth asking for evidence. */
const MIN_WEIGHT = 0.01;

/** A fitted shape and its weights. */
export interface WeightedFit extends ShapeFit {
  /** Its share in the mean. */
  readonly weight: number;
  /** Of an asymmetric shape: the share of its kernel that is not mirrored; 1 for the others. */
  readonly unmirrored: number;
}

/** The blur of an image, in all shapes. */
export interface ShapeFits {
  readonly fits: readonly WeightedFit[];
  /** Standard deviation of the gray image's noise, in [0, 1]. */
  readonly noise: number;
}

/**
 * @param gray [1, h, w], values in [0, 1], at least 32×32.
 * @throws KernelGanError `image-too-small`, `image-flat`
 */
export function fitShapes(gray: PlanarImage): ShapeFits {
  const { samples, noise } = spectralRatio(gray);
  const gaussian = fitGaussian(samples);
  const fits = BLUR_SHAPE_NAMES.map((name) => fitShape(samples, name, gaussian));
  const weights = shapeWeights(fits);
  let evidence: PhaseEvidence | undefined;
  const unmirrored = ({ shape, parameters }: ShapeFit, weight: number): number => {
    const { asymmetry } = BLUR_SHAPES[shape];
    if (!asymmetry) return 1;
    if (weight < MIN_WEIGHT) return 0.5;
    evidence ??= new PhaseEvidence(gray);
    return 1 / (1 + Math.exp(-evidence.preference(asymmetry.transfer(parameters)) / PHASE_TEMPERATURE));
  };
  return {
    fits: fits.map((fit, i) => {
      const weight = weights[i]!;
      return { ...fit, weight, unmirrored: unmirrored(fit, weight) };
    }),
    noise,
  };
}

/** The kernel of one fit for a scale factor, (6s + 1)², aligned, of sum 1. */
export function fitKernel({ shape, parameters, unmirrored }: WeightedFit, scale: number): Kernel {
  const { kernel, asymmetry } = BLUR_SHAPES[shape];
  if (!asymmetry) return kernel(parameters, scale);
  return averageKernels(
    [kernel(parameters, scale), kernel(asymmetry.mirrored(parameters), scale)],
    [unmirrored, 1 - unmirrored],
  );
}

/** The mean of all fits for a scale factor. */
export function meanKernel(fits: readonly WeightedFit[], scale: number): Kernel {
  return averageKernels(
    fits.map((fit) => fitKernel(fit, scale)),
    fits.map(({ weight }) => weight),
  );
}
