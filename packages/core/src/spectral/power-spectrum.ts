/**
 * The power spectrum of an image by Welch's method: the mean over blocks that overlap by half,
 *
 *     S(f) = Σ_b |F(h · (y_b − ȳ_b))(f)|² / v_b  /  Σ_b Σ h²/ v_b,   h a Hann window,
 *
 * f in cycles per pixel. v_b is the block's variance plus a little: each block counts about alike, so that one hard edge
 * does not outweigh a field of grass. White noise of variance σ² adds σ² to S.
 *
 * Reference: P. Welch, "The use of fast Fourier transform for the estimation of power spectra", IEEE Trans. Audio and
 * Electroacoustics 15(2), 1967.
 */
import type { PlanarImage } from "../image/index.js";
import { Fft2d } from "../restore/fast/fft.js";

/** What is added to a block's variance: that of σ = 4/255. Blocks flatter than that count less. */
const FLAT = (4 / 255) ** 2;

/** S at f = (row, column) / size, both modulo size. */
export interface PowerSpectrum {
  /** Side of the blocks. */
  readonly size: number;
  /** size × size, row by row; symmetric about 0. */
  readonly power: Float64Array;
}

/**
 * @param image [1, h, w], both sides at least `size`.
 * @param size side of the blocks, a length of {@link Fft2d}.
 */
export function powerSpectrum(image: PlanarImage, size: number): PowerSpectrum {
  const window = Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size),
  );
  const energy = window.reduce((sum, h) => sum + h * h, 0) ** 2;
  const corners = starts(image.height, size).flatMap((y) => starts(image.width, size).map((x) => ({ x, y })));
  const fft = new Fft2d(size, size);
  const re = new Float32Array(size * size);
  const im = new Float32Array(size * size);
  const power = new Float64Array(size * size);
  let weights = 0;
  for (let i = 0; i < corners.length; i += 2) {
    // Two blocks in one transform: |F(a + ib)|² at f and at −f have the mean |F(a)|² + |F(b)|².
    weights += load(image, corners[i], window, re);
    if (i + 1 < corners.length) weights += load(image, corners[i + 1], window, im);
    else im.fill(0);
    fft.transform(re, im);
    for (let j = 0; j < power.length; j++) power[j] += re[j] * re[j] + im[j] * im[j];
  }
  const even = power.map((value, j) => {
    const [row, column] = [Math.floor(j / size), j % size];
    const opposite = ((size - row) % size) * size + ((size - column) % size);
    return (value + power[opposite]) / (2 * energy * weights);
  });
  return { size, power: even };
}

/** Where blocks begin along an axis: half a block apart at most, from end to end. */
function starts(length: number, size: number): number[] {
  const count = Math.ceil((length - size) / (size / 2)) + 1;
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - size)) / Math.max(1, count - 1)));
}

/** Windows a block, scaled by v_b^(−1/2); returns 1 / v_b. */
function load(
  { width, data }: PlanarImage,
  { x, y }: { x: number; y: number },
  window: Float64Array,
  target: Float32Array,
): number {
  const size = window.length;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    const start = (y + i) * width + x;
    for (let j = start; j < start + size; j++) {
      sum += data[j];
      squares += data[j] * data[j];
    }
  }
  const mean = sum / size ** 2;
  const weight = 1 / (Math.max(0, squares / size ** 2 - mean ** 2) + FLAT);
  const factor = Math.sqrt(weight);
  for (let i = 0; i < size; i++) {
    const start = (y + i) * width + x;
    for (let j = 0; j < size; j++) {
      target[i * size + j] = factor * window[i] * window[j] * (data[start + j] - mean);
    }
  }
  return weight;
}
