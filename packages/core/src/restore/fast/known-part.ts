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

/** When the iterations end; `npm run bench:fit-wide -- PATH… --only borders` prints what others give. */
export interface KnownPartConstants {
  /** The residual that is left, over that at the start. */
  readonly residualLeft: number;
  readonly maxIterations: number;
}

export const KNOWN_PART_CONSTANTS: KnownPartConstants = { residualLeft: 0.3, maxIterations: 24 };

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
  readonly residual: Float32Array;
  readonly solution: Float32Array;
  readonly direction: Float32Array;
  area: Rectangle;
  /** ‖r‖² below which the search is done. */
  enough: number;
  /** rᵀ (A Aᵀ + λ)⁻¹ r. */
  energy: number;
}

/** Whether all of a frame is known, so that the inverse on the frame is the solution. */
export function isWhole({ width, height }: Rectangle, frame: { width: number; height: number }): boolean {
  return width === frame.width && height === frame.height;
}

/** Solves the system for frames of one size; reuses its memory. */
export class KnownPart {
  readonly #width: number;
  readonly #samples: number;
  readonly #constants: KnownPartConstants;
  readonly #searches: Search[] = [];

  /** @param frame the frame's size */
  constructor(
    { width, height }: { readonly width: number; readonly height: number },
    constants: KnownPartConstants,
  ) {
    this.#constants = constants;
    this.#width = width;
    this.#samples = width * height;
  }

  /**
   * Puts w in the place of r.
   *
   * @param pair r of one or two tiles, 0 outside their areas
   * @param areas where y is known, for each tile
   */
  solve(pair: FramePair, areas: readonly Rectangle[]): void {
    const searches = areas.map((area, i) => this.#begin(i, area, pair.part(i)));
    const load = (plane: "residual" | "direction" | "solution"): void => {
      for (const [i, search] of searches.entries()) pair.part(i).set(search[plane]);
      if (searches.length === 1) pair.part(1).fill(0);
    };
    for (let i = 0; i < this.#constants.maxIterations; i++) {
      if (i > 0) load("residual");
      pair.divide();
      for (const [j, search] of searches.entries()) turn(search, pair.part(j), this.#width);
      load("direction");
      pair.multiply();
      let isDone = true;
      for (const [j, search] of searches.entries()) {
        if (step(search, pair.part(j), this.#width) > search.enough) isDone = false;
      }
      if (isDone) break;
    }
    load("solution");
  }

  #begin(i: number, area: Rectangle, r: Float32Array): Search {
    const plane = (): Float32Array => new Float32Array(this.#samples);
    const kept = this.#searches[i];
    const search = kept ?? {
      residual: plane(),
      solution: plane(),
      direction: plane(),
      area,
      enough: 0,
      energy: 0,
    };
    this.#searches[i] = search;
    search.residual.set(r);
    search.solution.fill(0);
    search.direction.fill(0);
    search.area = area;
    search.enough = this.#constants.residualLeft ** 2 * product(r, r, area, this.#width);
    search.energy = 0;
    return search;
  }
}

/** direction ← p + β direction, p the preconditioned residual. */
function turn(search: Search, preconditioned: Float32Array, width: number): void {
  const { residual, direction, area } = search;
  const energy = product(residual, preconditioned, area, width);
  const beta = search.energy > 0 ? energy / search.energy : 0;
  search.energy = energy;
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let i = y * width + area.x, end = i + area.width; i < end; i++) {
      direction[i] = preconditioned[i]! + beta * direction[i]!;
    }
  }
}

/** w ← w + α direction, r ← r − α q, q the system's product with the direction. Returns ‖r‖². */
function step(search: Search, q: Float32Array, width: number): number {
  const { solution, residual, direction, energy, area } = search;
  const curvature = product(direction, q, area, width);
  if (!(curvature > 0)) return 0;
  const alpha = energy / curvature;
  let left = 0;
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let i = y * width + area.x, end = i + area.width; i < end; i++) {
      solution[i]! += alpha * direction[i]!;
      const r = residual[i]! - alpha * q[i]!;
      residual[i] = r;
      left += r * r;
    }
  }
  return left;
}

/** The inner product over an area. */
function product(a: Float32Array, b: Float32Array, area: Rectangle, width: number): number {
  let sum = 0;
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let i = y * width + area.x, end = i + area.width; i < end; i++) sum += a[i]! * b[i]!;
  }
  return sum;
}
