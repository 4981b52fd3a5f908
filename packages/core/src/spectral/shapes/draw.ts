/** Kernels drawn from points. */
import { alignedCentre, centreKernel, type Kernel, normaliseKernel } from "../../kernel/index.js";

/** A point, in pixels of the image. */
export interface PathPoint {
  readonly y: number;
  readonly x: number;
}

/** Points that a path is drawn with at least. */
const PATH_POINTS = 31;
/** Most of their distance, in standard deviations of the blur, at which a line does not look like beads. */
const POINT_DISTANCE = 0.7;

/** How many points a path is drawn with; odd. */
export function pathPoints(length: number, blur: number): number {
  return Math.max(PATH_POINTS, 2 * Math.ceil(length / blur / POINT_DISTANCE / 2) + 1);
}

/** Standard deviations beyond which a point's Gaussian is as good as 0. */
const REACH = 9;

/** Side of the kernels of all shapes: 13 for scale 1 and 2, 19 and 25 for 3 and 4. */
export function shapeKernelSize(scale: number): number {
  return Math.max(13, 6 * scale + 1);
}

/** The sum of Gaussians of standard deviation `blur` at the points, as an aligned kernel of sum 1. */
export function drawnKernel(
  points: readonly PathPoint[],
  blur: number,
  scale: number,
  size = shapeKernelSize(scale),
): Kernel {
  const centre = alignedCentre(size, scale);
  const data = new Float64Array(size * size);
  const profile = (position: number): Float64Array =>
    Float64Array.from({ length: size }, (_, i) =>
      Math.exp(-0.5 * ((i - centre - scale * position) / (scale * blur)) ** 2),
    );
  // Of a wide kernel a point reaches a small part.
  const reach = scale * blur * REACH;
  const part = (position: number): [number, number] => [
    Math.max(0, Math.floor(centre + scale * position - reach)),
    Math.min(size, Math.ceil(centre + scale * position + reach) + 1),
  ];
  for (const { y, x } of points) {
    const [column, row] = [profile(y), profile(x)];
    const [[top, bottom], [left, right]] = [part(y), part(x)];
    for (let i = top; i < bottom; i++) {
      for (let j = left; j < right; j++) data[i * size + j]! += column[i]! * row[j]!;
    }
  }
  return centreKernel(normaliseKernel({ size, data }), scale);
}
