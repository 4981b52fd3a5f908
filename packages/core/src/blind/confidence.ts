/**
 * How far a kernel without a model can be trusted: about which share of the gain that the true kernel brings it will bring, in [0, 1],
 *
 *     c = 1 / (1 + exp(−z)),   z = w₀ + w₁ log(1.02 − a) + w₂ r + w₃ L + w₄ log v + w₅ [s > 1] L,
 *
 * from a, the agreement of the two runs, and r, the sparsity gained (find-kernel.ts); from L = sign(E) log(1 + |E|), with E the evidence of the
 * spectrum for this kernel against none, in which neither run had a part, and which says more of an image that was shrunk, s > 1; and v, the trace of the kernel's covariance in squared pixels of the image.
 * The weights are a logistic regression by `npm run bench:fit-blind`.
 */
import { logistic } from "../math/logistic.js";

/** What speaks for a kernel without a model and against it. */
export interface BlindEvidence {
  /** a. */
  readonly agreement: number;
  /** r. */
  readonly sparsity: number;
  /** E: twice the log-likelihood ratio of blurred against unblurred (spectral/blur-evidence.ts). */
  readonly evidence: number;
  /** v. */
  readonly variance: number;
  /** s, the downscaling factor. */
  readonly scale: number;
}

/** w₀ to w₅. */
const WEIGHTS = [-4.578, -1.115, 6.021, -0.053, 0.134, 0.319] as const;
/** Less variance than this is that of no blur at all. */
const MIN_VARIANCE = 0.05;

/** The terms of z, beginning with 1. */
export function blindConfidenceTerms({
  agreement,
  sparsity,
  evidence,
  variance,
  scale,
}: BlindEvidence): number[] {
  const support = Math.sign(evidence) * Math.log1p(Math.abs(evidence));
  return [
    1,
    Math.log(1.02 - agreement),
    sparsity,
    support,
    Math.log(Math.max(MIN_VARIANCE, variance)),
    scale > 1 ? support : 0,
  ];
}

/** c. */
export function blindConfidence(evidence: BlindEvidence): number {
  return logistic(WEIGHTS, blindConfidenceTerms(evidence));
}
