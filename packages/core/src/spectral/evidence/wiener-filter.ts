/**
 * Wiener's filter on the middle of one image, at its own resolution,
 *
 *     X(f) = conj(K(f)) Y(f) / (|K(f)|² + λ(f)),   λ(f) = 0.01 · 16 |f|²:
 *
 * rough, but one transform for each kernel. It is what evidence from restored images is taken from.
 */
import { cropMiddle, type PlanarImage } from "../../image/index.js";
import { Fft2d, fftLength } from "../../math/fft.js";
import type { Transfer } from "../shapes/shape.js";

/** How far the borders are faded out. */
const FADE = 16;
/** Margin of a restored image that says nothing. */
export const RESTORED_MARGIN = 20;
/** The factor of λ. */
export const WIENER_REGULARISATION = 0.01;

/** Restores one image. */
export class WienerFilter {
  readonly width: number;
  readonly height: number;
  /** The image's mean: what is restored has a mean of 0. */
  readonly mean: number;
  readonly #fft: Fft2d;
  /** Y. */
  readonly #re: Float32Array;
  readonly #im: Float32Array;

  /** @param image [1, h, w]; a part of some hundred pixels is enough */
  constructor(
    image: PlanarImage,
    readonly regularisation = WIENER_REGULARISATION,
  ) {
    this.width = shorterLength(image.width);
    this.height = shorterLength(image.height);
    this.#fft = new Fft2d(this.width, this.height);
    const { data } = cropMiddle(image, this.width, this.height);
    this.mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    this.#re = faded(data, this.width, this.height, this.mean);
    this.#im = new Float32Array(this.#re.length);
    this.#fft.forward(this.#re, this.#im);
  }

  /**
   * The image restored for a kernel and for its mirror image: from one inverse transform, as its real and its imaginary
   * part.
   *
   * @param transfer K
   */
  restored(transfer: Transfer): [kept: Float32Array, mirrored: Float32Array] {
    const [width, height] = [this.width, this.height];
    const re = new Float32Array(width * height);
    const im = new Float32Array(width * height);
    for (let row = 0; row < height; row++) {
      if (2 * row === height) continue;
      const fy = (row < height / 2 ? row : row - height) / height;
      for (let column = 0; column < width; column++) {
        // At half the sampling rate f and −f are one sample, but K(f) and K(−f) may differ.
        if (2 * column === width) continue;
        const fx = (column < width / 2 ? column : column - width) / width;
        const i = row * width + column;
        const [kr, ki] = transfer(fy, fx);
        const [yr, yi] = [this.#re[i]!, this.#im[i]!];
        const divisor = kr * kr + ki * ki + this.regularisation * 16 * (fy * fy + fx * fx);
        const scale = 1 / (Math.max(divisor, Number.MIN_VALUE) * width * height);
        // conj(K) Y + i K Y
        re[i] = scale * (kr * yr + ki * yi - (kr * yi + ki * yr));
        im[i] = scale * (kr * yi - ki * yr + (kr * yr - ki * yi));
      }
    }
    this.#fft.unscaledInverse(re, im);
    return [re, im];
  }
}

/** The largest length of at most `n` that the transform can have. */
function shorterLength(n: number): number {
  let length = n;
  while (fftLength(length) !== length) length--;
  return length;
}

/** An image without its mean, its borders faded to 0. */
function faded(data: Float32Array, width: number, height: number, mean: number): Float32Array {
  const fade = (at: number, length: number): number =>
    0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, (Math.min(at, length - 1 - at) + 0.5) / FADE));
  return data.map(
    (value, i) => (value - mean) * fade(i % width, width) * fade(Math.floor(i / width), height),
  );
}
