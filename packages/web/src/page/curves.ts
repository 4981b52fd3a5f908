/** The losses of the run under way, as columns for the charts. */
import { LOSS_NAMES, type LossHistory, type LossName } from "@kernelgan/core";
import { signal } from "@preact/signals";

/** Iterations, and for each loss a value at each of them. */
export interface Curves {
  iterations: number[];
  losses: Record<LossName, number[]>;
}

/** The most points of a finished curve. */
const MOST_POINTS = 600;

/** Replaced as a whole whenever a point is added, so that charts notice. */
export const curves = signal<Curves>(noCurves());

function noCurves(): Curves {
  return {
    iterations: [],
    losses: Object.fromEntries(LOSS_NAMES.map((name) => [name, [] as number[]])) as Curves["losses"],
  };
}

export function clearCurves(): void {
  curves.value = noCurves();
}

/** Adds what a progress report tells. An iteration before the last one is that of another run. */
export function addToCurves(iteration: number, losses: Record<LossName, number>): void {
  const last = curves.peek().iterations.at(-1) ?? 0;
  const { iterations, losses: columns } = iteration > last ? curves.peek() : noCurves();
  iterations.push(iteration);
  for (const name of LOSS_NAMES) columns[name].push(losses[name]);
  curves.value = { iterations, losses: columns };
}

/** The whole history, thinned to means of neighbours. */
export function setCurves(history: LossHistory): void {
  const { length } = history.generator;
  const group = Math.ceil(length / MOST_POINTS);
  const finished = noCurves();
  for (let start = 0; start < length; start += group) {
    const end = Math.min(start + group, length);
    finished.iterations.push((start + end + 1) / 2);
    for (const name of LOSS_NAMES) {
      const values = history[name].subarray(start, end);
      finished.losses[name].push(values.reduce((sum, value) => sum + value, 0) / values.length);
    }
  }
  curves.value = finished;
}
