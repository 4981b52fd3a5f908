/**
 * How far a kernel without a model can be trusted: about which share of the gain that the true kernel brings it will bring, in [0, 1],
 *
 *     c = 1 / (1 + exp(−z)),   z = w₀ + w₁ log(1.02 − a) + w₂ r + w₃ L + w₄ log v,
 *
 * from a, the agreement of the two runs, and r, the sparsity gained (find-kernel.ts); from L = sign(E) log(1 + |E|), with E the evidence of the
 * spectrum for this kernel against none, in which neither run had a part; and v, the trace of the kernel's covariance in squared pixels of the image.
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
}

/** w₀ to w₄. */
const WEIGHTS = [0, 0, 0, 0, 0] as const;
/** Less variance than this is that of no blur at all. */
const MIN_VARIANCE = 0.05;

/** The terms of z, beginning with 1. */
export function blindConfidenceTerms({ agreement, sparsity, evidence, variance }: BlindEvidence): number[] {
  return [
    1,
    Math.log(1.02 - agreement),
    sparsity,
    Math.sign(evidence) * Math.log1p(Math.abs(evidence)),
    Math.log(Math.max(MIN_VARIANCE, variance)),
  ];
}

/** c. */
export function blindConfidence(evidence: BlindEvidence): number {
  return logistic(WEIGHTS, blindConfidenceTerms(evidence));
}
