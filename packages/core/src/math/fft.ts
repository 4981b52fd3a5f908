/**
 * The discrete Fourier transform of complex rectangles,
 *
 *     X[k, l] = Σ_{i,j} x[i, j] · exp(−2πi (i·k/h + j·l/w)),
 *
 * for sides that are products of 2, 3 and 5. Self-sorting (Stockham's) decimation in frequency: with n = r·m, one
 * pass takes r samples m apart, applies the butterfly of radix r and the twiddle factors exp(−2πi p·k/n), and leaves
 * r interleaved transforms of length m. Several columns (or rows) go through the passes side by side, so that the
 * inner loops run over neighbouring samples with constant twiddle factors.
 *
 * The inverse without its factor,
 *
 *     h·w · x[i, j] = Σ_{k,l} X[k, l] · exp(+2πi (i·k/h + j·l/w)),
 *
 * is the forward transform with the real and the imaginary part swapped, before and after. Two real images make one
 * complex one: a filter with real weights acts on both parts alike, so the parts of the result are the two images
 * filtered.
 *
 * Reference: C. Van Loan, "Computational Frameworks for the Fast Fourier Transform", SIAM 1992, section 1.7.
 */

/** Lines (columns or rows) transformed side by side. */
const LINES = 8;

const SIN60 = Math.sqrt(3) / 2;
const COS72 = (Math.sqrt(5) - 1) / 4;
const COS144 = -(Math.sqrt(5) + 1) / 4;
const SIN72 = Math.sqrt(10 + 2 * Math.sqrt(5)) / 4;
const SIN144 = Math.sqrt(10 - 2 * Math.sqrt(5)) / 4;

/** The smallest length of at least `n` that {@link Fft2d} can have: 2^a · 3^b · 5^c. */
export function fftLength(n: number): number {
  for (let length = n; ; length++) {
    let rest = length;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return length;
  }
}

/** The factors of lengths. */
type Radix = 2 | 3 | 4 | 5;

/** The order in which passes take them. */
const RADICES: readonly Radix[] = [4, 2, 3, 5];

/** One pass over lines of length r·m: where it is in the transform, and its twiddle factors. */
export interface Pass {
  readonly radix: Radix;
  /** m: butterflies per transform. */
  readonly count: number;
  /** Transforms interleaved so far, the product of the radices before. */
  readonly stride: number;
  /** cos and −sin of 2π p·k/n, for p < m, 1 ≤ k < r. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** The passes of a transform of this length, one of {@link fftLength}. */
export function passes(length: number): Pass[] {
  const result: Pass[] = [];
  let n = length;
  for (const radix of RADICES) {
    while (n % radix === 0) {
      const count = n / radix;
      const factors = Array.from({ length: count * (radix - 1) }, (_, i) => {
        const p = Math.floor(i / (radix - 1));
        const k = (i % (radix - 1)) + 1;
        return (-2 * Math.PI * p * k) / n;
      });
      result.push({
        radix,
        count,
        stride: length / n,
        cos: Float64Array.from(factors, Math.cos),
        sin: Float64Array.from(factors, Math.sin),
      });
      n = count;
    }
  }
  return result;
}

/** Transforms rectangles of one size in place. */
export interface FourierTransform {
  readonly width: number;
  readonly height: number;
  /**
   * Forward.
   *
   * @param re, im real and imaginary part, row by row
   */
  forward(re: Float32Array, im: Float32Array): void;
  /**
   * Back: the result is h·w times the inverse transform, for callers that have the factor elsewhere.
   *
   * @param re, im real and imaginary part, row by row
   */
  unscaledInverse(re: Float32Array, im: Float32Array): void;
}

/** Samples of either precision: between rows and columns they are rounded to it. */
type Samples = Float32Array | Float64Array;

/** The transform in plain TypeScript. Keeps its twiddle factors and work space. */
export class Fft2d implements FourierTransform {
  readonly #columnPasses: readonly Pass[];
  readonly #rowPasses: readonly Pass[];
  /** Two pairs of buffers that the passes alternate between, [length][lines]. */
  readonly #re: readonly [Float64Array, Float64Array];
  readonly #im: readonly [Float64Array, Float64Array];

  /** @param width, height sides, of which {@link fftLength} is the identity */
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#rowPasses = passes(width);
    this.#columnPasses = passes(height);
    const samples = LINES * Math.max(width, height);
    this.#re = [new Float64Array(samples), new Float64Array(samples)];
    this.#im = [new Float64Array(samples), new Float64Array(samples)];
  }

  forward(re: Samples, im: Samples): void {
    this.#transform(re, im);
  }

  unscaledInverse(re: Samples, im: Samples): void {
    this.#transform(im, re);
  }

  #transform(re: Samples, im: Samples): void {
    const { width, height } = this;
    for (let x = 0; x < width; x += LINES) {
      const lines = Math.min(LINES, width - x);
      for (let y = 0, i = 0; y < height; y++) {
        for (let from = y * width + x, end = from + lines; from < end; from++, i++) {
          this.#re[0][i] = re[from]!;
          this.#im[0][i] = im[from]!;
        }
      }
      const at = this.#run(this.#columnPasses, lines);
      const [outRe, outIm] = [this.#re[at], this.#im[at]];
      for (let y = 0, i = 0; y < height; y++) {
        for (let to = y * width + x, end = to + lines; to < end; to++, i++) {
          re[to] = outRe[i]!;
          im[to] = outIm[i]!;
        }
      }
    }
    for (let y = 0; y < height; y += LINES) {
      const lines = Math.min(LINES, height - y);
      for (let line = 0; line < lines; line++) {
        const start = (y + line) * width;
        for (let x = 0, i = line; x < width; x++, i += lines) {
          this.#re[0][i] = re[start + x]!;
          this.#im[0][i] = im[start + x]!;
        }
      }
      const at = this.#run(this.#rowPasses, lines);
      const [outRe, outIm] = [this.#re[at], this.#im[at]];
      for (let line = 0; line < lines; line++) {
        const start = (y + line) * width;
        for (let x = 0, i = line; x < width; x++, i += lines) {
          re[start + x] = outRe[i]!;
          im[start + x] = outIm[i]!;
        }
      }
    }
  }

  /** Runs the passes on the lines in buffer 0; returns the buffer that holds the result. */
  #run(plan: readonly Pass[], lines: number): 0 | 1 {
    let at: 0 | 1 = 0;
    for (const pass of plan) {
      const to: 0 | 1 = at === 0 ? 1 : 0;
      BUTTERFLIES[pass.radix](pass, lines, this.#re[at], this.#im[at], this.#re[to], this.#im[to]);
      at = to;
    }
    return at;
  }
}

type Butterfly = (
  pass: Pass,
  lines: number,
  re: Float64Array,
  im: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
) => void;

const radix2: Butterfly = ({ count, stride, cos, sin }, lines, re, im, toRe, toIm) => {
  const run = stride * lines;
  const span = count * run;
  for (let p = 0; p < count; p++) {
    const c = cos[p]!;
    const s = sin[p]!;
    let o = 2 * p * run;
    for (let i = p * run, end = i + run; i < end; i++, o++) {
      const ar = re[i]!;
      const ai = im[i]!;
      const br = re[i + span]!;
      const bi = im[i + span]!;
      const dr = ar - br;
      const di = ai - bi;
      toRe[o] = ar + br;
      toIm[o] = ai + bi;
      toRe[o + run] = dr * c - di * s;
      toIm[o + run] = dr * s + di * c;
    }
  }
};

const radix3: Butterfly = ({ count, stride, cos, sin }, lines, re, im, toRe, toIm) => {
  const run = stride * lines;
  const span = count * run;
  for (let p = 0; p < count; p++) {
    const c1 = cos[2 * p]!;
    const s1 = sin[2 * p]!;
    const c2 = cos[2 * p + 1]!;
    const s2 = sin[2 * p + 1]!;
    let o = 3 * p * run;
    for (let i = p * run, end = i + run; i < end; i++, o++) {
      const ar = re[i]!;
      const ai = im[i]!;
      const tr = re[i + span]! + re[i + 2 * span]!;
      const ti = im[i + span]! + im[i + 2 * span]!;
      const ur = SIN60 * (im[i + span]! - im[i + 2 * span]!);
      const ui = SIN60 * (re[i + 2 * span]! - re[i + span]!);
      const mr = ar - 0.5 * tr;
      const mi = ai - 0.5 * ti;
      toRe[o] = ar + tr;
      toIm[o] = ai + ti;
      toRe[o + run] = (mr + ur) * c1 - (mi + ui) * s1;
      toIm[o + run] = (mr + ur) * s1 + (mi + ui) * c1;
      toRe[o + 2 * run] = (mr - ur) * c2 - (mi - ui) * s2;
      toIm[o + 2 * run] = (mr - ur) * s2 + (mi - ui) * c2;
    }
  }
};

const radix4: Butterfly = ({ count, stride, cos, sin }, lines, re, im, toRe, toIm) => {
  const run = stride * lines;
  const span = count * run;
  for (let p = 0; p < count; p++) {
    const c1 = cos[3 * p]!;
    const s1 = sin[3 * p]!;
    const c2 = cos[3 * p + 1]!;
    const s2 = sin[3 * p + 1]!;
    const c3 = cos[3 * p + 2]!;
    const s3 = sin[3 * p + 2]!;
    let o = 4 * p * run;
    for (let i = p * run, end = i + run; i < end; i++, o++) {
      const evenR = re[i]! + re[i + 2 * span]!;
      const evenI = im[i]! + im[i + 2 * span]!;
      const oddR = re[i]! - re[i + 2 * span]!;
      const oddI = im[i]! - im[i + 2 * span]!;
      const sumR = re[i + span]! + re[i + 3 * span]!;
      const sumI = im[i + span]! + im[i + 3 * span]!;
      // −i · (x₁ − x₃).
      const turnR = im[i + span]! - im[i + 3 * span]!;
      const turnI = re[i + 3 * span]! - re[i + span]!;
      toRe[o] = evenR + sumR;
      toIm[o] = evenI + sumI;
      toRe[o + run] = (oddR + turnR) * c1 - (oddI + turnI) * s1;
      toIm[o + run] = (oddR + turnR) * s1 + (oddI + turnI) * c1;
      toRe[o + 2 * run] = (evenR - sumR) * c2 - (evenI - sumI) * s2;
      toIm[o + 2 * run] = (evenR - sumR) * s2 + (evenI - sumI) * c2;
      toRe[o + 3 * run] = (oddR - turnR) * c3 - (oddI - turnI) * s3;
      toIm[o + 3 * run] = (oddR - turnR) * s3 + (oddI - turnI) * c3;
    }
  }
};

const radix5: Butterfly = ({ count, stride, cos, sin }, lines, re, im, toRe, toIm) => {
  const run = stride * lines;
  const span = count * run;
  for (let p = 0; p < count; p++) {
    let o = 5 * p * run;
    for (let i = p * run, end = i + run; i < end; i++, o++) {
      const ar = re[i]!;
      const ai = im[i]!;
      // Sums and differences of the samples that mirror each other: x₁ ± x₄, x₂ ± x₃.
      const p1r = re[i + span]! + re[i + 4 * span]!;
      const p1i = im[i + span]! + im[i + 4 * span]!;
      const m1r = re[i + span]! - re[i + 4 * span]!;
      const m1i = im[i + span]! - im[i + 4 * span]!;
      const p2r = re[i + 2 * span]! + re[i + 3 * span]!;
      const p2i = im[i + 2 * span]! + im[i + 3 * span]!;
      const m2r = re[i + 2 * span]! - re[i + 3 * span]!;
      const m2i = im[i + 2 * span]! - im[i + 3 * span]!;
      const e1r = ar + COS72 * p1r + COS144 * p2r;
      const e1i = ai + COS72 * p1i + COS144 * p2i;
      const e2r = ar + COS144 * p1r + COS72 * p2r;
      const e2i = ai + COS144 * p1i + COS72 * p2i;
      // −i · (differences).
      const o1r = SIN72 * m1i + SIN144 * m2i;
      const o1i = -SIN72 * m1r - SIN144 * m2r;
      const o2r = SIN144 * m1i - SIN72 * m2i;
      const o2i = -SIN144 * m1r + SIN72 * m2r;
      toRe[o] = ar + p1r + p2r;
      toIm[o] = ai + p1i + p2i;
      turn(toRe, toIm, o + run, e1r + o1r, e1i + o1i, cos[4 * p]!, sin[4 * p]!);
      turn(toRe, toIm, o + 2 * run, e2r + o2r, e2i + o2i, cos[4 * p + 1]!, sin[4 * p + 1]!);
      turn(toRe, toIm, o + 3 * run, e2r - o2r, e2i - o2i, cos[4 * p + 2]!, sin[4 * p + 2]!);
      turn(toRe, toIm, o + 4 * run, e1r - o1r, e1i - o1i, cos[4 * p + 3]!, sin[4 * p + 3]!);
    }
  }
};

/** to[i] = (re + i·im) · (cos + i·sin). */
function turn(
  toRe: Float64Array,
  toIm: Float64Array,
  i: number,
  re: number,
  im: number,
  cos: number,
  sin: number,
): void {
  toRe[i] = re * cos - im * sin;
  toIm[i] = re * sin + im * cos;
}

const BUTTERFLIES = { 2: radix2, 3: radix3, 4: radix4, 5: radix5 } as const;
