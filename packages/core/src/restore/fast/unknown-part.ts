/**
 * A Aᵀ u on the known pixels of a frame, for a u that is 0 on them (known-part.ts). A Aᵀ is a correlation with
 *
 *     c[d] = Σ_m k[m] k[m + s·d],
 *
 * which reaches from the unknown pixels into the known ones by less than n/s. Of a narrow kernel the sum over c there
 * takes less time than the transforms of whole frames.
 */
import type { Rectangle } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import type { Line, LineSums } from "./line-sums.js";

/**
 * The time of a product of the sum, in that of a sample of a tile in a transform and its inverse, over log₂ of the
 * number of samples. Measured on the engine; in plain TypeScript both take some ten times as long.
 */
const PRODUCT_COST = 0.4;

/** One axis of a frame: its length, the distance of neighbours in a plane, and which of its samples are known. */
interface Axis {
  readonly length: number;
  readonly step: number;
  readonly start: number;
  readonly known: number;
}

/** For frames of one size, degraded by one kernel; borders wrap. */
export class UnknownPart {
  /** Whether {@link subtract} takes less time than to multiply by the transform. */
  readonly isNarrow: boolean;
  readonly #width: number;
  readonly #height: number;
  /** ⌊(n − 1)/s⌋. */
  readonly #reach: number;
  readonly #rows: LineSums;
  readonly #columns: LineSums;

  /** @param sums makes room for sums of lines of c over at most `count` lines of `length` samples */
  constructor(
    kernel: Kernel,
    scale: number,
    { width, height }: { readonly width: number; readonly height: number },
    sums: (lines: readonly Line[], count: number, length: number) => LineSums,
  ) {
    const reach = Math.floor((kernel.size - 1) / scale);
    this.#width = width;
    this.#height = height;
    this.#reach = reach;
    const weights = autocorrelation(kernel, scale, reach);
    const side = 2 * reach + 1;
    const lines = (at: (across: number, along: number) => number): Line[] =>
      Array.from({ length: side }, (_, across) => {
        const nonzero = Array.from({ length: side }, (_, i) => i).filter((i) => weights[at(across, i)] !== 0);
        return { offsets: nonzero, weights: nonzero.map((i) => weights[at(across, i)]!) };
      });
    const rows = lines((y, x) => y * side + x);
    const columns = lines((x, y) => y * side + x);
    const products = (of: readonly Line[]): number =>
      of.reduce((sum, { offsets }, i) => sum + Math.abs(i - reach) * offsets.length, 0);
    const samples = width * height;
    this.isNarrow =
      PRODUCT_COST * (products(rows) * width + products(columns) * height) < samples * Math.log2(samples);
    this.#rows = sums(rows, Math.min(2 * reach, height), width + 2 * reach);
    this.#columns = sums(columns, Math.min(2 * reach, width), height + 2 * reach);
  }

  /**
   * target ← target − A Aᵀ u in the area.
   *
   * @param u what it has in the area counts as 0
   * @param area where y is known
   */
  subtract(target: Float32Array, u: Float32Array, area: Rectangle): void {
    const x = { length: this.#width, step: 1, start: area.x, known: area.width };
    const y = { length: this.#height, step: this.#width, start: area.y, known: area.height };
    this.#subtractLines(target, u, y, { ...x, start: 0, known: x.length }, x, this.#rows);
    // The corners are part of the rows.
    this.#subtractLines(target, u, x, y, y, this.#columns);
  }

  /**
   * The lines of u beside those of the area.
   *
   * @param counted the samples of a line of u that count
   * @param along the samples of the sum
   */
  #subtractLines(
    target: Float32Array,
    u: Float32Array,
    across: Axis,
    counted: Axis,
    along: Axis,
    sums: LineSums,
  ): void {
    const reach = this.#reach;
    const unknown = across.length - across.known;
    const end = across.start + across.known;
    const near = Array.from({ length: unknown }, (_, i) => i)
      .filter((i) => i < reach || unknown - i <= reach)
      .map((i) => wrapped(end + i, across.length));
    if (near.length === 0) return;
    for (const [i, line] of near.entries()) {
      const source = sums.source(i).fill(0);
      const from = line * across.step;
      for (let j = -reach; j < along.length + reach; j++) {
        const at = wrapped(j, along.length);
        if (at < counted.start || at >= counted.start + counted.known) continue;
        source[j + reach] = u[from + at * along.step]!;
      }
    }
    for (let to = across.start; to < end; to++) {
      const isNear = to - across.start < reach || end - to <= reach;
      if (!isNear) continue;
      sums.clear();
      for (const [i, line] of near.entries()) {
        // The borders wrap: in a small frame a line may be near on both sides, and more than once.
        const distance = wrapped(line - to + reach, across.length) - reach;
        for (let d = distance; d <= reach; d += across.length)
          sums.subtract(i, d + reach, along.start, along.known);
      }
      const result = sums.result();
      let at = to * across.step + along.start * along.step;
      for (let j = 0; j < along.known; j++, at += along.step) target[at]! += result[j]!;
    }
  }
}

/** i mod n, in [0, n). */
function wrapped(i: number, n: number): number {
  const rest = i % n;
  return rest < 0 ? rest + n : rest;
}

/** c, row by row, both indices from −reach to reach. */
function autocorrelation({ size, data }: Kernel, scale: number, reach: number): Float64Array {
  const side = 2 * reach + 1;
  return Float64Array.from({ length: side * side }, (_, i) => {
    const down = scale * (Math.floor(i / side) - reach);
    const across = scale * ((i % side) - reach);
    let sum = 0;
    for (let u = Math.max(0, -down); u < Math.min(size, size - down); u++) {
      for (let v = Math.max(0, -across); v < Math.min(size, size - across); v++) {
        sum += data[u * size + v]! * data[(u + down) * size + v + across]!;
      }
    }
    return sum;
  });
}
