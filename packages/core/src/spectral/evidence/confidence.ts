/**
 * How far a kernel can be trusted: about which share of the gain that the true kernel brings over the bicubic one it
 * will bring, on average over images like this one, in [0, 1],
 *
 *     c = 1 / (1 + exp(−z)),
 *     z = w₀ + w₁ L + w₂ L² + w₃ log v + w₄ log(slope / erf(0.5/√v)) + w₅ min(σ, 1.2) + w₆ log(1 + min(ℓ, 130))
 *         + w₇ max(0, a − 0.2) + (w₈ + w₉ log v) min(J, 1),   L = log(1 + max(0, E)),
 *
 * from ℓ, the loss of the kernel (spectrum-loss.ts), high where there is much to see, and E, that of the best resampling
 * filter less ℓ: the evidence of the spectrum for this kernel against none; v, the trace of the kernel's covariance in
 * squared pixels of the image; the upper quartile of the edges' slopes, over what a Gaussian of variance v/2 would
 * leave of a step; σ, the noise in gray levels of 255; a, the weight of the arc in the kernel of an image that is too
 * small for a fine spectrum: the arc has parameters enough to explain many a soft scene's; J, the error of compression
 * in gray levels, which hides the high frequencies, so that even of a blurred image less is left that speaks against
 * none.
 *
 * The weights are logistic regressions by `npm run bench:fit-confidence`: w₀ to w₆ of most cases, then, with these
 * kept, w₇, and last w₈ and w₉ of JPEGs alone. The first of those in use are of an earlier run, whose kernels and
 * solver were a little different; today's, −12.7, 0.77, 0.22, −0.32, −0.95, 0.74, 2.04, predict no better (log-loss on
 * photographs that are not fitted on 0.62, not 0.61).
 */

import { logistic } from "../../math/logistic.js";

/** What speaks for a kernel and against it. */
export interface KernelEvidence {
  /** ℓ. */
  readonly loss: number;
  /** E: twice the log-likelihood ratio of blurred against unblurred. */
  readonly evidence: number;
  /** Trace of the kernel's covariance, in squared pixels of the image. */
  readonly variance: number;
  /** The upper quartile of the slopes of isolated edges (edge-profiles.ts); undefined where there are too few. */
  readonly slope: number | undefined;
  /** Standard deviation of the noise in gray levels of 255. */
  readonly noise: number;
  /** J: rms of the error of compression in gray levels of 255; 0 without. */
  readonly compressionError: number;
  /** a; 0 where the spectrum is fine, or the kernel no mean of shapes. */
  readonly coarseArc: number;
}

/** w₀ to w₉. */
export const CONFIDENCE_WEIGHTS = [
  -11.003, 0.545, 0.206, -0.142, -0.76, 0.787, 1.774, -1.932, 0.534, 0.375,
] as const;
/** The smallest v, that of no blur at all. */
const MIN_VARIANCE = 0.05;
/** More noise, loss and error than this say no more. */
const MAX_NOISE = 1.2;
const MAX_LOSS = 130;
const MAX_COMPRESSION_ERROR = 1;
/** An arc that weighs no more is one shape among others. */
const USUAL_ARC = 0.2;

/** The terms of z, beginning with 1. */
export function confidenceTerms({
  loss,
  evidence,
  variance,
  slope,
  noise,
  compressionError,
  coarseArc,
}: KernelEvidence): number[] {
  const v = Math.max(MIN_VARIANCE, variance);
  const compression = Math.min(MAX_COMPRESSION_ERROR, compressionError);
  const support = Math.log1p(Math.max(0, evidence));
  return [
    1,
    support,
    support ** 2,
    Math.log(v),
    slope === undefined ? 0 : Math.log(slope / erf(0.5 / Math.sqrt(v))),
    Math.min(MAX_NOISE, noise),
    Math.log1p(Math.min(MAX_LOSS, loss)),
    Math.max(0, coarseArc - USUAL_ARC),
    compression,
    compression * Math.log(v),
  ];
}

/** c. */
export function confidenceOf(evidence: KernelEvidence): number {
  return logistic(CONFIDENCE_WEIGHTS, confidenceTerms(evidence));
}

/**
 * The error function, within 1.5e-7.
 *
 * Reference: M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 1964, 7.1.26; for x ≥ 0.
 */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return 1 - series * Math.exp(-x * x);
}
