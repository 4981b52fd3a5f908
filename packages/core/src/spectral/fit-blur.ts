/**
 * The search behind the method `auto`: the shapes of blur-shapes.ts fitted to the image's spectrum (shape-fit.ts), an
 * asymmetric one turned the way round that the image's edges speak for (phase-evidence.ts), all averaged by how well they
 * fit (average-shapes.ts). Nothing of it depends on the scale factor: kernels for any are drawn from the same fit.
 */
import type { PlanarImage } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { averageKernels, shapeWeights } from "./average-shapes.js";
import { BLUR_SHAPES, type BlurShape } from "./blur-shapes.js";
import { fitGaussian } from "./gaussian-fit.js";
import { PhaseEvidence } from "./phase-evidence.js";
import { fitShape, type ShapeFit } from "./shape-fit.js";
import { spectralRatio } from "./spectral-ratio.js";

/** Evidence at which the right way round is e times likelier than the other. */
const CLEAR_EVIDENCE = 0.003;

/** A shape that was fitted, and what it counts. */
export interface WeighedFit extends ShapeFit {
  /** Its share in the mean. */
  readonly weight: number;
  /** Of an asymmetric shape: the share of it as it is in its own kernel, the rest being mirrored; 1 for the others. */
  readonly upright: number;
}

/** What the image says about its blur. */
export interface ShapeFits {
  readonly fits: readonly WeighedFit[];
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
  const fits = (Object.keys(BLUR_SHAPES) as BlurShape[]).map((name) => fitShape(samples, name, gaussian));
  const weights = shapeWeights(fits);
  let evidence: PhaseEvidence | undefined;
  const upright = ({ shape, parameters }: ShapeFit, weight: number): number => {
    const asymmetry = BLUR_SHAPES[shape].asymmetry;
    if (!asymmetry || weight < 0.01) return asymmetry ? 0.5 : 1;
    evidence ??= new PhaseEvidence(gray);
    return 1 / (1 + Math.exp(-evidence.prefers(asymmetry.transfer(parameters)) / CLEAR_EVIDENCE));
  };
  return {
    fits: fits.map((fit, i) => ({ ...fit, weight: weights[i], upright: upright(fit, weights[i]) })),
    noise,
  };
}

/** The kernel of one fit for a scale factor, (6s + 1)², aligned, of sum 1. */
export function fitKernel({ shape, parameters, upright }: WeighedFit, scale: number): Kernel {
  const { kernel, asymmetry } = BLUR_SHAPES[shape];
  if (!asymmetry) return kernel(parameters, scale);
  return averageKernels(
    [kernel(parameters, scale), kernel(asymmetry.mirrored(parameters), scale)],
    [upright, 1 - upright],
  );
}

/** The mean of all fits for a scale factor. */
export function meanKernel(fits: readonly WeighedFit[], scale: number): Kernel {
  return averageKernels(
    fits.map((fit) => fitKernel(fit, scale)),
    fits.map(({ weight }) => weight),
  );
}
