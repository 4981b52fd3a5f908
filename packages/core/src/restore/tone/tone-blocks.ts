/**
 * What a blur cannot have passed of an image whose pixel values stand for light f(v), in blocks of pixels, for any f.
 *
 * In the light that the blur mixed, what Wiener's filter R cannot explain (wiener-misfit.ts) is noise; in any other it
 * is more beside edges. An error of the pixel values counts f′(v) in light, so that the measure is, in each block,
 *
 *     q = Σ (R f)² / Σ f′²,
 *
 * the same for any multiple of f. With f = Σ c_j φ_j (curve-basis.ts) both sums are quadratic forms of c, whose matrices
 * are computed once.
 */
import type { PlanarImage, ToneCurve } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import type { Pause } from "../../pause.js";
import { BLOCK, blockCorners } from "../blocks.js";
import { type MisfitFilter, WienerMisfit } from "../wiener-misfit.js";
import { BASIS, basisSlope, basisValue, basisWeights } from "./curve-basis.js";

/**
 * Applied twice, the filter leaves less of what the blur passed. Between the zeros that lines and disks have, which show
 * with a large λ₀, and the smooth end of a Gaussian, which shows with a small one.
 */
const FILTER: MisfitFilter = { regularisation: 1e-3, power: 2 };
/** The least number of blocks that show a curve, which has more to fit than the choice of two lights. */
const MIN_BLOCKS = 100;
/** Entries of a symmetric matrix. */
const ENTRIES = (BASIS * (BASIS + 1)) / 2;
/** Added to q: in blocks of one value both sums are rounding errors. */
const LEAST = 1e-10;

interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Measures an image, [1, h, w], values in [0, 1]. */
type ToneMeter = (image: PlanarImage, pause: Pause) => Promise<ToneBlocks>;

/** The two matrices of each block. */
export class ToneBlocks {
  /** [blocks, entries]. */
  readonly #misfits: Float64Array;
  readonly #slopes: Float64Array;

  private constructor(misfits: Float64Array, slopes: Float64Array) {
    this.#misfits = misfits;
    this.#slopes = slopes;
  }

  /**
   * How images of one size are measured, for one kernel.
   *
   * @param kernel of sum 1
   * @param size of the images, in pixels
   * @returns undefined where the kernel is too narrow, or the images too small, to say anything
   */
  static async meter(kernel: Kernel, scale: number, size: ImageSize): Promise<ToneMeter | undefined> {
    const corners = blockCorners(size, Math.ceil(kernel.size / scale));
    if (corners.length < MIN_BLOCKS) return undefined;
    const misfitOf = (await WienerMisfit.of(kernel, scale, size)).filter(FILTER);
    if (!misfitOf) return undefined;
    return async (image, pause) => {
      const filtered: Float32Array[] = [];
      const slopes: Float32Array[] = [];
      for (let j = 0; j < BASIS; j++) {
        const values = image.data.map((value) => basisValue(j, value));
        filtered.push(await misfitOf({ ...image, data: values }, pause));
        slopes.push(image.data.map((value) => basisSlope(j, value)));
      }
      await pause();
      const misfitMatrices = matrices(filtered, corners, size.width);
      await pause();
      return new ToneBlocks(misfitMatrices, matrices(slopes, corners, size.width));
    };
  }

  /** The blocks of several images of one camera. */
  static joined(parts: readonly ToneBlocks[]): ToneBlocks {
    return new ToneBlocks(
      concatenated(parts.map((part) => part.#misfits)),
      concatenated(parts.map((part) => part.#slopes)),
    );
  }

  /** log q of each block, of a curve or any multiple of it. */
  logMisfits(curve: ToneCurve): Float64Array {
    const weights = basisWeights(curve);
    const products = new Float64Array(ENTRIES);
    for (let a = 0, i = 0; a < BASIS; a++) {
      for (let b = 0; b <= a; b++, i++) products[i] = (a === b ? 1 : 2) * weights[a]! * weights[b]!;
    }
    const result = new Float64Array(this.#misfits.length / ENTRIES);
    for (let block = 0, at = 0; block < result.length; block++) {
      let [misfit, slope] = [0, 0];
      for (let i = 0; i < ENTRIES; i++, at++) {
        misfit += products[i]! * this.#misfits[at]!;
        slope += products[i]! * this.#slopes[at]!;
      }
      result[block] = Math.log(Math.max(0, misfit) / slope + LEAST);
    }
    return result;
  }
}

/** Σ u_a u_b in each block, b ≤ a. */
function matrices(planes: readonly Float32Array[], corners: readonly number[], width: number): Float64Array {
  const result = new Float64Array(corners.length * ENTRIES);
  for (let a = 0, i = 0; a < BASIS; a++) {
    for (let b = 0; b <= a; b++, i++) {
      const [first, second] = [planes[a]!, planes[b]!];
      for (const [block, corner] of corners.entries()) {
        let sum = 0;
        for (let row = corner, end = corner + BLOCK * width; row < end; row += width) {
          for (let p = row; p < row + BLOCK; p++) sum += first[p]! * second[p]!;
        }
        result[block * ENTRIES + i] = sum;
      }
    }
  }
  return result;
}

function concatenated(arrays: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(arrays.reduce((length, array) => length + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    result.set(array, at);
    at += array.length;
  }
  return result;
}
