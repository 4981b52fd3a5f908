/**
 * How far a kernel without a model can be trusted: about which share of the gain that the true kernel brings it will
 * bring, in [0, 1],
 *
 *     c = 1 / (1 + exp(−z)),   z = w₀ + w₁ log(1.02 − a) + w₂ r + w₃ L + w₄ log v + w₅ [s > 1] L,
 *
 * from a, the agreement of the two runs, and r, the sparsity gained (find-kernel.ts); from L = sign(E) log(1 + |E|),
 * with E the evidence of the spectrum for this kernel against none, in which neither run had a part, and which says
 * more of an image that was shrunk, s > 1; and v, the trace of the kernel's covariance in squared pixels of the image.
 * The weights are a logistic regression by `npm run bench:fit-blind`. They hold for what was fitted on: of flat
 * drawings and faint textures the search finds kernels that fill their frame, or that differ from run to run, or in
 * whose image no gradient is left at all; c is 0 for those.
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

/**
 * What no kernel that helps has. Of 40 photographs and 59 drawings, screens, maps and textures
 * (`npm run bench:fit-blind`, 694 cases, 198 of them without a blur), 214 kernels bring more than half of the possible
 * gain: none has less agreement or more sparsity, one more variance, that of a line across the whole frame being 61.
 * Without the limits 10 of the 198 would be trusted, with them two, of one regular pattern.
 */
const MIN_AGREEMENT = 0.7;
/**
 * With a wrong kernel the image needs more gradients than without. Of 68 kernels that helped 26 photographs of npm's
 * packages (sharpening.ts) none has less (`npm run bench:fit-blind`).
 */
const MIN_SPARSITY = 0;
const MAX_SPARSITY = 1;
const MAX_VARIANCE = 64;

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

/** Whether the kernel is like those that help. */
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
