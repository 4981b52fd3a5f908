/** Dividing the side of an image. */
import type { Rectangle } from "../image/index.js";

/** An interval of rows or columns: `start` ≤ i < `end`. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Divides a side into `count` intervals, whose lengths differ by one at most. */
export function evenly(length: number, count: number): Interval[] {
  const edge = (i: number): number => Math.floor((i * length) / count);
  return Array.from({ length: count }, (_, i) => ({ start: edge(i), end: edge(i + 1) }));
}

/** The rectangle of some columns and rows. */
export function rectangle(columns: Interval, rows: Interval): Rectangle {
  return {
    x: columns.start,
    y: rows.start,
    width: columns.end - columns.start,
    height: rows.end - rows.start,
  };
}
