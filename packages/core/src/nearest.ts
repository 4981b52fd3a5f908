/** Which of some names was meant by one that is none of them. */

/** How many letters may be wrong. */
const MOST = 2;

/**
 * The name that differs least: by letters left out, added or changed, at most two, and fewer than half of the word's.
 *
 * @example
 * nearest("kernl", ["scale", "kernel"]); // "kernel"
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const [best] = names
    // Whatever is much longer is none of them, and would take long to compare.
    .filter((known) => Math.abs(known.length - name.length) <= MOST)
    .map((known) => ({ known, distance: distance(name.toLowerCase(), known.toLowerCase()) }))
    .filter((one) => one.distance <= MOST && 2 * one.distance < name.length)
    .toSorted((a, b) => a.distance - b.distance);
  return best?.known;
}

/** Levenshtein's, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? a.length;
}
