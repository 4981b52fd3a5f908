/** Functions from tables, for those that fits ask for millions of times. */

/**
 * An even function, between samples by {@link cubic} up to `reach`, and itself beyond. The table is made when the
 * function is first asked for.
 *
 * @param density samples for each unit; the error is at most 0.016 max |f‴| / density³
 * @param reach where the table ends
 */
export function tabulated(f: (x: number) => number, density: number, reach: number): (x: number) => number {
  let table: Float64Array | undefined;
  return (x) => {
    const at = Math.abs(x) * density;
    if (!(at < reach * density)) return f(x);
    // The first sample lies one step before 0.
    table ??= Float64Array.from({ length: Math.ceil(reach * density) + 3 }, (_, i) => f((i - 1) / density));
    // An integer also to the compiler, as Math.floor's result is not.
    const i = at | 0;
    return cubic(at - i, table[i]!, table[i + 1]!, table[i + 2]!, table[i + 3]!);
  };
}

/** At t between the evenly spaced samples b and c: the cubic of Catmull and Rom. */
export function cubic(t: number, a: number, b: number, c: number, d: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
