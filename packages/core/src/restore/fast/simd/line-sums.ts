/** The sums of ../line-sums.ts on the WebAssembly engine. */
import type { Simd } from "../../../simd/simd.js";
import type { Line, LineSums } from "../line-sums.js";
import { Correlation } from "./correlation.js";

export class SimdLineSums implements LineSums {
  readonly #simd: Simd;
  readonly #length: number;
  /** Samples from line to line. */
  readonly #stride: number;
  readonly #sources: number;
  readonly #result: number;
  /** Addresses of pairs of an offset in bytes and a weight, line by line, and how many there are. */
  readonly #taps: readonly { at: number; count: number }[];

  /**
   * @param lines the weights
   * @param count, length of the lines of samples
   */
  constructor(simd: Simd, lines: readonly Line[], count: number, length: number) {
    this.#simd = simd;
    this.#length = length;
    // The last block of sums reads beyond the end of a line: numbers, of which nothing is used.
    this.#stride = Correlation.room(length) + Correlation.room(lines.length);
    this.#sources = simd.zeros(count * this.#stride);
    this.#result = simd.zeros(Correlation.room(length));
    this.#taps = lines.map(({ offsets, weights }) => {
      const at = simd.zeros(2 * offsets.length);
      const places = new Uint32Array(simd.run.memory.buffer, at, 2 * offsets.length);
      const values = simd.floats(at, 2 * offsets.length);
      for (const [t, offset] of offsets.entries()) {
        places[2 * t] = 4 * offset;
        values[2 * t + 1] = weights[t]!;
      }
      return { at, count: offsets.length };
    });
  }

  source(i: number): Float32Array {
    return this.#simd.floats(this.#sources + 4 * i * this.#stride, this.#length);
  }

  clear(): void {
    this.#simd.floats(this.#result, Correlation.room(this.#length)).fill(0);
  }

  subtract(i: number, line: number, start: number, count: number): void {
    const { at, count: taps } = this.#taps[line]!;
    const from = this.#sources + 4 * (i * this.#stride + start);
    this.#simd.run.subtractCorrelated(from, at, taps, this.#result, count);
  }

  result(): Float32Array {
    return this.#simd.floats(this.#result, this.#length);
  }
}
