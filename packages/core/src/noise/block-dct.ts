/**
 * The cosine transform of an image's 8×8 blocks as in JPEG: orthonormal, of levels from 0 to 255,
 *
 *     c[u, v] = ¼ a_u a_v Σ_{i,j} p[i, j] cos((2i + 1)uπ/16) cos((2j + 1)vπ/16),   a_0 = 1/√2, else 1.
 *
 * White noise of standard deviation σ adds σ² to the variance of each coefficient.
 */
import { grayPixels, type PlanarImage } from "../image/index.js";

/** Side of a block. */
export const BLOCK_SIDE = 8;
/** Coefficients of a block; number 0 is the mean. */
export const COEFFICIENTS = BLOCK_SIDE * BLOCK_SIDE;

/**
 * At least this share of the blocks is used, clipped or not: a guard for images that are clipped nearly everywhere. `npm run
 * bench:fit-noise` prints what others give on named photographs: all up to ½ the same, the whole image larger errors.
 */
export const MIN_SHARE = 1 / 8;

/** Where the blocks begin: the image's first `x` columns and `y` rows are not part of one. */
export interface BlockGrid {
  readonly x: number;
  readonly y: number;
}

/** All coefficients, by their numbers. */
const ALL = Int32Array.from({ length: COEFFICIENTS }, (_, k) => k);

/** COSINES[8u + i] = ½ a_u cos((2i + 1)uπ/16). */
const COSINES = Float64Array.from({ length: COEFFICIENTS }, (_, k) => {
  const [u, i] = [Math.floor(k / BLOCK_SIDE), k % BLOCK_SIDE];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * i + 1) * u * Math.PI) / 16);
});

/**
 * The blocks of an image that show its noise: those with the fewest clipped pixels, for clipping at black and white removes
 * noise and moves JPEG's coefficients off the multiples of their steps.
 */
export class NoiseBlocks {
  readonly #image: PlanarImage;

  /**
   * @param image [1 or 3, h, w], values in [0, 1]. Neither its gray values nor anything else of its size is kept.
   * @param minShare another {@link MIN_SHARE}, to measure it.
   */
  constructor(
    image: PlanarImage,
    private readonly minShare = MIN_SHARE,
  ) {
    this.#image = image;
  }

  /**
   * Transforms blocks that are spread over the image.
   *
   * @param maxBlocks largest number of blocks.
   * @param numbers of the coefficients that are wanted; the others have no values.
   * @returns for each coefficient 8u + v its values, block by block; empty if the image has no whole block.
   */
  coefficients(grid: BlockGrid, maxBlocks: number, numbers: Int32Array = ALL): Float64Array[] {
    const { width, height } = this.#image;
    const columns = Math.floor((width - grid.x) / BLOCK_SIDE);
    const rows = Math.floor((height - grid.y) / BLOCK_SIDE);
    const corners: { at: number; clipped: number }[] = [];
    const blocks = Math.max(0, columns * rows);
    const step = Math.max(1, blocks / (2 * maxBlocks));
    for (let b = 0; b < blocks; b += step) {
      const row = Math.floor(Math.floor(b) / columns);
      const at = (grid.y + BLOCK_SIDE * row) * width + grid.x + BLOCK_SIDE * (Math.floor(b) % columns);
      corners.push({ at, clipped: this.#clippedIn(at) });
    }
    corners.sort((a, b) => a.clipped - b.clipped);
    const unclipped = corners.findIndex(({ clipped }) => clipped > 0);
    const fewest = Math.ceil(this.minShare * corners.length);
    const chosen = corners.slice(0, unclipped < 0 ? corners.length : Math.max(unclipped, fewest));
    const count = Math.min(maxBlocks, chosen.length);
    const none = new Float64Array(0);
    const result = Array.from(ALL, (k) => (numbers.includes(k) ? new Float64Array(count) : none));
    const half = new Float64Array(COEFFICIENTS);
    const line = new Float32Array(BLOCK_SIDE);
    const columnsWanted = 1 + numbers.reduce((most, k) => Math.max(most, k % BLOCK_SIDE), 0);
    for (let n = 0; n < count; n++) {
      const { at } = chosen[Math.floor((n * chosen.length) / count)]!;
      for (let i = 0; i < BLOCK_SIDE; i++) {
        grayPixels(this.#image, at + i * width, line);
        for (let v = 0; v < columnsWanted; v++) {
          let sum = 0;
          for (let j = 0; j < BLOCK_SIDE; j++) sum += COSINES[BLOCK_SIDE * v + j]! * line[j]!;
          half[BLOCK_SIDE * v + i] = 255 * sum;
        }
      }
      for (let m = 0; m < numbers.length; m++) {
        const k = numbers[m]!;
        const v = k % BLOCK_SIDE;
        let sum = 0;
        for (let i = 0; i < BLOCK_SIDE; i++) sum += COSINES[k - v + i]! * half[BLOCK_SIDE * v + i]!;
        result[k]![n] = sum;
      }
    }
    return result;
  }

  /** How many pixels of a block have a clipped channel. */
  #clippedIn(corner: number): number {
    const { width, height, channels, data } = this.#image;
    const pixels = width * height;
    let count = 0;
    for (let i = 0; i < BLOCK_SIDE; i++) {
      for (let at = corner + i * width; at < corner + i * width + BLOCK_SIDE; at++) {
        for (let c = 0; c < channels; c++) {
          const value = data[c * pixels + at]!;
          if (value > 0 && value < 1) continue;
          count++;
          break;
        }
      }
    }
    return count;
  }
}
