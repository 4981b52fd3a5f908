/** Covariances that fits start from. */
import type { ScaleFreeCovariance } from "./shape.js";

/** Factors on the covariance of the Gaussian fit. */
const FACTORS = [1, 0.75] as const;
/** Lines: their number of directions, and the variances along and across. */
const DIRECTIONS = 4;
const LINE_VARIANCES = [0.9, 0.15] as const;

/** The covariance of the Gaussian fit, and a smaller one. */
export function fittedStarts({ yy, yx, xx }: ScaleFreeCovariance): ScaleFreeCovariance[] {
  return FACTORS.map((factor) => ({ yy: factor * yy, yx: factor * yx, xx: factor * xx }));
}

/** Numbers in geometric progression, the ends included. */
export function geometric(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));
}

/** Covariances of lines in all directions, for shapes that the Gaussian fit may fail on. */
export function lineStarts(): ScaleFreeCovariance[] {
  const [along, across] = LINE_VARIANCES;
  return Array.from({ length: DIRECTIONS }, (_, i) => {
    const [cos, sin] = [Math.cos((Math.PI * i) / DIRECTIONS), Math.sin((Math.PI * i) / DIRECTIONS)];
    return {
      yy: along * sin * sin + across * cos * cos,
      yx: (along - across) * sin * cos,
      xx: along * cos * cos + across * sin * sin,
    };
  });
}
