/**
 * How good a kernel is if another one is the true one, without an image. A scene of power spectrum P(g) ∝ |g|^−2.4 (g
 * in cycles per high-resolution pixel) is blurred by k and sampled every s pixels: the frequencies g_j that fall together
 * there make Y = Σ_j K(g_j) X(g_j) + n. Wiener's filter for the kernel e in the place of k, and its error:
 *
 *     W_j = P_j conj(E_j) / (Σ_i P_i |E_i|² + σ²),
 *     E|X_j − W_j Y|² = P_j − 2 P_j Re(W_j K_j) + |W_j|² (Σ_i P_i |K_i|² + σ_n²),
 *
 * σ = 3/255 the noise that is assumed because of the kernel's errors, σ_n = 0.4/255 the image's own. In dB, these errors are
 * a model of those of the solver `fast`.
 */
import { alignedCentre, bicubicKernel, type Kernel } from "../kernel/index.js";

/** The exponent of the scene's power spectrum. */
const SCENE_EXPONENT = 2.4;
/** Variance of the scene, for values in [0, 1]. */
const SCENE_VARIANCE = 0.03;
const ASSUMED_NOISE = 3 / 255;
const IMAGE_NOISE = 0.4 / 255;
/** Frequencies along an axis, over the scale factor. */
const GRID = 16;
/** Less likely kernels are left out. */
const MIN_PROBABILITY = 1e-3;

/** A kernel's transfer function on a grid of frequencies. */
export interface SampledTransfer {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** K on a grid of (16s)² frequencies, about the aligned centre. */
export function sampledTransfer(kernel: Kernel, scale: number): SampledTransfer {
  const size = GRID * scale;
  const n = kernel.size;
  const centre = alignedCentre(n, scale);
  const re = new Float64Array(size * size);
  const im = new Float64Array(size * size);
  const wave = (f: number): { cos: Float64Array; sin: Float64Array } => {
    const phases = Float64Array.from({ length: n }, (_, i) => 2 * Math.PI * f * (i - centre));
    return { cos: phases.map(Math.cos), sin: phases.map(Math.sin) };
  };
  const waves = Array.from({ length: size }, (_, i) => wave((i < size / 2 ? i : i - size) / size));
  for (const [v, vertical] of waves.entries()) {
    const rowRe = new Float64Array(n);
    const rowIm = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        rowRe[j]! += kernel.data[i * n + j]! * vertical.cos[i]!;
        rowIm[j]! += kernel.data[i * n + j]! * vertical.sin[i]!;
      }
    }
    for (const [u, { cos, sin }] of waves.entries()) {
      for (let j = 0; j < n; j++) {
        re[v * size + u]! += rowRe[j]! * cos[j]! - rowIm[j]! * sin[j]!;
        im[v * size + u]! += rowRe[j]! * sin[j]! + rowIm[j]! * cos[j]!;
      }
    }
  }
  return { size, re, im };
}

/** P on the grid, of the scene's variance in all. */
function scenePower(size: number): Float64Array {
  const power = Float64Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    const y = (row < size / 2 ? row : row - size) / size;
    const x = (column < size / 2 ? column : column - size) / size;
    return i === 0 ? 0 : Math.hypot(y, x) ** -SCENE_EXPONENT;
  });
  const sum = power.reduce((a, b) => a + b, 0);
  return power.map((value) => (value * SCENE_VARIANCE * size * size) / sum);
}

/** The error in dB, negative and the higher the better, of restoring with `kernel` what `truth` has blurred. */
export function restorationQuality(kernel: SampledTransfer, truth: SampledTransfer, scale: number): number {
  const { size } = kernel;
  const power = scenePower(size);
  const step = size / scale;
  let error = 0;
  for (let v = 0; v < step; v++) {
    for (let u = 0; u < step; u++) {
      let assumed = (ASSUMED_NOISE * scale) ** 2;
      let actual = (IMAGE_NOISE * scale) ** 2;
      const together: number[] = [];
      for (let a = v; a < size; a += step) for (let b = u; b < size; b += step) together.push(a * size + b);
      for (const i of together) {
        assumed += power[i]! * (kernel.re[i]! ** 2 + kernel.im[i]! ** 2);
        actual += power[i]! * (truth.re[i]! ** 2 + truth.im[i]! ** 2);
      }
      for (const i of together) {
        const p = power[i]!;
        const [wr, wi] = [(p * kernel.re[i]!) / assumed, (-p * kernel.im[i]!) / assumed];
        error += p * (1 - 2 * (wr * truth.re[i]! - wi * truth.im[i]!)) + (wr * wr + wi * wi) * actual;
      }
    }
  }
  return -10 * Math.log10(error / size ** 2);
}

/** The gain to be expected from a kernel. */
export interface ExpectedGain {
  /** Over the bicubic kernel, in dB. */
  readonly gain: number;
  /** The same of the true kernel. */
  readonly possible: number;
}

/** Mean gain of a kernel if the truth is one of several kernels, with these probabilities. */
export function expectedGain(
  kernel: Kernel,
  truths: readonly Kernel[],
  probabilities: readonly number[],
  scale: number,
): ExpectedGain {
  const sampled = sampledTransfer(kernel, scale);
  const bicubic = sampledTransfer(bicubicKernel(scale), scale);
  let gain = 0;
  let possible = 0;
  for (const [i, truth] of truths.entries()) {
    const probability = probabilities[i]!;
    if (probability < MIN_PROBABILITY) continue;
    const target = sampledTransfer(truth, scale);
    const base = restorationQuality(bicubic, target, scale);
    gain += probability * (restorationQuality(sampled, target, scale) - base);
    possible += probability * (restorationQuality(target, target, scale) - base);
  }
  return { gain, possible };
}
