/** The part of a plane that a piece of work needs, in memory that the next piece uses again. */
import type { LargePlane, Picture, PictureParts, Plane } from "./picture.js";
import type { Region, Regions } from "./regions.js";

/** A plane of which one stretch of samples is there at a time. */
class PartOfPlane implements Plane {
  readonly BYTES_PER_ELEMENT: number = Float32Array.BYTES_PER_ELEMENT;
  #samples = new Float32Array(0);
  #start = 0;

  /** From here on the samples from `start` to `end` are there; their values are undefined. */
  place(start: number, end: number): void {
    if (this.#samples.length < end - start) this.#samples = new Float32Array(end - start);
    this.#start = start;
  }

  subarray(start: number, end: number): Float32Array {
    return this.#samples.subarray(start - this.#start, end - this.#start);
  }

  set(samples: ArrayLike<number>, at: number): void {
    this.#samples.set(samples, at - this.#start);
  }
}

const LARGE_PLANES: readonly LargePlane[] = ["low", "large", "last", "residual", "edges", "chroma", "stripe"];

/** A picture with such planes. */
export class PictureInParts {
  readonly picture: PictureParts;
  readonly #planes: Readonly<Record<LargePlane, PartOfPlane>>;

  /** @param whole of which the large planes are not used */
  constructor(whole: Picture) {
    const planes = LARGE_PLANES.map((name) => [name, new PartOfPlane()] as const);
    this.#planes = Object.fromEntries(planes) as Record<LargePlane, PartOfPlane>;
    this.picture = { ...whole, ...this.#planes };
  }

  /** Makes room for what a piece reads and writes. */
  place({ reads, writes }: Regions): void {
    const regions = [...reads, ...writes];
    for (const name of LARGE_PLANES) {
      const own = regions.filter(({ plane, height }) => plane === name && height > 0);
      if (own.length === 0) continue;
      this.#planes[name].place(Math.min(...own.map(startOf)), Math.max(...own.map(endOf)));
    }
  }
}

/** The start of its first row; pieces may look at whole rows. */
function startOf({ at, stride }: Region): number {
  return at - (at % stride);
}

function endOf(region: Region): number {
  return startOf(region) + region.height * region.stride;
}
