/** The progress of all runs together. */
import type { TrainingProgress } from "../gan/trainer.js";
import type { EstimateProgress } from "./method.js";

/** Keeps track of all runs. The share that is done never decreases, even if a run fails. */
export class RunsProgress {
  readonly #underWay = new Map<number, TrainingProgress>();
  #finished = 0;
  #done = 0;

  /**
   * @param runs how many runs have to end with a kernel
   * @param trainers how many are trained at a time
   */
  constructor(
    private readonly runs: number,
    private readonly trainers: number,
  ) {}

  /**
   * Takes the progress of a run.
   *
   * @returns what to report, if this is the first of the runs under way; else undefined, as one report at a time is
   *   enough
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

  /** The runs that have iterations left. */
  #unfinished(): number[] {
    return [...this.#underWay].filter(([, now]) => now.iteration < now.iterations).map(([run]) => run);
  }
}
