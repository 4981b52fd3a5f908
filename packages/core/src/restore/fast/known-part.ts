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
import type { Planes } from "./planes.js";
import type { UnknownPart } from "./unknown-part.js";

/** When the iterations end; `npm run bench:fit-wide -- PATH… --only borders` prints what others give. */
export interface KnownPartConstants {
  /** The residual that is left, over that at the start. */
  readonly residualLeft: number;
  readonly maxIterations: number;
}

export const KNOWN_PART_CONSTANTS: KnownPartConstants = { residualLeft: 0.3, maxIterations: 24 };

/** Filters that change real and imaginary part of a frame, each of which holds a tile, in place; borders wrap. */
export interface FrameFilters {
  /** R ← (A Aᵀ + λ)⁻¹ R. */
  divide(): void;
  /** R ← (A Aᵀ + λ) R. */
  multiply(): void;
}

/** One tile. Outside of the area the planes are 0. */
interface Search<P> {
  /** r. */
  readonly residual: P;
  /** w. */
  readonly solution: P;
  /** d. */
  readonly direction: P;
  /** M (A Aᵀ + λ) d. */
  readonly image: P;
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
export class KnownPart<P> {
  readonly #width: number;
  readonly #planes: Planes<P>;
  readonly #unknown: UnknownPart;
  readonly #constants: KnownPartConstants;
  readonly #searches: readonly Search<P>[];

  /** @param width of a frame */
  constructor(planes: Planes<P>, width: number, unknown: UnknownPart, constants: KnownPartConstants) {
    this.#width = width;
    this.#planes = planes;
    this.#unknown = unknown;
    this.#constants = constants;
    this.#searches = [0, 1].map(() => ({
      residual: planes.plane(),
      solution: planes.plane(),
      direction: planes.plane(),
      image: planes.plane(),
      area: { x: 0, y: 0, width: 0, height: 0 },
      enough: 0,
      energy: 0,
    }));
  }

  /**
   * Puts a multiple of w in the place of r.
   *
   * @param pair r of one or two tiles, 0 outside their areas: real and imaginary part of a frame
   * @param areas where y is known, for each tile
   * @param factor what w is multiplied by
   */
  solve(
    pair: readonly [P, P],
    areas: readonly Rectangle[],
    { divide, multiply }: FrameFilters,
    factor: number,
  ): void {
    const planes = this.#planes;
    const tiles = areas.map((area, i) => {
      const [search, part] = [this.#searches[i]!, pair[i as 0 | 1]];
      search.area = area;
      planes.samples(search.residual).set(planes.samples(part));
      planes.samples(search.solution).fill(0);
      search.enough = this.#constants.residualLeft ** 2 * planes.product(part, part);
      search.energy = 0;
      return { search, part };
    });
    const load = (name: "residual" | "direction"): void => {
      for (const { search, part } of tiles) planes.samples(part).set(planes.samples(search[name]));
      if (tiles.length === 1) planes.samples(pair[1]).fill(0);
    };
    for (let i = 0; i < this.#constants.maxIterations; i++) {
      if (i > 0) load("residual");
      divide();
      for (const { search, part } of tiles) this.#turn(search, part);
      if (!this.#unknown.isNarrow) {
        load("direction");
        multiply();
        for (const { search, part } of tiles) {
          clearOutside(planes.samples(part), this.#width, search.area);
          planes.samples(search.image).set(planes.samples(part));
        }
      }
      let isDone = true;
      for (const { search } of tiles) if (this.#step(search) > search.enough) isDone = false;
      if (isDone) break;
    }
    for (const part of pair) planes.samples(part).fill(0);
    for (const { search, part } of tiles) planes.addScaled(part, factor, search.solution);
  }

  /** d ← M p + β d, and if there is a short sum for it, the system's product with it. */
  #turn(search: Search<P>, preconditioned: P): void {
    const planes = this.#planes;
    const { residual, direction, image, area } = search;
    const energy = planes.product(residual, preconditioned);
    const beta = search.energy > 0 ? energy / search.energy : 0;
    const isFirst = search.energy === 0;
    search.energy = energy;
    const p = planes.samples(preconditioned);
    if (this.#unknown.isNarrow) {
      if (isFirst) planes.samples(image).set(planes.samples(residual));
      else planes.scaleAndAdd(image, beta, residual);
      this.#unknown.subtract(planes.samples(image), p, area);
    }
    clearOutside(p, this.#width, area);
    if (isFirst) planes.samples(direction).set(p);
    else planes.scaleAndAdd(direction, beta, preconditioned);
  }

  /** w ← w + α d, r ← r − α (the system's product with d). Returns ‖r‖². */
  #step({ solution, residual, direction, image, energy }: Search<P>): number {
    const planes = this.#planes;
    const curvature = planes.product(direction, image);
    if (!(curvature > 0)) return 0;
    const alpha = energy / curvature;
    planes.addScaled(solution, alpha, direction);
    planes.addScaled(residual, -alpha, image);
    return planes.product(residual, residual);
  }
}

/** Sets what lies outside the area of a plane to 0. */
function clearOutside(plane: Float32Array, width: number, area: Rectangle): void {
  const end = (area.y + area.height) * width;
  plane.fill(0, 0, area.y * width);
  plane.fill(0, end);
  for (let row = area.y * width; row < end; row += width) {
    plane.fill(0, row, row + area.x);
    plane.fill(0, row + area.x + area.width, row + width);
  }
}
