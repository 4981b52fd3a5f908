/**
 * What changes from iteration to iteration: the learning rate and the weights of the loss terms.
 *
 * The learning rate is divided by 10 every 750 iterations (paper, section 4.3). With the release's bicubic warm-up the
 * late terms (sparse, centre) wait until G has come close to the bicubic kernel; see `KernelGanSettings.bicubic`.
 */
import { adamStep } from "../graph/adam.js";
import type { KernelGanSettings } from "./presets.js";

/** What a training iteration is given beside its crops. */
export interface Controls<T = number> {
  /** α of Adam (adam.ts), for both networks. */
  step: T;
  /** κ of Adam. */
  gain: T;
  /** Weights of the loss terms that change. */
  bicubic: T;
  sparse: T;
  centre: T;
}

/** Order of the controls in a row of the graph's control input. */
export const CONTROL_NAMES = [
  "step",
  "gain",
  "bicubic",
  "sparse",
  "centre",
] as const satisfies readonly (keyof Controls)[];

/** Follows a run and decides each iteration's controls. */
export class Schedule {
  #bicubic: number;
  #late: boolean;
  #timesUnder = 0;
  #nearBicubic = false;

  constructor(private readonly settings: KernelGanSettings) {
    this.#bicubic = settings.bicubic.weight;
    this.#late = settings.bicubic.weight === 0;
  }

  /** Whether the bicubic warm-up is over (or there is none). */
  get lateTermsOn(): boolean {
    return this.#late;
  }

  /** How many iterations from `iteration` on have the same loss weights, whatever the losses will be. */
  steadyFor(iteration: number): number {
    const { period } = this.settings.bicubic;
    return period - (iteration % period);
  }

  /** Controls of an iteration, 0-based. */
  controls(iteration: number): Controls {
    const { settings } = this;
    const cuts = Math.floor(iteration / settings.learningRatePeriod);
    const learningRate = settings.learningRate / settings.learningRateDivisor ** cuts;
    const late = this.#late ? 1 : 0;
    return {
      ...adamStep(iteration + 1, learningRate, settings.adam),
      bicubic: this.#bicubic,
      sparse: late * settings.sparse.weight,
      centre: late * settings.centre.weight,
    };
  }

  /** Records an iteration's bicubic loss; to be called once for each iteration, in order. */
  observe(iteration: number, bicubicLoss: number): void {
    const { weight, threshold, times, divisor, period, minimum, lateBelow } = this.settings.bicubic;
    if (weight === 0) return;
    if (!this.#nearBicubic) {
      this.#timesUnder = bicubicLoss < threshold ? this.#timesUnder + 1 : 0;
      this.#nearBicubic = this.#timesUnder >= times;
    }
    if (this.#nearBicubic && (iteration + 1) % period === 0) {
      this.#bicubic = Math.max(this.#bicubic / divisor, minimum);
      if (this.#bicubic < lateBelow) this.#late = true;
    }
  }
}
