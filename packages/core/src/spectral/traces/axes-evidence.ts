/** Evidence of an interpolation is measured along each axis by itself: pictures are also stretched along one of them. */

/** Evidence along the axis that has less of it, and along the one that has more. */
export interface AxesEvidence {
  readonly both: number;
  readonly either: number;
}

/** Of the evidence along the rows and along the columns. */
export function axesEvidence(across: number, down: number): AxesEvidence {
  return { both: Math.min(across, down), either: Math.max(across, down) };
}

/** The most of two findings. */
export function mostOf(a: AxesEvidence, b: AxesEvidence): AxesEvidence {
  return { both: Math.max(a.both, b.both), either: Math.max(a.either, b.either) };
}

/** Whether there is more than the least that is needed along both axes, or along one alone. */
export function isMoreThan(evidence: AxesEvidence, least: AxesEvidence): boolean {
  return evidence.both > least.both || evidence.either > least.either;
}
