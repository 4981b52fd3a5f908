/**
 * Bicubic resizing as MATLAB's `imresize(image, ..., "bicubic")` does it, the reference of the super-resolution
 * literature (other programs' "bicubic" lacks the antialiasing and gives different images).
 *
 * Along each axis, with r = output / input size (or the factor asked for) and h Keys' cubic (a = −1/2):
 *
 *     out[i] = Σ_j w[i, j] · in[mirror(j)],   w[i, j] ∝ h(m · (u_i − j)),   Σ_j w[i, j] = 1,
 *     u_i = (i + 1/2) / r − 1/2,   m = min(r, 1)
 *
 * i.e. pixel areas are aligned (not pixel centres at the corners), the cubic is stretched by 1/r when shrinking
 * (antialiasing), and borders are mirrored.
 *
 * References: R. Keys, "Cubic convolution interpolation for digital image processing", IEEE Trans. ASSP 29,
 * 1981, p. 1155; MATLAB's documentation of `imresize`.
 */

import { check } from "../errors.js";
import { checkInteger } from "../range.js";
import { shown } from "../shown.js";
import { type PlanarImage, planarImage } from "./planar-image.js";
import { continued, type Wrap, wraps } from "./wrap.js";

/** What to resize to: a factor for both directions (sizes are rounded up, as MATLAB does), or a size in pixels. */
export type ResizeTarget = { readonly scale: number } | { readonly width: number; readonly height: number };

/** Keys' cubic convolution kernel; 0 beyond |x| = 2. Most programs have a = −1/2, OpenCV −3/4. */
export function keysCubic(x: number, a = -0.5): number {
  const t = Math.abs(x);
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  if (t < 2) return ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
  return 0;
}

/** How the samples of one output axis are made from those of the input axis. */
interface AxisWeights {
  /** Samples that go into each output sample. */
  readonly taps: number;
  /** outputs × taps input positions, mirrored or wrapped into the image. */
  readonly indices: Int32Array;
  /** outputs × taps weights; each output's sum to 1. */
  readonly weights: Float64Array;
}

/** The weights of one axis: the header's equation, without the taps that are 0 for every output. */
function axisWeights(
  inputLength: number,
  outputLength: number,
  ratio: number,
  isWrapped: boolean,
): AxisWeights {
  const stretch = Math.min(ratio, 1);
  const support = 4 / stretch;
  const candidates = Math.ceil(support) + 2;
  const all = new Float64Array(outputLength * candidates);
  const first = new Int32Array(outputLength);
  const used = new Uint8Array(candidates);
  for (let i = 0; i < outputLength; i++) {
    const centre = (i + 0.5) / ratio - 0.5;
    const start = Math.floor(centre - support / 2);
    first[i] = start;
    let sum = 0;
    for (let t = 0; t < candidates; t++) {
      const weight = keysCubic(stretch * (centre - start - t));
      all[i * candidates + t] = weight;
      sum += weight;
      if (weight !== 0) used[t] = 1;
    }
    for (let t = 0; t < candidates; t++) all[i * candidates + t]! /= sum;
  }
  const start = used.indexOf(1);
  const taps = used.lastIndexOf(1) + 1 - start;
  const indices = new Int32Array(outputLength * taps);
  const weights = new Float64Array(outputLength * taps);
  for (let i = 0; i < outputLength; i++) {
    for (let t = 0; t < taps; t++) {
      indices[i * taps + t] = continued(first[i]! + start + t, inputLength, isWrapped);
      weights[i * taps + t] = all[i * candidates + start + t]!;
    }
  }
  return { taps, indices, weights };
}

/**
 * Bicubic resize with antialiasing, equal to MATLAB's `imresize` on floating-point images (the result is neither
 * rounded nor clipped: it can leave [0, 1] a little next to strong edges).
 *
 * Works row by row: needs no memory beyond the result and one row.
 *
 * @param image [c, h, w], any values.
 * @param target `{ scale }` (new sizes ⌈scale · size⌉) or `{ width, height }` (each axis gets its own factor).
 * @param wrap axes along which borders wrap in place of being mirrored
 * @returns [c, h', w'].
 * @throws KernelGanError `invalid-argument` if the scale is not positive and finite, a size not a positive integer, or
 *   there is no such `wrap`.
 * @example imresize(image, { scale: 1 / 2 }) // 769×512 → 385×256
 */
export function imresize(image: PlanarImage, target: ResizeTarget, wrap: Wrap = "none"): PlanarImage {
  const resizer = new Resizer(image, target, wrap);
  return resizer.rows(image, 0, resizer.height);
}

/** Resizes images of one size, as {@link imresize} does, some rows at a time. */
export class Resizer {
  /** Size of the result. */
  readonly width: number;
  readonly height: number;
  readonly #vertical: AxisWeights;
  readonly #horizontal: AxisWeights;
  readonly #row: Float64Array;

  /** @throws as imresize */
  constructor(size: { width: number; height: number }, target: ResizeTarget, wrap: Wrap = "none") {
    const { width, height } = size;
    let ratioX: number;
    let ratioY: number;
    if ("scale" in target) {
      const { scale } = target;
      check(
        Number.isFinite(scale) && scale > 0,
        () => `the scale to resize by must be a positive number, got ${shown(scale)}`,
      );
      ratioX = scale;
      ratioY = scale;
      this.width = Math.ceil(scale * width);
      this.height = Math.ceil(scale * height);
    } else {
      this.width = target.width;
      this.height = target.height;
      checkInteger("the width to resize to", target.width, { min: 1 });
      checkInteger("the height to resize to", target.height, { min: 1 });
      ratioX = this.width / width;
      ratioY = this.height / height;
    }
    this.#vertical = axisWeights(height, this.height, ratioY, wraps(wrap, "y"));
    this.#horizontal = axisWeights(width, this.width, ratioX, wraps(wrap, "x"));
    this.#row = new Float64Array(width);
  }

  /**
   * Some rows of the result.
   *
   * @param source the image, or those of its rows that are {@link needed}
   * @param top, count of the result's rows
   * @param first number of the source's first row in the image
   */
  rows(source: PlanarImage, top: number, count: number, first = 0): PlanarImage {
    const { width, height, channels, data } = source;
    const result = planarImage(this.width, count, channels);
    const row = this.#row;
    for (let c = 0; c < channels; c++) {
      const plane = data.subarray(c * width * height, (c + 1) * width * height);
      for (let y = 0; y < count; y++) {
        mixRows(plane, width, first, this.#vertical, top + y, row);
        const to = (c * count + y) * this.width;
        resampleRow(row, this.#horizontal, result.data.subarray(to), this.width);
      }
    }
    return result;
  }

  /** The first and the last row of the image that a row of the result is made of. */
  needed(row: number): readonly [first: number, last: number] {
    const { taps, indices } = this.#vertical;
    const own = indices.subarray(row * taps, (row + 1) * taps);
    return [Math.min(...own), Math.max(...own)];
  }
}

/**
 * row[x] = Σ_t weight[t] · plane[index[t], x] for output row y; the plane begins with row `first`.
 *
 * Four input rows a pass, as many as an enlargement has: the sums are then written once, not once for each row.
 */
function mixRows(
  plane: Float32Array,
  width: number,
  first: number,
  { taps, indices, weights }: AxisWeights,
  y: number,
  row: Float64Array,
): void {
  const rowOf = (t: number): Float32Array => {
    const start = (indices[t]! - first) * width;
    return plane.subarray(start, start + width);
  };
  const end = (y + 1) * taps;
  row.fill(0);
  let t = y * taps;
  for (; t + 4 <= end; t += 4) {
    const [a, b, c, d] = [rowOf(t), rowOf(t + 1), rowOf(t + 2), rowOf(t + 3)];
    const [u, v, w, z] = [weights[t]!, weights[t + 1]!, weights[t + 2]!, weights[t + 3]!];
    for (let x = 0; x < width; x++) row[x] = row[x]! + u * a[x]! + v * b[x]! + w * c[x]! + z * d[x]!;
  }
  for (; t < end; t++) {
    const a = rowOf(t);
    const u = weights[t]!;
    for (let x = 0; x < width; x++) row[x]! += u * a[x]!;
  }
}

/** target[x] = Σ_t weight[x, t] · row[index[x, t]]. Enlargements, which have four taps, have a loop of their own. */
function resampleRow(
  row: Float64Array,
  { taps, indices, weights }: AxisWeights,
  target: Float32Array,
  length: number,
): void {
  if (taps === 4) {
    for (let x = 0, i = 0; x < length; x++, i += 4) {
      target[x] =
        weights[i]! * row[indices[i]!]! +
        weights[i + 1]! * row[indices[i + 1]!]! +
        weights[i + 2]! * row[indices[i + 2]!]! +
        weights[i + 3]! * row[indices[i + 3]!]!;
    }
    return;
  }
  for (let x = 0, i = 0; x < length; x++) {
    let sum = 0;
    for (const end = i + taps; i < end; i++) sum += weights[i]! * row[indices[i]!]!;
    target[x] = sum;
  }
}

/** The antialiased bicubic downscaling by an integer factor as a strided convolution, for one axis. */
export interface BicubicTaps {
  /** Position of the first tap relative to s · i: output i is `Σ_t taps[t] · in[s·i + first + t]`. */
  readonly first: number;
  /** 4s weights, symmetric about the middle of the s×s block, sum 1. (For odd s the first is 0.) */
  readonly taps: Float64Array;
}

/**
 * Bicubic downscaling by `scale` as a valid convolution: on pixels whose taps all lie inside the image,
 * `Σ_t taps[t] · in[s·i + first + t]` equals `imresize(in, { scale: 1 / s })[i]`.
 *
 *     taps[t] ∝ h((t + first − (s − 1)/2) / s),  first = ⌈(s − 1)/2 − 2s⌉
 *
 * @param scale downscaling factor s, an integer ≥ 1; 1 leaves the image as it is.
 * @throws KernelGanError `invalid-argument` for other factors.
 */
export function bicubicTaps(scale: number): BicubicTaps {
  checkInteger("the scale", scale, { min: 1 });
  const centre = (scale - 1) / 2;
  const first = Math.ceil(centre - 2 * scale);
  const taps = Float64Array.from({ length: 4 * scale }, (_, t) => keysCubic((t + first - centre) / scale));
  const sum = taps.reduce((total, weight) => total + weight, 0);
  return { first, taps: taps.map((weight) => weight / sum) };
}
