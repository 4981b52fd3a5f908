/**
 * The transform of math/fft.ts on the WebAssembly engine: plans for lengths that are products of 2, 3 and 5 and
 * multiples of 4.
 */
import { fftLength, passes } from "../math/fft.js";
import type { Simd } from "./simd.js";

/** Lines that are transformed side by side, as in the engine. */
const LINES = 8;

/** The smallest length of at least `n` that {@link SimdFft} can have. */
export function simdFftLength(n: number): number {
  return 4 * fftLength(Math.ceil(n / 4));
}

/** Transforms rectangles of one size in the engine's memory. */
export class SimdFft {
  readonly samples: number;
  readonly #simd: Simd;
  readonly #columnPlan: number;
  readonly #rowPlan: number;

  /** Reserves memory for the plans. */
  constructor(
    simd: Simd,
    readonly width: number,
    readonly height: number,
  ) {
    this.#simd = simd;
    this.samples = width * height;
    this.#columnPlan = storePlan(simd, height);
    this.#rowPlan = width === height ? this.#columnPlan : storePlan(simd, width);
  }

  /** In place, forward; with `re` and `im` exchanged h·w times the inverse. */
  transform(re: number, im: number): void {
    const simd = this.#simd;
    const mark = simd.mark();
    const work = simd.allocate(16 * LINES * Math.max(this.width, this.height));
    simd.run.transform(re, im, this.width, this.height, this.#columnPlan, this.#rowPlan, work);
    simd.release(mark);
  }
}

/** The list of passes that assembly/fft.ts describes. */
function storePlan(simd: Simd, length: number): number {
  const plan = passes(length);
  const records = plan.flatMap(({ radix, count, stride, cos, sin }) => {
    const twiddles = new Float32Array(2 * cos.length);
    for (let i = 0; i < cos.length; i++) {
      twiddles[2 * i] = cos[i]!;
      twiddles[2 * i + 1] = sin[i]!;
    }
    return [radix, count, stride, simd.store(twiddles)];
  });
  return simd.storeIntegers([plan.length, ...records]);
}
