/**
 * Factors of a transfer function that belong to one axis. The frequencies of a spectrum lie on a grid, so that few of
 * them differ along an axis, and a fit asks for the same ones hundreds of times.
 */

/** The different ones of many numbers, and which of them each is. */
interface Distinct {
  readonly values: Float64Array;
  readonly places: Int32Array;
}

const known = new WeakMap<Float64Array, Distinct>();

/** A function of numbers whose array is kept unchanged: computed once for each different one. */
export function alongAxis(numbers: Float64Array, f: (value: number) => number): (i: number) => number {
  const { values, places } = distinct(numbers);
  const results = values.map(f);
  return (i) => results[places[i]!]!;
}

function distinct(numbers: Float64Array): Distinct {
  const found = known.get(numbers);
  if (found) return found;
  const order = new Map<number, number>();
  const places = Int32Array.from(numbers, (value) => {
    const place = order.get(value) ?? order.size;
    order.set(value, place);
    return place;
  });
  const made = { values: Float64Array.from(order.keys()), places };
  known.set(numbers, made);
  return made;
}
