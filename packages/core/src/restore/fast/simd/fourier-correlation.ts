/**
 * The correlation of correlation.ts by Fourier's transform, for kernels of many weights: block by block,
 *
 *     (x ⋆ k)↓s = Σ_p k_p ⋆ x_p,   x_p[i] = x[s·i + p],   k_p[m] = k[s·m + p],
 *
 * each of the s² products on frames that are larger than a block by the size of k_p: only what does not wrap is used
 * (overlap-save). Two blocks share a transform, as its real and its imaginary part. It costs s² transforms forward and
 * one back, whatever the kernel.
 */
import type { Kernel } from "../../../kernel/index.js";
import { SimdFft, simdFftLength } from "../../../simd/fft.js";
import type { Simd } from "../../../simd/simd.js";

/** The smallest width of a frame, and how many times as wide as k_p it is. */
const FRAME_WIDTH = 256;
const FRAME_RATIO = 3;
/** The time of a transform of n samples, over n log₂ n, in that of one weight of the sum. */
const TRANSFORM_COST = 8;

/** How an image is divided. */
export interface Blocks {
  /** Of a frame. */
  readonly width: number;
  readonly height: number;
  /** Side of k_p. */
  readonly reach: number;
  /** Weights that a sum costs as much with. */
  readonly cost: number;
}

/** The phases of rows: phase p of row r begins at `at` + 4 · `length` · (s · r + p). */
export interface PartedRows {
  readonly at: number;
  readonly rows: number;
  readonly length: number;
}

/** Rows to subtract from. */
export interface SubtractionTarget {
  readonly at: number;
  /** Bytes from row to row. */
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** Correlates with one kernel. */
export class FourierCorrelation {
  readonly #simd: Simd;
  readonly #fft: SimdFft;
  /** The transforms of k_p, correlation as circular convolution: addresses of real and imaginary part. */
  readonly #transfer: readonly { re: number; im: number }[];
  /** Of a block. */
  readonly #width: number;
  readonly #height: number;

  /**
   * Reserves memory for the transforms.
   *
   * @param blocks of {@link FourierCorrelation.blocks}
   */
  constructor(
    simd: Simd,
    { size, data }: Kernel,
    readonly scale: number,
    { width, height, reach }: Blocks,
  ) {
    this.#simd = simd;
    this.#fft = new SimdFft(simd, width, height);
    this.#width = width - reach + 1;
    this.#height = height - reach + 1;
    const { samples } = this.#fft;
    this.#transfer = Array.from({ length: scale ** 2 }, (_, p) => {
      const [re, im] = [simd.zeros(samples), simd.zeros(samples)];
      const response = simd.floats(re, samples);
      const [rowPhase, columnPhase] = [Math.floor(p / scale), p % scale];
      // What is read at +m a convolution has at −m; the factor of the inverse is part of it.
      for (let u = rowPhase; u < size; u += scale) {
        const row = (height - (u - rowPhase) / scale) % height;
        for (let v = columnPhase; v < size; v += scale) {
          const column = (width - (v - columnPhase) / scale) % width;
          response[row * width + column] = data[u * size + v]! / samples;
        }
      }
      this.#fft.transform(re, im);
      return { re, im };
    });
  }

  /** The division for a small image of a width, of which so many rows are asked for at a time. */
  static blocks(kernelSize: number, scale: number, width: number, rows: number): Blocks {
    const reach = Math.ceil(kernelSize / scale);
    const widest = Math.min(width + reach - 1, Math.max(FRAME_WIDTH, FRAME_RATIO * reach));
    const [frameWidth, frameHeight] = [simdFftLength(widest), simdFftLength(rows + reach - 1)];
    const samples = frameWidth * frameHeight;
    const results = 2 * (frameWidth - reach + 1) * (frameHeight - reach + 1);
    const cost = (TRANSFORM_COST * (scale ** 2 + 1) * samples * Math.log2(samples)) / results;
    return { width: frameWidth, height: frameHeight, reach, cost };
  }

  /** target ← target − (x ⋆ k)↓s. */
  subtract(x: PartedRows, target: SubtractionTarget): void {
    const simd = this.#simd;
    const { samples } = this.#fft;
    const starts = (length: number, step: number): number[] =>
      Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
    const corners = starts(target.height, this.#height).flatMap((row) =>
      starts(target.width, this.#width).map((column) => ({ row, column })),
    );
    const mark = simd.mark();
    const [re, im] = [simd.allocate(4 * samples), simd.allocate(4 * samples)];
    const sum = [simd.allocate(4 * samples), simd.allocate(4 * samples)] as const;
    for (let i = 0; i < corners.length; i += 2) {
      const pair = corners.slice(i, i + 2);
      for (const part of sum) simd.floats(part, samples).fill(0);
      for (const [p, transfer] of this.#transfer.entries()) {
        for (const [j, part] of [re, im].entries()) {
          const frame = simd.floats(part, samples).fill(0);
          if (pair[j]) this.#load(x, pair[j], p, frame);
        }
        this.#fft.transform(re, im);
        simd.run.addProduct(transfer.re, transfer.im, re, im, sum[0], sum[1], samples);
      }
      this.#fft.transform(sum[1], sum[0]);
      for (const [j, corner] of pair.entries()) this.#take(sum[j as 0 | 1], corner, target);
    }
    simd.release(mark);
  }

  /** Phase p of x from a corner on, as far as there is any. */
  #load(x: PartedRows, corner: { row: number; column: number }, p: number, frame: Float32Array): void {
    const { scale } = this;
    const { width, height } = this.#fft;
    const [rowPhase, columnPhase] = [Math.floor(p / scale), p % scale];
    const count = Math.min(width, x.length - corner.column);
    const data = this.#simd.floats(x.at, x.rows * scale * x.length);
    for (let i = 0; i < height; i++) {
      const row = scale * (corner.row + i) + rowPhase;
      if (row >= x.rows) break;
      const from = (row * scale + columnPhase) * x.length + corner.column;
      frame.set(data.subarray(from, from + count), i * width);
    }
  }

  #take(sum: number, { row, column }: { row: number; column: number }, target: SubtractionTarget): void {
    const { width } = this.#fft;
    const columns = Math.min(this.#width, target.width - column);
    const rows = Math.min(this.#height, target.height - row);
    const result = this.#simd.floats(sum, this.#fft.samples);
    const floats = this.#simd.floats(target.at, (target.height * target.stride) / 4);
    for (let i = 0; i < rows; i++) {
      const to = ((row + i) * target.stride) / 4 + column;
      for (let j = 0; j < columns; j++) floats[to + j]! -= result[i * width + j]!;
    }
  }
}
