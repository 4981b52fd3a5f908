/**
 * Draws crops according to their probabilities, by inverting the cumulative distribution: one uniform number and a
 * binary search find the lattice row, a second uniform number the corner within that row.
 *
 * Two levels, because a single cumulative sum over millions of corners would need a double per corner. Sums of
 * rows are kept in double precision; within the row drawn, the sum is run along it.
 */
import type { Random } from "../random.js";
import type { CropMap } from "./crop-map.js";

/** The top-left corner of a crop, in pixels of the image. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** Draws crop corners. */
export interface CropSampler {
  /** Draws one corner, using two uniform numbers. Corners of probability 0 are never drawn. */
  draw(random: Random): Corner;
}

/**
 * A sampler of crop corners.
 *
 * @param map probabilities of the corners, as of `cropMap`; read on every draw, so do not change it.
 */
export function cropSampler(map: CropMap): CropSampler {
  const { rows, columns, step, phase, probabilities } = map;
  const cumulative = new Float64Array(rows);
  const rowSum = (i: number): number => {
    let sum = 0;
    for (let k = i * columns; k < (i + 1) * columns; k++) sum += probabilities[k]!;
    return sum;
  };
  let total = 0;
  for (let i = 0; i < rows; i++) {
    total += rowSum(i);
    cumulative[i] = total;
  }
  return {
    draw(random) {
      const i = firstAbove(cumulative, random.uniform() * total);
      const target = random.uniform() * rowSum(i);
      let j = 0;
      for (let sum = probabilities[i * columns]!; sum <= target && j < columns - 1; ) {
        j++;
        sum += probabilities[i * columns + j]!;
      }
      return { x: phase + step * j, y: phase + step * i };
    },
  };
}

/** Index of the first element above `target` in an ascending array whose last element is above it. */
function firstAbove(ascending: Float64Array, target: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
