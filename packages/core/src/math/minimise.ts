/**
 * Minimising a function of a few numbers without derivatives: the simplex method of Nelder and Mead, with the usual
 * reflection, expansion, contraction and shrinkage (factors 1, 2, ½ and ½).
 *
 * Reference: J. Nelder, R. Mead, "A simplex method for function minimization", The Computer Journal 7(4), 1965.
 */

/** A point and the function's value there. */
export interface Minimum {
  readonly point: readonly number[];
  readonly value: number;
}

/**
 * @param start where the first simplex has its corner; the others lie `step` away along each axis.
 * @param iterations each takes one or two evaluations, rarely more.
 */
export function minimise(
  f: (point: readonly number[]) => number,
  start: readonly number[],
  step: number,
  iterations: number,
): Minimum {
  const evaluate = (point: readonly number[]): Minimum => ({ point, value: f(point) });
  const simplex = [
    evaluate(start),
    ...start.map((_, i) => evaluate(start.map((value, j) => (j === i ? value + step : value)))),
  ];
  const ascending = (a: Minimum, b: Minimum): number => a.value - b.value;
  simplex.sort(ascending);
  for (let i = 0; i < iterations; i++) {
    const worst = simplex[start.length]!;
    const rest = simplex.slice(0, -1);
    const centre = start.map((_, j) => rest.reduce((sum, { point }) => sum + point[j]!, 0) / rest.length);
    const along = (t: number): Minimum => evaluate(centre.map((c, j) => c + t * (worst.point[j]! - c)));
    const reflected = along(-1);
    let next = reflected;
    if (reflected.value < simplex[0]!.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= simplex[start.length - 1]!.value) {
      next = along(0.5);
    }
    if (next.value < worst.value) {
      simplex[start.length] = next;
    } else {
      const best = simplex[0]!.point;
      for (let j = 1; j <= start.length; j++) {
        simplex[j] = evaluate(simplex[j]!.point.map((value, d) => best[d]! + 0.5 * (value - best[d]!)));
      }
    }
    simplex.sort(ascending);
  }
  return simplex[0]!;
}
