/**
 * How far a kernel without a model can be trusted, in [0, 1]: about the share that it will reach of the gain with the
 * true kernel,
 *
 *     c = 1 / (1 + exp(−z)),   z = w₀ + w₁ log(1.02 − a) + w₂ r + w₃ L + w₄ log v,
 *
 * where
 *
 *     a   the agreement of the two runs (find-kernel.ts)
 *     r   the gain in sparsity (find-kernel.ts)
 *     L   sign(E) log(1 + |E|), E the evidence of the spectrum for this kernel against no blur. The search does not use
 *         the spectrum, so E is independent of it
 *     v   the trace of the kernel's covariance, in squared pixels of the image
 *
 * The weights are a logistic regression by `npm run bench:fit-blind`, on 48 photographs of BSD68 and Urban100. They
 * hold only for kernels like those that they were fitted to. In flat drawings and faint textures the search finds
 * kernels that fill their whole frame, or differ from run to run, or leave no gradient in the restored image; for those
 * c is 0.
 */
import { logistic } from "../math/logistic.js";

/** What the confidence in a kernel without a model follows from; the letters are those of the header. */
export interface BlindEvidence {
  /** a. */
  readonly agreement: number;
  /** r. */
  readonly sparsity: number;
  /** E: twice the log-likelihood ratio of blurred against unblurred (spectral/evidence/blur-evidence.ts). */
  readonly evidence: number;
  /** v. */
  readonly variance: number;
}

/** w₀ to w₄. */
const WEIGHTS = [-5.455, -0.896, 2.613, 0.681, 0.118] as const;
/** A kernel with a smaller variance is no blur at all. */
const MIN_VARIANCE = 0.05;

/**
 * Limits beyond which hardly a kernel helps, for safety. `npm run bench:fit-blind` has 1030 cases from 48 photographs
 * and 46 drawings, screens, maps and textures; in 216 of them the kernel brings more than half of the possible gain.
 * Four of these are beyond a limit, that of the variance (that of a line across the whole frame is 61). Of the 187 cases
 * without a blur no kernel would be trusted, with the limits or without.
 */
const MIN_AGREEMENT = 0.7;
/**
 * With a wrong kernel the image needs more gradients than without one. None of 68 kernels that helped 26 photographs of
 * npm's packages (sharpening.ts) has less than this (`npm run bench:fit-blind`).
 */
const MIN_SPARSITY = 0;
const MAX_SPARSITY = 1;
const MAX_VARIANCE = 64;

/** The terms of z, beginning with 1. */
export function blindConfidenceTerms({ agreement, sparsity, evidence, variance }: BlindEvidence): number[] {
  const support = Math.sign(evidence) * Math.log1p(Math.abs(evidence));
  return [1, Math.log(1.02 - agreement), sparsity, support, Math.log(Math.max(MIN_VARIANCE, variance))];
}

/** Whether the kernel is within the limits beyond which none helps. */
export function isPossible({ agreement, sparsity, variance }: BlindEvidence): boolean {
  return (
    agreement >= MIN_AGREEMENT &&
    sparsity >= MIN_SPARSITY &&
    sparsity <= MAX_SPARSITY &&
    variance <= MAX_VARIANCE
  );
}

/** c. */
export function blindConfidence(evidence: BlindEvidence): number {
  if (!isPossible(evidence)) return 0;
  return logistic(WEIGHTS, blindConfidenceTerms(evidence));
}
