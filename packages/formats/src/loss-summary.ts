/** The losses of a run, short enough to read. */

/** Losses at some of the iterations, all arrays of one length, and their mean over the last ones. */
export interface LossSummary {
  /** Mean of each loss over the last 100 iterations. */
  final: Record<string, number>;
  /** Which iterations `history` shows (0-based). */
  iterations: number[];
  history: Record<string, number[]>;
}

const POINTS = 100;
const FINAL = 100;

/** At most 100 evenly spread points of each per-iteration array in `history`; what is not such an array is left out. */
export function lossSummary(history: object): LossSummary {
  const arrays = Object.entries(history).filter((entry): entry is [string, ArrayLike<number>] =>
    isNumbers(entry[1]),
  );
  const length = Math.max(0, ...arrays.map(([, values]) => values.length));
  const step = Math.max(1, Math.ceil(length / POINTS));
  const iterations = Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
  return {
    final: Object.fromEntries(arrays.map(([name, values]) => [name, mean(Array.from(values).slice(-FINAL))])),
    iterations,
    history: Object.fromEntries(
      arrays.map(([name, values]) => [name, iterations.flatMap((i) => values[i] ?? [])]),
    ),
  };
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  const isArray = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  return isArray && typeof (value as ArrayLike<number>)[0] === "number";
}

function mean(values: number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
