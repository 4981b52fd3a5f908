/**
 * How far a kernel can be trusted: about which share of the gain that the true kernel brings over the bicubic one it will bring, on
 * average over images like this one, in [0, 1],
 *
 *     c = 1 / (1 + exp(−z)),   z = w₀ + w₁ log(1 + E) + w₂ log v + w₃ log(slope / erf(0.5/√v)) + w₄ max(0, log(q/3)) + w₅ min(σ, 1.2),
 *
 * from E, the evidence of the spectrum for this kernel against none; v, the trace of the kernel's covariance in squared pixels of the
 * image; the upper quartile of the edges' slopes, over what a Gaussian of variance v/2 would leave of a step; q, the deviation of the
 * quietest blocks, and σ, the noise (grain and texture everywhere look like blur), both in gray levels of 255. The weights are a
 * logistic regression by `npm run bench:fit-confidence`.
 */

/** What speaks for a kernel and against it. */
export interface KernelEvidence {
  /** Loss of the best resampling filter less that of the kernel: twice the log-likelihood ratio of blurred against unblurred. */
  readonly evidence: number;
  /** Trace of the kernel's covariance, in squared pixels of the image. */
  readonly variance: number;
  /** The upper quartile of the slopes of isolated edges (edge-profiles.ts); undefined where there are too few. */
  readonly slope: number | undefined;
  /** Deviation of the quietest blocks in gray levels of 255. */
  readonly quietest: number;
  /** Standard deviation of the noise in gray levels of 255. */
  readonly noise: number;
}

/** w₀ to w₅. */
const WEIGHTS = [-3, 1.3, 0.6, -1.4, -0.2, -0.3] as const;
/** The smallest v, that of no blur at all, and q. */
const MIN_VARIANCE = 0.05;
const QUIET = 3;
const MAX_NOISE = 1.2;

/** The terms of z, beginning with 1. */
export function confidenceTerms({ evidence, variance, slope, quietest, noise }: KernelEvidence): number[] {
  const v = Math.max(MIN_VARIANCE, variance);
  return [
    1,
    Math.log1p(Math.max(0, evidence)),
    Math.log(v),
    slope === undefined ? 0 : Math.log(slope / erf(0.5 / Math.sqrt(v))),
    Math.max(0, Math.log(Math.max(quietest, Number.MIN_VALUE) / QUIET)),
    Math.min(MAX_NOISE, noise),
  ];
}

/** c. */
export function confidenceOf(evidence: KernelEvidence): number {
  const z = confidenceTerms(evidence).reduce((sum, term, i) => sum + WEIGHTS[i]! * term, 0);
  return 1 / (1 + Math.exp(-z));
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
