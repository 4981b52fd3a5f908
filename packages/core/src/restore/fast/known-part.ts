/**
 * The data step (data-step.ts) of a tile of which y is known in part only, as at the borders of an image. With M, which
 * picks the known pixels of the tile's frame, the image nearest to z that explains them is
 *
 *     x = z + Aᵀ w,   (M A Aᵀ Mᵀ + λ) w = M (y − A z),   w = 0 where y is not known.
 *
 * A Aᵀ + λ is a product of Fourier's transform, and so is its inverse; with M they are not. So this is solved by
 * conjugate gradients, with the inverse on the frame as the preconditioner: from two to twenty iterations, as λ is large
 * or small. It need not be solved exactly, as the next round begins with what is left.
 *
 * References: M. S. C. Almeida, M. A. T. Figueiredo, "Deconvolving Images With Unknown Boundaries Using the Alternating
 * Direction Method of Multipliers", IEEE Trans. Image Processing 22(8), 2013 (the problem); J. Nocedal, S. J. Wright,
 * "Numerical Optimization", 2nd edition, 2006, algorithm 5.3 (the solution).
 */
import type { Rectangle } from "../../image/index.js";

/**
 * The residual that is left, over that at the start, and the iterations after which it is what it is. `npm run
 * bench:fit-wide -- PATH… --only borders` prints what others give.
 */
export const KNOWN_PART_CONSTANTS = { tolerance: 0.3, maxIterations: 24 };

/** Real and imaginary part of a frame, each of which holds a tile; filters change both in place. */
export interface FramePair {
  /** The samples of the real (0) or the imaginary part (1), row by row, as a view that is valid now. */
  part(i: number): Float32Array;
  /** R ← (A Aᵀ + λ) R, borders wrapping. */
  multiply(): void;
  /** R ← (A Aᵀ + λ)⁻¹ R, borders wrapping. */
  divide(): void;
}

/** One tile: r, w and the direction of the search. Outside of the area they are 0. */
interface Search {
  readonly area: Rectangle;
  readonly residual: Float32Array;
  readonly solution: Float32Array;
  readonly direction: Float32Array;
  /** ‖r‖² below which the search is done. */
  readonly enough: number;
  /** rᵀ (A Aᵀ + λ)⁻¹ r. */
  energy: number;
}

/** Whether all of a frame is known, so that the inverse on the frame is the solution. */
export function isWhole({ width, height }: Rectangle, frame: { width: number; height: number }): boolean {
  return width === frame.width && height === frame.height;
}

/**
 * Puts w in the place of r.
 *
 * @param pair r of one or two tiles, 0 outside their areas
 * @param areas where y is known, for each tile
 * @param frameWidth samples of a row
 */
export function solveKnown(
  pair: FramePair,
  areas: readonly Rectangle[],
  frameWidth: number,
  tolerance: number = KNOWN_PART_CONSTANTS.tolerance,
): void {
  const searches = areas.map((area, i): Search => {
    const residual = pair.part(i).slice();
    return {
      area,
      residual,
      solution: new Float32Array(residual.length),
      direction: new Float32Array(residual.length),
      enough: tolerance ** 2 * product(residual, residual, area, frameWidth),
      energy: 0,
    };
  });
  const load = (plane: "residual" | "direction" | "solution"): void => {
    for (const [i, search] of searches.entries()) pair.part(i).set(search[plane]);
    if (searches.length === 1) pair.part(1).fill(0);
  };
  for (let i = 0; i < KNOWN_PART_CONSTANTS.maxIterations; i++) {
    load("residual");
    pair.divide();
    for (const [j, search] of searches.entries()) turn(search, pair.part(j), frameWidth);
    load("direction");
    pair.multiply();
    for (const [j, search] of searches.entries()) step(search, pair.part(j), frameWidth);
    const isDone = ({ residual, area, enough }: Search): boolean =>
      product(residual, residual, area, frameWidth) <= enough;
    if (searches.every(isDone)) break;
  }
  load("solution");
}

/** direction ← p + β direction, p the preconditioned residual. */
function turn(search: Search, preconditioned: Float32Array, width: number): void {
  const { residual, direction, area } = search;
  const energy = product(residual, preconditioned, area, width);
  const beta = search.energy > 0 ? energy / search.energy : 0;
  search.energy = energy;
  eachRow(area, width, (from, to) => {
    for (let i = from; i < to; i++) direction[i] = preconditioned[i]! + beta * direction[i]!;
  });
}

/** w ← w + α direction, r ← r − α q, q the system's product with the direction. */
function step({ solution, residual, direction, energy, area }: Search, q: Float32Array, width: number): void {
  const curvature = product(direction, q, area, width);
  if (!(curvature > 0)) return;
  const alpha = energy / curvature;
  eachRow(area, width, (from, to) => {
    for (let i = from; i < to; i++) {
      solution[i]! += alpha * direction[i]!;
      residual[i]! -= alpha * q[i]!;
    }
  });
}

/** The inner product over an area. */
function product(a: Float32Array, b: Float32Array, area: Rectangle, width: number): number {
  let sum = 0;
  eachRow(area, width, (from, to) => {
    for (let i = from; i < to; i++) sum += a[i]! * b[i]!;
  });
  return sum;
}

function eachRow(area: Rectangle, width: number, visit: (from: number, to: number) => void): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    visit(y * width + area.x, y * width + area.x + area.width);
  }
}
