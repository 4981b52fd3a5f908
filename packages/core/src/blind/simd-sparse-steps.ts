/** The steps of sparse-steps.ts on the WebAssembly engine. */
import { SimdFft } from "../simd/fft.js";
import type { Simd } from "../simd/simd.js";
import { gradientPower, type SparseSteps, spread, type Weights } from "./sparse-steps.js";

/** conj(K) Y, real and imaginary part, and |K|², of both kernels. */
const FILTERS = 6;
/** What vectors read beyond a rectangle's end. */
const BEYOND = 4;

export class SimdSparseSteps implements SparseSteps {
  readonly #simd: Simd;
  readonly #fft: SimdFft;
  readonly #blurred: Float32Array;
  /** Addresses of rectangles: Y, and |F(∇)|². */
  readonly #yRe: number;
  readonly #yIm: number;
  readonly #gradientPower: number;
  readonly #filters: number;
  /** Of a transform, its frequencies reversed. */
  readonly #reversedRe: number;
  readonly #reversedIm: number;
  /** Both images, and what becomes the next two. */
  #images: readonly [number, number];
  #next: readonly [number, number];
  readonly #lines: number;

  /** @param blurred y: height × width samples, of lengths that {@link SimdFft} has */
  constructor(
    simd: Simd,
    blurred: Float32Array,
    readonly width: number,
    readonly height: number,
  ) {
    const plane = (): number => simd.allocate(4 * (blurred.length + BEYOND));
    this.#simd = simd;
    this.#fft = new SimdFft(simd, width, height);
    this.#blurred = blurred;
    this.#yRe = simd.store(blurred);
    this.#yIm = simd.zeros(blurred.length);
    this.#fft.transform(this.#yRe, this.#yIm);
    this.#gradientPower = simd.store(gradientPower(width, height));
    this.#filters = simd.allocate(4 * FILTERS * blurred.length);
    this.#reversedRe = plane();
    this.#reversedIm = plane();
    this.#images = [plane(), plane()];
    this.#next = [plane(), plane()];
    this.#lines = simd.allocate(4 * 3 * (width + BEYOND));
  }

  begin(k1: Weights, k2: Weights): void {
    const { width, height } = this;
    const { samples } = this.#fft;
    const [re, im] = this.#next;
    for (const image of this.#images) this.#simd.floats(image, samples).set(this.#blurred);
    spread(k1, width, height, this.#simd.floats(re, samples));
    spread(k2, width, height, this.#simd.floats(im, samples));
    this.#transformWithReversed(re, im);
    this.#simd.run.pairFilters(
      re,
      im,
      this.#reversedRe,
      this.#reversedIm,
      this.#yRe,
      this.#yIm,
      this.#filters,
      samples,
    );
  }

  step(threshold: number, [beta1, beta2]: readonly [number, number]): void {
    const { run } = this.#simd;
    const [re, im] = this.#next;
    for (const [i, image] of this.#images.entries()) {
      run.keptGradients(image, this.width, this.height, threshold, this.#next[i as 0 | 1], this.#lines);
    }
    this.#transformWithReversed(re, im);
    run.pairStep(
      re,
      im,
      this.#reversedRe,
      this.#reversedIm,
      this.#filters,
      this.#gradientPower,
      beta1,
      beta2,
      this.#fft.samples,
    );
    this.#fft.transform(im, re);
    [this.#images, this.#next] = [this.#next, this.#images];
  }

  images(): [Float32Array, Float32Array] {
    const image = (i: 0 | 1): Float32Array => this.#simd.floats(this.#images[i], this.#fft.samples).slice();
    return [image(0), image(1)];
  }

  #transformWithReversed(re: number, im: number): void {
    this.#fft.transform(re, im);
    this.#simd.run.reverseFrequencies(re, this.width, this.height, this.#reversedRe);
    this.#simd.run.reverseFrequencies(im, this.width, this.height, this.#reversedIm);
  }
}
