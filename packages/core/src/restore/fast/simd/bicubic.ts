/** Bicubic enlargement by an integer (image/imresize.ts) on the WebAssembly engine. */
import { keysCubic, mirror } from "../../../image/index.js";
import type { Simd } from "../../../simd/simd.js";
import type { Plane } from "./picture.js";
import { align4 } from "./sizes.js";

/** Taps of a phase: pixels i − 2 to i + 2 of the small image. */
const TAPS = 5;
const REACH = 2;

/** Enlarges by one factor. */
export class Bicubic {
  readonly #simd: Simd;
  /** Address of the taps, phase by phase. */
  readonly #weights: number;

  constructor(
    simd: Simd,
    readonly scale: number,
  ) {
    this.#simd = simd;
    this.#weights = simd.store(phaseWeights(scale));
  }

  /**
   * Enlarges rows of a part of a plane; columns are mirrored at the ends of the part's rows.
   *
   * @param source the part, row by row, and the plane's row that it begins with
   * @param height of the plane, at whose borders rows are mirrored
   * @param top, bottom rows to enlarge; those two before and after must be in the part, or outside the plane
   * @param target address of the first row of the result, `stride` bytes from row to row, a multiple of 16; rows have
   *   room for four samples more, times the scale
   */
  enlarge(
    source: { data: Pick<Plane, "subarray">; width: number; top: number },
    height: number,
    top: number,
    bottom: number,
    target: number,
    stride: number,
  ): void {
    const simd = this.#simd;
    const { scale } = this;
    const { width } = source;
    const mark = simd.mark();
    const rowStride = align4(width);
    const rows = bottom - top + 2 * REACH;
    const low = simd.allocate(4 * rows * rowStride);
    const line = simd.allocate(4 * (rowStride + 4 * REACH)) + 4 * 2 * REACH;
    const copied = simd.floats(low, rows * rowStride);
    for (let i = 0; i < rows; i++) {
      const row = (mirror(top + i - REACH, height) - source.top) * width;
      copied.set(source.data.subarray(row, row + width), i * rowStride);
    }
    const mixed = simd.floats(line - 4 * 2 * REACH, rowStride + 4 * REACH);
    const origin = 2 * REACH;
    for (let i = 0; i < bottom - top; i++) {
      for (let p = 0; p < scale; p++) {
        simd.run.mixRows(low + 4 * i * rowStride, 4 * rowStride, this.#weights + 4 * TAPS * p, line, width);
        for (let j = 1; j <= REACH; j++) {
          mixed[origin - j] = mixed[origin + mirror(-j, width)]!;
          mixed[origin + width - 1 + j] = mixed[origin + mirror(width - 1 + j, width)]!;
        }
        simd.run.enlargeRow(line, this.#weights, scale, target + (scale * i + p) * stride, width);
      }
    }
    simd.release(mark);
  }
}

/** Weights of pixels i − 2 … i + 2 for the output pixel s·i + p, whose centre lies at i + (p + ½)/s − ½. */
function phaseWeights(scale: number): Float64Array {
  return Float64Array.from({ length: scale * TAPS }, (_, at) => {
    const [p, t] = [Math.floor(at / TAPS), (at % TAPS) - REACH];
    return keysCubic(t - ((p + 0.5) / scale - 0.5));
  });
}
