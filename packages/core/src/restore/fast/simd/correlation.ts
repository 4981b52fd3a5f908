/**
 * The residual y − (x ⋆ k)↓s (kernel/downscale.ts) on the WebAssembly engine: the sum over the kernel's weights or, of
 * a kernel of many weights, by Fourier's transform (fourier-correlation.ts).
 */
import { mirror } from "../../../image/index.js";
import type { Kernel } from "../../../kernel/index.js";
import type { Simd } from "../../../simd/simd.js";
import type { Interval } from "../../intervals.js";
import { FourierCorrelation } from "./fourier-correlation.js";

/**
 * Samples of a row that the engine computes in one go, in eight vectors of four. Rows have room for a multiple of them,
 * so that the last block needs no code of its own.
 */
const BLOCK = 32;

/** Rows of an image in the engine's memory. */
export interface Rows {
  /** Address of the first sample. */
  readonly at: number;
  /** Bytes from row to row. */
  readonly stride: number;
  /** Number of the first row in the image, and how many rows there are. */
  readonly top: number;
  readonly count: number;
  readonly width: number;
}

/**
 * How a row x of the large image is parted into its s phases, x_p[i] = x[s·i + p − ⌊n/2⌋], mirrored at both ends. Of
 * these the samples that one weight of the kernel is multiplied with, s apart in x, lie side by side, as vectors need
 * them.
 */
interface Phases {
  /** Samples of x. */
  readonly width: number;
  /** Address of a table of s · `length` offsets in bytes from the start of x: entry s·i + p is that of x_p[i]. */
  readonly columns: number;
  /** Samples of a phase: those of a row of the result, and what the kernel reaches beyond. */
  readonly length: number;
}

/**
 * Rows of the large image that rows from `top` to `bottom` of the small one depend on; they may lie outside the image.
 */
export function neededRows(kernelSize: number, scale: number, top: number, bottom: number): Interval {
  const origin = Math.floor(kernelSize / 2);
  return { start: scale * top - origin, end: scale * (bottom - 1) - origin + kernelSize };
}

/** Correlates with one kernel, keeping every s-th pixel. */
export class Correlation {
  readonly #simd: Simd;
  readonly #size: number;
  readonly #origin: number;
  readonly #taps: readonly { u: number; v: number; weight: number }[];
  /** Undefined where the sum over the weights costs less. */
  readonly #fourier: FourierCorrelation | undefined;
  /** For rows of the picture's own width. Tiles of its colours have other widths, whose tables are made anew. */
  readonly #whole: Phases;

  /**
   * @param width of most rows of the large image that will be asked for
   * @param rows of the small image that most calls will ask for, by which a sum or a transform is chosen
   */
  constructor(
    simd: Simd,
    kernel: Kernel,
    readonly scale: number,
    width: number,
    rows: number,
  ) {
    this.#simd = simd;
    this.#size = kernel.size;
    this.#origin = Math.floor(kernel.size / 2);
    this.#taps = Array.from(kernel.data, (weight, i) => ({
      u: Math.floor(i / kernel.size),
      v: i % kernel.size,
      weight,
    })).filter(({ weight }) => weight !== 0);
    const blocks = FourierCorrelation.blocks(kernel.size, scale, width / scale, rows);
    if (this.#taps.length > blocks.cost) this.#fourier = new FourierCorrelation(simd, kernel, scale, blocks);
    this.#whole = this.#phases(width);
  }

  /**
   * Samples that a row of the result must have room for.
   *
   * @param width of the small image
   */
  static room(width: number): number {
    return Math.ceil(width / BLOCK) * BLOCK;
  }

  /**
   * target ← target − (x ⋆ k)↓s for rows from `top` to `bottom`; columns are mirrored at the ends of x's rows.
   *
   * @param x the rows that are needed ({@link neededRows}) and lie in the image
   * @param height of the large image, at whose borders rows are mirrored
   * @param target address of row `top`; rows are {@link room} samples apart
   */
  subtract(x: Rows, height: number, top: number, bottom: number, target: number): void {
    const simd = this.#simd;
    const { scale } = this;
    const mark = simd.mark();
    const phases = x.width === this.#whole.width ? this.#whole : this.#phases(x.width);
    const phaseStride = 4 * phases.length;
    const rowStride = scale * phaseStride;
    const { start: first, end } = neededRows(this.#size, scale, top, bottom);
    const parted = simd.allocate((end - first) * rowStride);
    // Row `to` of the parted ones, counted as rows of the large image are, from the rows that begin with `row`.
    const part = (row: number, count: number, to: number): void =>
      simd.run.splitPhases(
        x.at + (row - x.top) * x.stride,
        x.stride,
        count,
        phases.columns,
        phases.length,
        scale,
        parted + (to - first) * rowStride,
        phaseStride,
        rowStride,
      );
    const [inside, outside] = [Math.max(0, first), Math.min(height, end)];
    for (let row = first; row < inside; row++) part(mirror(row, height), 1, row);
    part(inside, outside - inside, inside);
    for (let row = outside; row < end; row++) part(mirror(row, height), 1, row);

    const width = x.width / scale;
    const targetStride = 4 * Correlation.room(width);
    if (this.#fourier) {
      const from = { at: parted, rows: end - first, length: phases.length };
      this.#fourier.subtract(from, { at: target, stride: targetStride, width, height: bottom - top });
      simd.release(mark);
      return;
    }
    // Weight k[u, v] meets x[s·i + u, s·j + v]: row u on, phase v mod s, sample j + ⌊v/s⌋. Offset and weight alternate.
    const taps = simd.allocate(8 * this.#taps.length);
    const offsets = new Uint32Array(simd.run.memory.buffer, taps, 2 * this.#taps.length);
    const weights = simd.floats(taps, 2 * this.#taps.length);
    for (const [i, { u, v, weight }] of this.#taps.entries()) {
      offsets[2 * i] = u * rowStride + (v % scale) * phaseStride + 4 * Math.floor(v / scale);
      weights[2 * i + 1] = weight;
    }
    for (let row = 0; row < bottom - top; row++) {
      simd.run.subtractCorrelated(
        parted + row * scale * rowStride,
        taps,
        this.#taps.length,
        target + row * targetStride,
        width,
      );
    }
    simd.release(mark);
  }

  #phases(width: number): Phases {
    const { scale } = this;
    const length = Correlation.room(width / scale) + Math.ceil(this.#size / scale);
    const columns = Int32Array.from(
      { length: scale * length },
      (_, i) => 4 * mirror(i - this.#origin, width),
    );
    return { width, length, columns: this.#simd.storeIntegers(columns) };
  }
}
