/**
 * ZSSR's learning-rate policy and stop rule: divide the rate by 10 where the error has stopped falling, by a linear fit
 * of the error over the last iterations (Shocher et al. 2018, section 3.2, in the form of the release).
 *
 * Over the measurements (t, e) of the last 256 iterations fit e ≈ a + b·t. With r the residuals,
 *
 *     s² = Σ r² / (n − 2) / Σ (t − t̄)²        the squared standard error of b
 *     −1.5 · b < s   ⇒   divide the rate by 10
 *
 * Checked every 60 iterations, with at least 256 iterations between cuts. Below 9e-6 training ends. The rate is cut
 * after 75% and 90% of the largest number of iterations at the latest.
 */
import type { ZssrSettings } from "./settings.js";

export class LearningRatePolicy {
  #rate: number;
  #lastCut = 0;
  readonly #measured: { iteration: number; error: number }[] = [];
  /** Iterations after which the rate was cut. */
  readonly cuts: number[] = [];

  constructor(private readonly settings: ZssrSettings) {
    this.#rate = settings.learningRate;
  }

  /** The rate for the next iteration. */
  get rate(): number {
    return this.#rate;
  }

  get finished(): boolean {
    return this.#rate < this.settings.minLearningRate;
  }

  /** Adds the reconstruction error after `iteration` iterations. */
  measure(iteration: number, error: number): void {
    this.#measured.push({ iteration, error });
  }

  /** To be called after every iteration: 1, 2, … */
  after(iteration: number): void {
    const { iterations, cutAtLatest, rateDivisor } = this.settings;
    const due = cutAtLatest.filter((share) => iteration >= share * iterations).length;
    if (this.cuts.length >= due && !this.#errorStoppedFalling(iteration)) return;
    this.#rate /= rateDivisor;
    this.#lastCut = iteration;
    this.cuts.push(iteration);
  }

  #errorStoppedFalling(iteration: number): boolean {
    const { checkEvery, slopeRange, slopeRatio } = this.settings;
    if (iteration % checkEvery !== 0 || iteration - this.#lastCut < slopeRange) return false;
    const recent = this.#measured.filter((m) => m.iteration > iteration - slopeRange);
    if (recent.length < 3) return false;
    const { slope, error } = fitLine(recent);
    return -slopeRatio * slope < error;
  }
}

/** Slope of the least-squares line and its standard error. */
function fitLine(points: readonly { iteration: number; error: number }[]): { slope: number; error: number } {
  const n = points.length;
  const meanX = points.reduce((sum, p) => sum + p.iteration, 0) / n;
  const meanY = points.reduce((sum, p) => sum + p.error, 0) / n;
  let xx = 0;
  let xy = 0;
  for (const { iteration, error } of points) {
    xx += (iteration - meanX) ** 2;
    xy += (iteration - meanX) * (error - meanY);
  }
  const slope = xy / xx;
  const residuals = points.reduce(
    (sum, { iteration, error }) => sum + (error - meanY - slope * (iteration - meanX)) ** 2,
    0,
  );
  return { slope, error: Math.sqrt(residuals / (n - 2) / xx) };
}
