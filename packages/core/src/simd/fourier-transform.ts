/** The Fourier transform on the WebAssembly engine where there is one, for samples outside its memory. */
import { Fft2d, type FourierTransform } from "../math/fft.js";
import { SimdFft } from "./fft.js";
import type { Simd } from "./simd.js";

/**
 * @param simd undefined where WebAssembly is missing; memory for the transform is reserved
 * @param width, height lengths of {@link simdFftLength}
 */
export function fourierTransform(simd: Simd | undefined, width: number, height: number): FourierTransform {
  return simd ? new CopyingFft(simd, width, height) : new Fft2d(width, height);
}

/** Copies the samples in and out, which costs a tenth of the transform. */
class CopyingFft implements FourierTransform {
  readonly #simd: Simd;
  readonly #fft: SimdFft;
  readonly #re: number;
  readonly #im: number;

  constructor(
    simd: Simd,
    readonly width: number,
    readonly height: number,
  ) {
    this.#simd = simd;
    this.#fft = new SimdFft(simd, width, height);
    this.#re = simd.allocate(4 * this.#fft.samples);
    this.#im = simd.allocate(4 * this.#fft.samples);
  }

  forward(re: Float32Array, im: Float32Array): void {
    const { samples } = this.#fft;
    this.#simd.floats(this.#re, samples).set(re);
    this.#simd.floats(this.#im, samples).set(im);
    this.#fft.transform(this.#re, this.#im);
    re.set(this.#simd.floats(this.#re, samples));
    im.set(this.#simd.floats(this.#im, samples));
  }

  unscaledInverse(re: Float32Array, im: Float32Array): void {
    this.forward(im, re);
  }
}
