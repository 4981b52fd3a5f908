/** Sums over weights along lines of samples (unknown-part.ts): in plain TypeScript here, and in simd/line-sums.ts. */

/** Weights along a line. */
export interface Line {
  /** From the first sample of the line, ≥ 0. */
  readonly offsets: readonly number[];
  readonly weights: readonly number[];
}

/** Lines of samples and of weights, and one line of sums. */
export interface LineSums {
  /** The samples of line i, as a view that is valid until something is reserved. */
  source(i: number): Float32Array;
  /** Sets the sums to 0. */
  clear(): void;
  /** sum[j] ← sum[j] − Σ_t weight_t · source_i[start + j + offset_t], j < count, of one line of weights. */
  subtract(i: number, line: number, start: number, count: number): void;
  /** The sums, as a view that is valid until something is reserved. */
  result(): Float32Array;
}

/** In plain TypeScript. */
export class PlainLineSums implements LineSums {
  readonly #lines: readonly Line[];
  readonly #sources: readonly Float32Array[];
  readonly #result: Float32Array;

  /**
   * @param lines the weights
   * @param count, length of the lines of samples
   */
  constructor(lines: readonly Line[], count: number, length: number) {
    this.#lines = lines;
    this.#sources = Array.from({ length: count }, () => new Float32Array(length));
    this.#result = new Float32Array(length);
  }

  source(i: number): Float32Array {
    return this.#sources[i]!;
  }

  clear(): void {
    this.#result.fill(0);
  }

  subtract(i: number, line: number, start: number, count: number): void {
    const source = this.#sources[i]!;
    const { offsets, weights } = this.#lines[line]!;
    const result = this.#result;
    for (let t = 0; t < offsets.length; t++) {
      const weight = weights[t]!;
      const from = start + offsets[t]!;
      for (let j = 0; j < count; j++) result[j]! -= weight * source[from + j]!;
    }
  }

  result(): Float32Array {
    return this.#result;
  }
}
