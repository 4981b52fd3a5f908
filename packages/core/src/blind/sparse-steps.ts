/** The steps that sparse-pair.ts is made of, in plain TypeScript. */
import { Fft2d } from "../math/fft.js";

/** A kernel's weights, row by row, origin in the middle; y = k ∗ x is convolution. */
export interface Weights {
  /** Odd. */
  readonly size: number;
  readonly data: Float64Array;
}

/** Two kernels' images of one blurred image y, as they emerge. */
export interface SparseSteps {
  /** Takes two kernels, and y for both images. */
  begin(k1: Weights, k2: Weights): void;
  /**
   * Leaves out the gradients of both images with |g|² < threshold, then
   * X = (conj(K) Y + β F(∇ᵀg)) / (|K|² + β |F(∇)|²).
   *
   * @param betas β of both
   */
  step(threshold: number, betas: readonly [number, number]): void;
  /** Both images, height × width samples each. */
  images(): [Float32Array, Float32Array];
}

/** Of both kernels, by frequency f, where that comes before −f: conj(K) Y, real and imaginary part, and |K|². */
type Filters = readonly [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

export class PlainSparseSteps implements SparseSteps {
  readonly #fft: Fft2d;
  readonly #blurred: Float32Array;
  /** Y. */
  readonly #yRe: Float32Array;
  readonly #yIm: Float32Array;
  /** |F(∇)|². */
  readonly #gradientPower: Float32Array;
  /** For each frequency f the index of −f. */
  readonly #opposite: Int32Array;
  readonly #filters: Filters;
  readonly #images: readonly [Float32Array, Float32Array];
  /** ∇ᵀg of both, and then both images. */
  readonly #re: Float32Array;
  readonly #im: Float32Array;

  /** @param blurred y: height × width samples, of lengths that {@link Fft2d} has */
  constructor(
    blurred: Float32Array,
    readonly width: number,
    readonly height: number,
  ) {
    const plane = (): Float32Array => new Float32Array(blurred.length);
    this.#fft = new Fft2d(width, height);
    this.#blurred = blurred;
    this.#yRe = blurred.slice();
    this.#yIm = plane();
    this.#fft.forward(this.#yRe, this.#yIm);
    this.#gradientPower = gradientPower(width, height);
    this.#opposite = Int32Array.from(blurred, (_, i) => {
      const [row, column] = [Math.floor(i / width), i % width];
      return ((height - row) % height) * width + ((width - column) % width);
    });
    this.#filters = [plane(), plane(), plane(), plane(), plane(), plane()];
    this.#images = [plane(), plane()];
    this.#re = plane();
    this.#im = plane();
  }

  begin(k1: Weights, k2: Weights): void {
    const { width, height } = this;
    for (const image of this.#images) image.set(this.#blurred);
    const [kRe, kIm] = [this.#re, this.#im];
    spread(k1, width, height, kRe);
    spread(k2, width, height, kIm);
    this.#fft.forward(kRe, kIm);
    const [aRe, aIm, aPower, bRe, bIm, bPower] = this.#filters;
    for (let i = 0; i < kRe.length; i++) {
      const j = this.#opposite[i]!;
      if (j < i) continue;
      // The transform of k₁ + i k₂, taken apart: both are real.
      const k1Re = 0.5 * (kRe[i]! + kRe[j]!);
      const k1Im = 0.5 * (kIm[i]! - kIm[j]!);
      const k2Re = 0.5 * (kIm[i]! + kIm[j]!);
      const k2Im = 0.5 * (kRe[j]! - kRe[i]!);
      const [yRe, yIm] = [this.#yRe[i]!, this.#yIm[i]!];
      aRe[i] = k1Re * yRe + k1Im * yIm;
      aIm[i] = k1Re * yIm - k1Im * yRe;
      aPower[i] = k1Re * k1Re + k1Im * k1Im;
      bRe[i] = k2Re * yRe + k2Im * yIm;
      bIm[i] = k2Re * yIm - k2Im * yRe;
      bPower[i] = k2Re * k2Re + k2Im * k2Im;
    }
  }

  step(threshold: number, betas: readonly [number, number]): void {
    const [re, im] = [this.#re, this.#im];
    this.#keptGradients(this.#images[0], threshold, re);
    this.#keptGradients(this.#images[1], threshold, im);
    this.#fft.forward(re, im);
    this.#filter(betas, re, im);
    this.#fft.unscaledInverse(re, im);
    this.#images[0].set(re);
    this.#images[1].set(im);
  }

  images(): [Float32Array, Float32Array] {
    return [this.#images[0].slice(), this.#images[1].slice()];
  }

  /** ∇ᵀg, of the gradients g of x whose square is at least the threshold. */
  #keptGradients(x: Float32Array, threshold: number, result: Float32Array): void {
    const { width, height } = this;
    result.fill(0);
    for (let row = 0; row < height; row++) {
      const below = row + 1 < height ? width : -row * width;
      for (let column = 0, i = row * width; column < width; column++, i++) {
        const right = column + 1 < width ? i + 1 : i + 1 - width;
        const across = x[right]! - x[i]!;
        const down = x[i + below]! - x[i]!;
        if (across * across + down * down < threshold) continue;
        result[right]! += across;
        result[i + below]! += down;
        result[i]! -= across + down;
      }
    }
  }

  /** From F(∇ᵀg₁ + i ∇ᵀg₂) to X₁ + i X₂, over the number of samples, in place. */
  #filter([beta1, beta2]: readonly [number, number], re: Float32Array, im: Float32Array): void {
    const [aRe, aIm, aPower, bRe, bIm, bPower] = this.#filters;
    const samples = re.length;
    for (let i = 0; i < samples; i++) {
      const j = this.#opposite[i]!;
      if (j < i) continue;
      const h1Re = 0.5 * (re[i]! + re[j]!);
      const h1Im = 0.5 * (im[i]! - im[j]!);
      const h2Re = 0.5 * (im[i]! + im[j]!);
      const h2Im = 0.5 * (re[j]! - re[i]!);
      const power = this.#gradientPower[i]!;
      const scale1 = 1 / (samples * Math.max(aPower[i]! + beta1 * power, Number.MIN_VALUE));
      const scale2 = 1 / (samples * Math.max(bPower[i]! + beta2 * power, Number.MIN_VALUE));
      const x1Re = scale1 * (aRe[i]! + beta1 * h1Re);
      const x1Im = scale1 * (aIm[i]! + beta1 * h1Im);
      const x2Re = scale2 * (bRe[i]! + beta2 * h2Re);
      const x2Im = scale2 * (bIm[i]! + beta2 * h2Im);
      // At −f both are the complex conjugates.
      re[i] = x1Re - x2Im;
      im[i] = x1Im + x2Re;
      re[j] = x1Re + x2Im;
      im[j] = x2Re - x1Im;
    }
  }
}

/** |F(∇)|², height × width. */
export function gradientPower(width: number, height: number): Float32Array {
  const [rows, columns] = [differencePower(height), differencePower(width)];
  return Float32Array.from(
    { length: width * height },
    (_, i) => rows[Math.floor(i / width)]! + columns[i % width]!,
  );
}

/** |exp(2πi f) − 1|² by frequency. */
function differencePower(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 2 - 2 * Math.cos((2 * Math.PI * i) / length));
}

/** The kernel round the first sample, wrapping; all else is 0. */
export function spread({ size, data }: Weights, width: number, height: number, target: Float32Array): void {
  target.fill(0);
  const origin = size >> 1;
  for (let i = 0; i < size; i++) {
    const row = (i - origin + height) % height;
    for (let j = 0; j < size; j++) {
      target[row * width + ((j - origin + width) % width)] = data[i * size + j]!;
    }
  }
}
