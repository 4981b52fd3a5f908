/**
 * The power spectrum of an image by Welch's method: the mean over blocks that overlap by half,
 *
 *     S(f) = Σ_b |F(h · (y_b − ȳ_b))(f)|² / v_b  /  Σ_b Σ h²/ v_b,   h a Hann window,
 *
 * f in cycles per pixel. v_b is the block's variance plus a little: the blocks have about the same weight, so that one
 * hard edge does not outweigh a field of grass. White noise of variance σ² adds σ² to S.
 *
 * Only textured blocks are used. The scene is not equally sharp everywhere: what lies before or behind the focus is
 * soft, and makes a kernel look wider than it is. With `sharpest` below 1 only that share of the blocks is used, those
 * with the most power at 0.2 ≤ |f| < 0.4 compared with 0.06 ≤ |f| < 0.15, the noise's share taken out of both.
 *
 * Reference: P. Welch, "The use of fast Fourier transform for the estimation of power spectra", IEEE Trans. Audio and
 * Electroacoustics 15(2), 1967.
 */
import type { PlanarImage } from "../../image/index.js";
import { Fft2d } from "../../math/fft.js";
import { noPause, type Pause } from "../../pause.js";

/** The smallest number of textured blocks to choose from. */
const MIN_BLOCKS = 6;
/** Of a large image no more blocks than about this are used, spread evenly: some 0.1 s. */
const MAX_BLOCKS = 800;

/**
 * Which blocks are averaged, and what of JPEG's error is noise. `npm run bench:fit-blur` prints what other values give
 * on named photographs.
 */
export interface SpectrumConstants {
  /** Added to a block's variance, as a standard deviation in gray levels of 255: flatter blocks have less weight. */
  readonly flat: number;
  /** A block has texture if its variance is this many times that of `flat` and the noise's, together. */
  readonly texture: number;
  /** Bands whose powers say which blocks are sharp, in cycles per pixel. */
  readonly fine: readonly [from: number, to: number];
  readonly coarse: readonly [from: number, to: number];
  /**
   * q of jpeg-spectrum.ts: the share of JPEG's mean squared error that is noise in the model of the spectrum; above
   * scale 1 that is white. Not all of it, as rounding takes from some coefficients about what it adds to others.
   */
  readonly compressedNoise: number;
  /**
   * τ of jpeg-spectrum.ts; `npm run bench:fit-wide -- PATH… --only compressed` prints what others give for the widths.
   * Larger ones find more disks, and mix more of them with Gaussians.
   */
  readonly compressedDeviation: number;
}

export const SPECTRUM_CONSTANTS: SpectrumConstants = {
  flat: 4,
  texture: 2,
  fine: [0.2, 0.4],
  coarse: [0.06, 0.15],
  compressedNoise: 0.25,
  compressedDeviation: 0.5,
};

/** S at f = (row, column) / size, both modulo size. */
export interface PowerSpectrum {
  /** Side of the blocks. */
  readonly size: number;
  /** size × size, row by row; symmetric about 0. */
  readonly power: Float64Array;
  /** Number of blocks of equal weight that would be as good an average: (Σ w)² / Σ w². */
  readonly effectiveBlocks: number;
}

/** How to average. */
export interface PowerSpectrumOptions {
  /** Standard deviation of the image's noise; default 0. */
  readonly noise?: number;
  /** The share of the textured blocks that is used, the sharper ones; default 1. */
  readonly sharpest?: number;
  readonly constants?: SpectrumConstants | undefined;
  /** Awaited between pieces of work of a millisecond at most; may throw. */
  readonly pause?: Pause;
}

/**
 * Measures the power spectrum.
 *
 * @param image [1, h, w], both sides at least `size`.
 * @param size side of the blocks, a length of {@link Fft2d}.
 */
export async function powerSpectrum(
  image: PlanarImage,
  size: number,
  { noise = 0, sharpest = 1, constants = SPECTRUM_CONSTANTS, pause = noPause }: PowerSpectrumOptions = {},
): Promise<PowerSpectrum> {
  const window = Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size),
  );
  const energy = window.reduce((sum, h) => sum + h * h, 0) ** 2;
  const transform = new BlockTransform(image, window, constants);
  const corners = blockCorners(image, size);
  const power = new Float64Array(size * size);
  let weights = 0;
  let squares = 0;
  const textured = texturedBlocks(transform, corners, constants.texture * (transform.flat + noise ** 2));
  const used =
    sharpest < 1 ? await sharpestBlocks(transform, textured, sharpest, noise ** 2 * energy, pause) : textured;
  for (const [first, second] of pairs(used)) {
    // Two blocks in one transform: |F(a + ib)|² at f and at −f have the mean |F(a)|² + |F(b)|².
    const [a, b] = transform.load(first, second);
    weights += a + b;
    squares += a * a + b * b;
    const { re, im } = transform;
    for (let j = 0; j < power.length; j++) power[j]! += re[j]! * re[j]! + im[j]! * im[j]!;
    await pause();
  }
  const even = power.map((value, j) => (value + power[opposite(j, size)]!) / (2 * energy * weights));
  return { size, power: even, effectiveBlocks: weights ** 2 / squares };
}

/** The corner of a block. */
interface Corner {
  readonly y: number;
  readonly x: number;
}

/** The textured blocks; all blocks if hardly any has texture. */
function texturedBlocks(
  transform: BlockTransform,
  corners: readonly Corner[],
  minVariance: number,
): readonly Corner[] {
  const textured = corners.filter((corner) => transform.variance(corner) > minVariance);
  return textured.length > MIN_BLOCKS ? textured : corners;
}

/** The share of the blocks with the most fine detail. */
async function sharpestBlocks(
  transform: BlockTransform,
  textured: readonly Corner[],
  share: number,
  noisePower: number,
  pause: Pause,
): Promise<readonly Corner[]> {
  if (textured.length <= MIN_BLOCKS) return textured;
  const count = Math.max(MIN_BLOCKS, Math.round(share * textured.length));
  const sharpness: { corner: Corner; fine: number }[] = [];
  for (const [first, second] of pairs(textured)) {
    const weights = transform.load(first, second);
    const [a, b] = transform.fineShares(weights[0] * noisePower, weights[1] * noisePower);
    sharpness.push({ corner: first, fine: a });
    if (second) sharpness.push({ corner: second, fine: b });
    await pause();
  }
  sharpness.sort((a, b) => b.fine - a.fine);
  return sharpness.slice(0, count).map(({ corner }) => corner);
}

/** Two at a time; the last may be alone. */
function pairs<T>(items: readonly T[]): (readonly [T, T | undefined])[] {
  return items.flatMap((item, i) => (i % 2 === 0 ? [[item, items[i + 1]] as const] : []));
}

/** Index of −f. */
function opposite(index: number, size: number): number {
  const [row, column] = [Math.floor(index / size), index % size];
  return ((size - row) % size) * size + ((size - column) % size);
}

/** Fourier transforms of two blocks at a time, as the real and the imaginary part of one image. */
class BlockTransform {
  readonly re: Float32Array;
  readonly im: Float32Array;
  /** The variance of a flat block. */
  readonly flat: number;
  readonly #size: number;
  readonly #fft: Fft2d;
  /** Half a plane of frequencies of the two bands. */
  readonly #fine: readonly number[];
  readonly #coarse: readonly number[];

  constructor(
    readonly image: PlanarImage,
    readonly window: Float64Array,
    { flat, fine, coarse }: SpectrumConstants,
  ) {
    this.flat = (flat / 255) ** 2;
    const size = window.length;
    this.#size = size;
    this.#fft = new Fft2d(size, size);
    this.re = new Float32Array(size * size);
    this.im = new Float32Array(size * size);
    this.#fine = bandOf(size, fine);
    this.#coarse = bandOf(size, coarse);
  }

  /** Transforms one or two blocks; returns their 1 / v_b, 0 for none. */
  load(a: Corner, b: Corner | undefined): [number, number] {
    const first = load(this, a, this.re);
    const second = b ? load(this, b, this.im) : 0;
    if (!b) this.im.fill(0);
    this.#fft.forward(this.re, this.im);
    return [first, second];
  }

  /** Of both blocks: the power of the fine band over that of the coarse one, without the noise's power at each f. */
  fineShares(firstNoise: number, secondNoise: number): [first: number, second: number] {
    const [fine, coarse] = [this.#powers(this.#fine), this.#powers(this.#coarse)];
    const share = (finePower: number, coarsePower: number, noise: number): number => {
      const signal = coarsePower - noise * this.#coarse.length;
      return signal > 0 ? (finePower - noise * this.#fine.length) / signal : 0;
    };
    return [share(fine[0], coarse[0], firstNoise), share(fine[1], coarse[1], secondNoise)];
  }

  /** The variance of the block at a corner. */
  variance(corner: Corner): number {
    return meanAndVariance(this.image, corner, this.#size).variance;
  }

  /** Σ |F|² over a band for both: 2 F(a) = Z(f) + conj Z(−f), 2i F(b) = Z(f) − conj Z(−f). */
  #powers(band: readonly number[]): [number, number] {
    let [first, second] = [0, 0];
    for (const i of band) {
      const j = opposite(i, this.#size);
      const [re, im, oppositeRe, oppositeIm] = [this.re[i]!, this.im[i]!, this.re[j]!, this.im[j]!];
      first += (re + oppositeRe) ** 2 + (im - oppositeIm) ** 2;
      second += (re - oppositeRe) ** 2 + (im + oppositeIm) ** 2;
    }
    return [first / 4, second / 4];
  }
}

/** Indices of the frequencies of a band in one half plane. */
function bandOf(size: number, [from, to]: readonly [number, number]): number[] {
  const indices: number[] = [];
  for (let row = 0; row <= size / 2; row++) {
    for (let column = 0; column < size; column++) {
      const x = column < size / 2 ? column : column - size;
      const frequency = Math.hypot(row, x) / size;
      if (frequency >= from && frequency < to) indices.push(row * size + column);
    }
  }
  return indices;
}

/** Blocks half a block apart at most, or as far as makes MAX_BLOCKS of them. */
function blockCorners({ width, height }: PlanarImage, size: number): Corner[] {
  const half = size / 2;
  const all = Math.ceil(width / half) * Math.ceil(height / half);
  const step = half * Math.max(1, Math.sqrt(all / MAX_BLOCKS));
  return starts(height, size, step).flatMap((y) => starts(width, size, step).map((x) => ({ x, y })));
}

/** Where blocks begin along an axis: `step` apart at most, from end to end. */
function starts(length: number, size: number, step: number): number[] {
  const count = Math.ceil((length - size) / step) + 1;
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - size)) / Math.max(1, count - 1)));
}

function meanAndVariance(
  { width, data }: PlanarImage,
  { y, x }: Corner,
  size: number,
): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    const start = (y + i) * width + x;
    for (let j = start; j < start + size; j++) {
      sum += data[j]!;
      squares += data[j]! * data[j]!;
    }
  }
  const mean = sum / size ** 2;
  return { mean, variance: Math.max(0, squares / size ** 2 - mean ** 2) };
}

/** Windows a block, scaled by v_b^(−1/2); returns 1 / v_b. */
function load({ image, window, flat }: BlockTransform, corner: Corner, target: Float32Array): number {
  const size = window.length;
  const { mean, variance } = meanAndVariance(image, corner, size);
  const weight = 1 / (variance + flat);
  const factor = Math.sqrt(weight);
  for (let i = 0; i < size; i++) {
    const start = (corner.y + i) * image.width + corner.x;
    for (let j = 0; j < size; j++) {
      target[i * size + j] = factor * window[i]! * window[j]! * (image.data[start + j]! - mean);
    }
  }
  return weight;
}
