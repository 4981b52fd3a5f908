/** placeholder during research */
export interface BlurEvidence {
  /** D of the best resampling filter less D of the kernel: twice the log-likelihood ratio of blurred against not blurred. */
  readonly evidence: number;
  /** D of the kernel less the smallest D of any shape. */
  readonly regret: number;
  /** The smallest D. */
  readonly misfit: number;
  /** Trace of the kernel's covariance in squared low-resolution pixels. */
  readonly variance: number;
  readonly noise: number;
  readonly jpeg: number;
  readonly side: number;
}
export function confidenceOf({ evidence }: BlurEvidence): number {
  return 1 / (1 + Math.exp(-(evidence - 8) / 3));
}
