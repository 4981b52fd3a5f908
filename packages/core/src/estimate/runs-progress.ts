/** The progress of all runs together. */
import type { TrainingProgress } from "../gan/trainer.js";
import type { EstimateProgress } from "./method.js";

/** Keeps where each run stands. What is done never becomes less, even where a run fails. */
export class RunsProgress {
  readonly #underWay = new Map<number, TrainingProgress>();
  #finished = 0;
  #done = 0;

  /**
   * @param runs that are to end with a kernel
   * @param trainers how many of them are trained at a time
   */
  constructor(
    private readonly runs: number,
    private readonly trainers: number,
  ) {}

  /**
   * Takes where a run stands.
   *
   * @returns the progress to report, that of the first run that is not at its end; undefined for the others, whose
   *   reports would only be more
   */
  update(run: number, training: TrainingProgress): EstimateProgress | undefined {
    this.#underWay.set(run, training);
    const shares = [...this.#underWay.values()].map(({ iteration, iterations }) => iteration / iterations);
    const sum = shares.reduce((all, share) => all + share, this.#finished);
    this.#done = Math.min(1, Math.max(this.#done, sum / this.runs));
    const shown = Math.min(...this.#unfinished());
    if (shown !== run && shown !== Number.POSITIVE_INFINITY) return undefined;
    const { iterations, msPerIteration } = training;
    const atWork = Math.max(1, Math.min(this.trainers, this.runs - this.#finished));
    return {
      done: this.#done,
      secondsLeft: ((1 - this.#done) * this.runs * iterations * msPerIteration) / (1000 * atWork),
      training: { ...training, run, runs: this.runs },
    };
  }

  /** A run has ended, with a kernel or without. */
  end(run: number, hasKernel: boolean): void {
    this.#underWay.delete(run);
    if (hasKernel) this.#finished++;
  }

  /** Runs that are not at their end. */
  #unfinished(): number[] {
    return [...this.#underWay].filter(([, now]) => now.iteration < now.iterations).map(([run]) => run);
  }
}
