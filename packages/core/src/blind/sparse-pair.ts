/**
 * The image with few gradients that two kernels would have made a blurred one of,
 *
 *     min_x  ‖k ∗ x − y‖² + λ ‖∇x‖₀ ,
 *
 * each kernel with a λ of its own. By half-quadratic splitting: the gradients g = ∇x without those that cost more than they explain, |g|² < λ/β, then x by
 *
 *     X = (conj(K) Y + β F(∇ᵀg)) / (|K|² + β |F(∇)|²),   β = 2λ, 4λ, … ,
 *
 * borders wrapping. What remains is flat but for strong edges, which is not a good picture, but one in which the blur of the edges shows.
 * Both images are one complex one: two transforms make a step of both.
 *
 * References: L. Xu, S. Zheng, J. Jia, "Unnatural L0 sparse representation for natural image deblurring", CVPR 2013; J. Pan, Z. Hu,
 * Z. Su, M.-H. Yang, "Deblurring text images via L0-regularized intensity and gradient prior", CVPR 2014.
 */
import { Fft2d } from "../math/fft.js";

/** A kernel's weights, row by row, origin in the middle; y = k ∗ x is convolution. */
export interface Weights {
  /** Odd. */
  readonly size: number;
  readonly data: Float64Array;
}

/** One of both problems. */
export interface SparseProblem {
  readonly kernel: Weights;
  /** λ, for values in [0, 1]. */
  readonly lambda: number;
}

/** β ends here: above it, fainter gradients than those of the rounding to 8 bits would be left out. */
const MAX_BETA = 30;
const BETA_GROWTH = 2;

/** Solves for pairs of kernels and one blurred image. */
export class SparsePair {
  readonly #fft: Fft2d;
  /** Y. */
  readonly #yRe: Float32Array;
  readonly #yIm: Float32Array;
  readonly #blurred: Float32Array;
  /** |F(∇)|². */
  readonly #gradientPower: Float32Array;

  /** @param blurred y: height × width samples that wrap (smooth-border.ts), of lengths that {@link Fft2d} has */
  constructor(
    blurred: Float32Array,
    readonly width: number,
    readonly height: number,
  ) {
    this.#fft = new Fft2d(width, height);
    this.#blurred = blurred;
    this.#yRe = blurred.slice();
    this.#yIm = new Float32Array(blurred.length);
    this.#fft.forward(this.#yRe, this.#yIm);
    const rows = differencePower(height);
    const columns = differencePower(width);
    this.#gradientPower = Float32Array.from(
      blurred,
      (_, i) => rows[Math.floor(i / width)]! + columns[i % width]!,
    );
  }

  /** @returns both images, height × width samples each; @param pause awaited after every step */
  async solve(
    problems: readonly [SparseProblem, SparseProblem],
    pause: () => Promise<void>,
  ): Promise<[Float32Array, Float32Array]> {
    const filters = this.#filters(problems);
    const [a, b] = [this.#blurred.slice(), this.#blurred.slice()];
    const [re, im] = [new Float32Array(a.length), new Float32Array(a.length)];
    const betas = problems.map(({ lambda }) => 2 * lambda) as [number, number];
    while (Math.min(...betas) < MAX_BETA) {
      this.#keptGradients(a, problems[0].lambda / betas[0], re);
      this.#keptGradients(b, problems[1].lambda / betas[1], im);
      this.#fft.forward(re, im);
      this.#step(filters, betas, re, im);
      this.#fft.unscaledInverse(re, im);
      a.set(re);
      b.set(im);
      betas[0] *= BETA_GROWTH;
      betas[1] *= BETA_GROWTH;
      await pause();
    }
    return [a, b];
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

  /** conj(K) Y and |K|² of both kernels. */
  #filters(problems: readonly [SparseProblem, SparseProblem]): Filters {
    const { width, height } = this;
    const [kRe, kIm] = [new Float32Array(width * height), new Float32Array(width * height)];
    spread(problems[0].kernel, width, height, kRe);
    spread(problems[1].kernel, width, height, kIm);
    this.#fft.forward(kRe, kIm);
    const result = Array.from({ length: 6 }, () => new Float32Array(width * height)) as unknown as Filters;
    const [aRe, aIm, aPower, bRe, bIm, bPower] = result;
    this.#eachPair((i, j) => {
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
    });
    return result;
  }

  /** From F(∇ᵀg₁ + i ∇ᵀg₂) to X₁ + i X₂, over the number of samples, in place. */
  #step(
    [aRe, aIm, aPower, bRe, bIm, bPower]: Filters,
    [beta1, beta2]: readonly [number, number],
    re: Float32Array,
    im: Float32Array,
  ): void {
    const samples = re.length;
    this.#eachPair((i, j) => {
      if (j < i) return;
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
    });
  }

  /** Calls with the index of every frequency f and of −f. */
  #eachPair(visit: (i: number, opposite: number) => void): void {
    const { width, height } = this;
    for (let row = 0; row < height; row++) {
      const opposite = ((height - row) % height) * width;
      for (let column = 0; column < width; column++) {
        visit(row * width + column, opposite + ((width - column) % width));
      }
    }
  }
}

/** Of both kernels, by frequency: conj(K) Y, real and imaginary part, and |K|². */
type Filters = readonly [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

/** |exp(2πi f) − 1|² by frequency. */
function differencePower(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 2 - 2 * Math.cos((2 * Math.PI * i) / length));
}

/** The kernel round the first sample, wrapping. */
function spread({ size, data }: Weights, width: number, height: number, target: Float32Array): void {
  const origin = size >> 1;
  for (let i = 0; i < size; i++) {
    const row = (i - origin + height) % height;
    for (let j = 0; j < size; j++) {
      target[row * width + ((j - origin + width) % width)] = data[i * size + j]!;
    }
  }
}
