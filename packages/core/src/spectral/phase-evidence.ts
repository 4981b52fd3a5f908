/**
 * Which of a kernel and its mirror image blurred an image. Both have the same power spectrum, but only one of them restores
 * the sharp edges and flat areas that scenes have. Both restore the image at its own
 * resolution,
 *
 *     X(f) = conj(K(f)) Y(f) / (|K(f)|² + λ(f)),   λ(f) = 0.01 · 16 |f|²,
 *
 * and the roughness of the result x, the mean over its horizontal and vertical differences g (in levels of 255)
 *
 *     R(x) = mean log(1 + g²/9),
 *
 * is lower for the right one. The comparison is fair because both kernels are equally wide: of kernels of different widths R
 * would prefer the narrowest.
 *
 * Reference: A. Goldstein, R. Fattal, "Blur-Kernel Estimation from Spectral Irregularities", ECCV 2012, recover the phase
 * after the power spectrum as well, and choose among results by sparsity.
 */
import { cropMiddle, type PlanarImage } from "../image/index.js";
import { Fft2d, fftLength } from "../math/fft.js";
import type { Transfer } from "./shapes/shape.js";

/** How far the borders are faded out. */
const FADE = 16;
/** Margin that R leaves out. */
const MARGIN = 20;
const REGULARISATION = 0.01;
const LEVEL = 3 / 255;

/** Restores one image by pairs of kernels. */
export class PhaseEvidence {
  readonly #width: number;
  readonly #height: number;
  readonly #fft: Fft2d;
  /** Y. */
  readonly #re: Float32Array;
  readonly #im: Float32Array;

  /** @param image [1, h, w]; a part of some hundred pixels is enough */
  constructor(image: PlanarImage) {
    this.#width = shorterLength(image.width);
    this.#height = shorterLength(image.height);
    this.#fft = new Fft2d(this.#width, this.#height);
    this.#re = middle(image, this.#width, this.#height);
    this.#im = new Float32Array(this.#re.length);
    this.#fft.forward(this.#re, this.#im);
  }

  /**
   * @param transfer K
   * @returns log(R(mirror image) / R(kernel)): positive if the kernel fits the image better than its mirror image
   */
  preference(transfer: Transfer): number {
    const [kept, mirrored] = this.#restored(transfer);
    const [a, b] = [this.#roughness(kept), this.#roughness(mirrored)];
    return a > 0 && b > 0 ? Math.log(b / a) : 0;
  }

  /** Both results from one inverse transform, as its real and its imaginary part. */
  #restored(transfer: Transfer): [Float32Array, Float32Array] {
    const [width, height] = [this.#width, this.#height];
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
        const divisor = kr * kr + ki * ki + REGULARISATION * 16 * (fy * fy + fx * fx);
        const scale = 1 / (Math.max(divisor, Number.MIN_VALUE) * width * height);
        // conj(K) Y + i K Y
        re[i] = scale * (kr * yr + ki * yi - (kr * yi + ki * yr));
        im[i] = scale * (kr * yi - ki * yr + (kr * yr - ki * yi));
      }
    }
    this.#fft.unscaledInverse(re, im);
    return [re, im];
  }

  #roughness(x: Float32Array): number {
    const width = this.#width;
    let sum = 0;
    for (let row = MARGIN; row < this.#height - MARGIN; row++) {
      for (let i = row * width + MARGIN, end = (row + 1) * width - MARGIN; i < end; i++) {
        const across = (x[i + 1]! - x[i]!) / LEVEL;
        const down = (x[i + width]! - x[i]!) / LEVEL;
        sum += Math.log1p(across * across) + Math.log1p(down * down);
      }
    }
    return sum;
  }
}

/** The largest length of at most `n` that the transform can have. */
function shorterLength(n: number): number {
  let length = n;
  while (fftLength(length) !== length) length--;
  return length;
}

/** The middle of an image without its mean, its borders faded to 0. */
function middle(image: PlanarImage, width: number, height: number): Float32Array {
  const { data: piece } = cropMiddle(image, width, height);
  const mean = piece.reduce((sum, value) => sum + value, 0) / piece.length;
  const fade = (at: number, length: number): number =>
    0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, (Math.min(at, length - 1 - at) + 0.5) / FADE));
  return piece.map(
    (value, i) => (value - mean) * fade(i % width, width) * fade(Math.floor(i / width), height),
  );
}
