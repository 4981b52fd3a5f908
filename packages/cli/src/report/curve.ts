/**
 * A long series, short enough to draw: neighbouring values in groups of n, of which the mean is drawn as a line and
 * the lowest and highest as a band.
 */

/** A group of values. */
export interface CurvePoint {
  /** Middle of the group, as an iteration counted from 1. */
  x: number;
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

/** The most points of a curve: more than a screen shows. */
export const MOST_POINTS = 500;

/** Groups the values so that there are at most `most` points. Values that are not finite are left out. */
export function thin(values: ArrayLike<number>, most: number = MOST_POINTS): Curve {
  const groupSize = Math.max(1, Math.ceil(values.length / most));
  const points: CurvePoint[] = [];
  for (let start = 0; start < values.length; start += groupSize) {
    const end = Math.min(start + groupSize, values.length);
    const group = Array.from({ length: end - start }, (_, i) => values[start + i]).filter(Number.isFinite);
    if (group.length === 0) continue;
    points.push({
      x: (start + 1 + end) / 2,
      mean: group.reduce((sum, value) => sum + value, 0) / group.length,
      low: Math.min(...group),
      high: Math.max(...group),
    });
  }
  return { points, groupSize };
}
