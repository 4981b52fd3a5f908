/** The losses of the current run, as columns for the charts. */
import { LOSS_NAMES, type LossHistory, type LossName } from "@kernelgan/core";
import { thinCurve } from "@kernelgan/figures";
import { signal } from "@preact/signals";

/** Iterations, and for each loss a value at each of them. */
export interface Curves {
  iterations: number[];
  losses: Record<LossName, number[]>;
}

/** Replaced whenever a point is added, so that charts are drawn again. */
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

/** Adds the losses of a progress report. An iteration before the last one belongs to another run. */
export function addToCurves(iteration: number, losses: Record<LossName, number>): void {
  const last = curves.peek().iterations.at(-1) ?? 0;
  const { iterations, losses: columns } = iteration > last ? curves.peek() : noCurves();
  iterations.push(iteration);
  for (const name of LOSS_NAMES) columns[name].push(losses[name]);
  curves.value = { iterations, losses: columns };
}

/** The whole history, thinned. */
export function setCurves(history: LossHistory): void {
  const finished = noCurves();
  for (const name of LOSS_NAMES) {
    const { points } = thinCurve(history[name]);
    finished.iterations = points.map(({ x }) => x);
    finished.losses[name] = points.map(({ mean }) => mean);
  }
  curves.value = finished;
}
