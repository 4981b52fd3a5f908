/**
 * The cosine transform of an image's 8×8 blocks as in JPEG: orthonormal, of levels from 0 to 255,
 *
 *     c[u, v] = ¼ a_u a_v Σ_{i,j} p[i, j] cos((2i + 1)uπ/16) cos((2j + 1)vπ/16),   a_0 = 1/√2, else 1.
 *
 * White noise of standard deviation σ adds σ² to the variance of each coefficient.
 */
import { grayPixels, type PlanarImage } from "../image/index.js";
import { cosines } from "../math/cosines.js";

/** Side of a block. */
export const BLOCK_SIDE = 8;
/** Coefficients of a block; number 0 is the mean. */
export const COEFFICIENTS = BLOCK_SIDE * BLOCK_SIDE;

/**
 * At least this share of the blocks is used, clipped or not: a guard for images that are clipped nearly everywhere.
 * `npm run bench:fit-noise` prints what others give on named photographs: all up to ½ the same, the whole image larger
 * errors.
 */
export const MIN_SHARE = 1 / 8;

/** Where the blocks begin: the image's first `x` columns and `y` rows are not part of one. */
export interface BlockGrid {
  readonly x: number;
  readonly y: number;
}

/** All coefficients, by their numbers. */
const ALL = Int32Array.from({ length: COEFFICIENTS }, (_, k) => k);

const NONE = new Float64Array(0);

const COSINES = cosines(BLOCK_SIDE);

/**
 * The blocks of an image that show its noise: those with the fewest clipped or invisible pixels, for clipping at black
 * and white removes noise and moves JPEG's coefficients off the multiples of their steps.
 */
export class NoiseBlocks {
  readonly #image: PlanarImage;
  /** The block at work, the transforms of its rows, and of those the columns'. */
  readonly #block = new Float64Array(COEFFICIENTS);
  readonly #half = new Float64Array(COEFFICIENTS);
  readonly #whole = new Float64Array(COEFFICIENTS);
  /** A row of the block. */
  readonly #line = new Float32Array(BLOCK_SIDE);

  /**
   * @param image [1 or 3, h, w], values in [0, 1]. Neither its gray values nor anything else of its size is kept.
   * @param minShare another {@link MIN_SHARE}, to measure it.
   * @param alpha [1, h, w]; where it is 0 the image shows nothing, and no noise.
   */
  constructor(
    image: PlanarImage,
    private readonly minShare = MIN_SHARE,
    private readonly alpha?: PlanarImage,
  ) {
    this.#image = image;
  }

  /** Whether so few blocks are free of clipped pixels that others are used as well ({@link MIN_SHARE}). */
  areMostlyClipped(grid: BlockGrid, maxBlocks: number): boolean {
    const { corners, unclipped } = this.#leastClipped(grid, 2 * maxBlocks);
    return unclipped < corners.length;
  }

  /** All blocks of the image, clipped or not. */
  withClipped(): NoiseBlocks {
    return new NoiseBlocks(this.#image, 1, this.alpha);
  }

  /**
   * Transforms blocks that are spread over the image.
   *
   * @param maxBlocks largest number of blocks.
   * @param numbers of the coefficients that are wanted; the others have no values.
   * @returns for each coefficient 8u + v its values, block by block; empty if the image has no whole block.
   */
  coefficients(grid: BlockGrid, maxBlocks: number, numbers: Int32Array = ALL): Float64Array[] {
    const { corners } = this.#leastClipped(grid, 2 * maxBlocks);
    const count = Math.min(maxBlocks, corners.length);
    const result: Float64Array[] = Array.from(ALL, () => NONE);
    for (const k of numbers) result[k] = new Float64Array(count);
    const rowsWanted = 1 + numbers.reduce((most, k) => Math.max(most, Math.floor(k / BLOCK_SIDE)), 0);
    const columnsWanted = 1 + numbers.reduce((most, k) => Math.max(most, k % BLOCK_SIDE), 0);
    for (let n = 0; n < count; n++) {
      this.#readBlock(corners[Math.floor((n * corners.length) / count)]!);
      for (let i = 0; i < BLOCK_SIDE; i++)
        cosineTransform(this.#block, BLOCK_SIDE * i, columnsWanted, this.#half, i);
      for (let v = 0; v < columnsWanted; v++)
        cosineTransform(this.#half, BLOCK_SIDE * v, rowsWanted, this.#whole, v);
      for (let m = 0; m < numbers.length; m++) {
        const k = numbers[m]!;
        result[k]![n] = this.#whole[k]!;
      }
    }
    return result;
  }

  /**
   * The corners of the blocks with the fewest clipped pixels, of so many at most that are spread over the image, and how
   * many of all have none.
   */
  #leastClipped(grid: BlockGrid, most: number): { corners: Int32Array; unclipped: number } {
    const { width, height } = this.#image;
    const columns = Math.floor((width - grid.x) / BLOCK_SIDE);
    const rows = Math.floor((height - grid.y) / BLOCK_SIDE);
    const blocks = Math.max(0, columns * rows);
    const step = Math.max(1, blocks / most);
    // One more: the steps are rounded.
    const seen = Math.ceil(blocks / step) + 1;
    const corners = new Int32Array(seen);
    const clipped = new Uint8Array(seen);
    /** Of each number of clipped pixels, how many blocks have so many or fewer. */
    const ends = new Int32Array(COEFFICIENTS + 1);
    let found = 0;
    for (let b = 0; b < blocks; b += step) {
      const row = Math.floor(Math.floor(b) / columns);
      const at = (grid.y + BLOCK_SIDE * row) * width + grid.x + BLOCK_SIDE * (Math.floor(b) % columns);
      const invisible = this.alpha ? invisibleIn(this.alpha, at) : 0;
      if (invisible === COEFFICIENTS) continue;
      const pixels = Math.max(invisible, clippedIn(this.#image, at));
      corners[found] = at;
      clipped[found] = pixels;
      ends[pixels]!++;
      found++;
    }
    for (let i = 1; i <= COEFFICIENTS; i++) ends[i]! += ends[i - 1]!;
    const unclipped = ends[0]!;
    // Sorted by their counts, from the last on, so that equal ones stay in their order.
    const sorted = new Int32Array(found);
    for (let i = found - 1; i >= 0; i--) sorted[--ends[clipped[i]!]!] = corners[i]!;
    return { corners: sorted.subarray(0, Math.max(unclipped, Math.ceil(this.minShare * found))), unclipped };
  }

  /** The gray levels of a block. */
  #readBlock(corner: number): void {
    const { width } = this.#image;
    for (let i = 0; i < BLOCK_SIDE; i++) {
      grayPixels(this.#image, corner + i * width, this.#line);
      for (let j = 0; j < BLOCK_SIDE; j++) this.#block[BLOCK_SIDE * i + j] = 255 * this.#line[j]!;
    }
  }
}

/** How many pixels of the block at a corner are invisible. */
function invisibleIn({ width, data }: PlanarImage, corner: number): number {
  let invisible = 0;
  for (let i = 0, start = corner; i < BLOCK_SIDE; i++, start += width) {
    for (let at = start; at < start + BLOCK_SIDE; at++) invisible += data[at]! > 0 ? 0 : 1;
  }
  return invisible;
}

/** How many pixels of the block at a corner have a clipped channel. */
function clippedIn({ width, height, channels, data }: PlanarImage, corner: number): number {
  let clipped = 0;
  for (let i = 0, start = corner; i < BLOCK_SIDE; i++, start += width) {
    /** A bit for each pixel of the row. */
    let row = 0;
    for (let c = 0, at = start; c < channels; c++, at += width * height) {
      for (let j = 0; j < BLOCK_SIDE; j++) {
        const value = data[at + j]!;
        if (!(value > 0 && value < 1)) row |= 1 << j;
      }
    }
    for (; row > 0; row &= row - 1) clipped++;
  }
  return clipped;
}

/**
 * The first `count` coefficients of the 8 numbers from `at` on: target[8u + i] for each u. Written out, since the
 * blocks are many: in a loop it takes twice as long.
 */
function cosineTransform(
  numbers: Float64Array,
  at: number,
  count: number,
  target: Float64Array,
  i: number,
): void {
  const a = numbers[at]!;
  const b = numbers[at + 1]!;
  const c = numbers[at + 2]!;
  const d = numbers[at + 3]!;
  const e = numbers[at + 4]!;
  const f = numbers[at + 5]!;
  const g = numbers[at + 6]!;
  const h = numbers[at + 7]!;
  for (let u = 0; u < BLOCK_SIDE * count; u += BLOCK_SIDE) {
    target[u + i] =
      COSINES[u]! * a +
      COSINES[u + 1]! * b +
      COSINES[u + 2]! * c +
      COSINES[u + 3]! * d +
      COSINES[u + 4]! * e +
      COSINES[u + 5]! * f +
      COSINES[u + 6]! * g +
      COSINES[u + 7]! * h;
  }
}
