/**
 * A long series, short enough to draw: neighbouring values in groups of n, of which the mean is drawn as a line and
 * the lowest and highest as a band.
 */

/** A group of values. */
export interface CurvePoint {
  /** Middle of the group, as an iteration counted from 1. */
  x: number;
  /** Over the finite values of the group; all three are NaN if there are none. */
  mean: number;
  low: number;
  high: number;
}

/** A thinned series. */
export interface Curve {
  points: CurvePoint[];
  /** Values in each group; the last group can have fewer. */
  groupSize: number;
}

/** More points than a screen shows. */
const MAX_POINTS = 500;

/** Groups the values so that there are at most `maxPoints` points. */
export function thinCurve(values: ArrayLike<number>, maxPoints: number = MAX_POINTS): Curve {
  const all = Array.from(values);
  const groupSize = Math.max(1, Math.ceil(all.length / maxPoints));
  const points: CurvePoint[] = [];
  for (let start = 0; start < all.length; start += groupSize) {
    const end = Math.min(start + groupSize, all.length);
    const group = all.slice(start, end).filter(Number.isFinite);
    const isEmpty = group.length === 0;
    points.push({
      x: (start + 1 + end) / 2,
      mean: group.reduce((sum, value) => sum + value, 0) / group.length,
      low: isEmpty ? Number.NaN : Math.min(...group),
      high: isEmpty ? Number.NaN : Math.max(...group),
    });
  }
  return { points, groupSize };
}
