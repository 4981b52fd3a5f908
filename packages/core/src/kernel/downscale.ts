/**
 * The degradation that the library is about, `I_LR = (I_HR ⋆ k) ↓s`: cross-correlation with the kernel, then every
 * s-th pixel,
 *
 *     y[i, j] = Σ_{u,v} k[u, v] · x[s·i + u − ⌊n/2⌋, s·j + v − ⌊n/2⌋],
 *
 * borders mirrored: exactly `scipy.ndimage.correlate(x, k, mode='reflect')[::s, ::s]`, of which only the pixels
 * that are kept are computed. The blur of a camera does the same to linear light (image/light.ts).
 */

import { encodedLight, type FoundLight, linearLight } from "../image/light.js";
import { mirror } from "../image/mirror.js";
import { type PlanarImage, planarImage } from "../image/planar-image.js";
import type { ToneCurve } from "../image/tone-curve.js";
import { checkInteger } from "../range.js";
import { correlateByTransform, transformCost } from "./correlate.js";
import type { Kernel } from "./kernel.js";

/** How an image is downscaled. */
export interface DownscaleOptions {
  /**
   * What the blur mixes: the values as they are (`encoded`), which is the default, or `linear` light, as a camera does.
   * For the latter they are encoded by sRGB's transfer function, or by `toneCurve`, and so are those of the result.
   */
  light?: FoundLight | undefined;
  /**
   * With `light: "linear"`: the tone curve of a camera, in place of sRGB's function: the light, in [0, 1], of the pixel
   * values 0, 1/64, …, 1. The kernel's own is not looked at.
   */
  toneCurve?: ToneCurve | undefined;
}

/**
 * Downscales an image with a kernel, each channel alike: cross-correlation, then every s-th pixel, as
 * `scipy.ndimage.correlate(x, k)[::s, ::s]`. Borders are mirrored.
 *
 * Needs n rows of memory beyond the result; for wide kernels, which go through Fourier's transform, at most
 * 32 (n + max(n, 256))² bytes. Kernel weights are used as they are: a kernel of sum 1 keeps the brightness.
 *
 * @param image [c, h, w], any values; of linear light in [0, 1], what lies outside is cut off.
 * @param scale s; 1 blurs without downscaling.
 * @returns [c, ⌈h/s⌉, ⌈w/s⌉].
 * @throws KernelGanError `invalid-argument` if the scale is not a positive integer.
 * @example downscale(sharp, kernel, 2) // 768×512 → 384×256
 */
export function downscale(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  { light = "encoded", toneCurve }: DownscaleOptions = {},
): PlanarImage {
  checkInteger("the scale", scale, { min: 1 });
  if (light === "encoded") return mixed(image, kernel, scale);
  const inLight = linearLight(image, toneCurve);
  return encodedLight(mixed(inLight.image, kernel, scale), inLight.unit, toneCurve);
}

function mixed(image: PlanarImage, kernel: Kernel, scale: number): PlanarImage {
  const { width, height, channels } = image;
  const result = planarImage(Math.ceil(width / scale), Math.ceil(height / scale), channels);
  const weights = kernel.data.reduce((count, weight) => (weight === 0 ? count : count + 1), 0);
  const isWide = weights * result.data.length > MIN_GAIN * transformCost(result, kernel.size, scale);
  (isWide ? correlateByTransform : correlateDirectly)(image, kernel, scale, result);
  return result;
}

/** By how much Fourier's transform must be faster to be worth its memory. */
const MIN_GAIN = 2;

/** @param result gets the sums at every s-th pixel: [c, ⌈h/s⌉, ⌈w/s⌉] */
export function correlateDirectly(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  result: PlanarImage,
): void {
  const { width, height, channels, data } = image;
  const n = kernel.size;
  const origin = Math.floor(n / 2);
  const columns = Int32Array.from({ length: width + n - 1 }, (_, i) => mirror(i - origin, width));
  // The n rows that an output row reads, extended by mirrored columns: row p of the image (p may lie outside) is at
  // slot (p + origin) mod n.
  const ring = Array.from({ length: n }, () => new Float64Array(columns.length));
  const sums = new Float64Array(result.width);
  for (let c = 0; c < channels; c++) {
    const plane = data.subarray(c * width * height, (c + 1) * width * height);
    let loaded = -origin; // Rows before this one are in the ring, or no longer needed.
    for (let i = 0; i < result.height; i++) {
      const top = scale * i - origin;
      for (loaded = Math.max(loaded, top); loaded < top + n; loaded++) {
        const row = ring[(loaded + origin) % n]!;
        const start = mirror(loaded, height) * width;
        for (let x = 0; x < row.length; x++) row[x] = plane[start + columns[x]!]!;
      }
      sums.fill(0);
      for (let u = 0; u < n; u++) {
        addCorrelated(ring[(top + u + origin) % n]!, kernel.data.subarray(u * n, (u + 1) * n), scale, sums);
      }
      result.data.set(sums, (c * result.height + i) * result.width);
    }
  }
}

/** sums[j] += Σ_v weights[v] · row[scale·j + v]. Four taps at a time, which halves the time: fewer loads and stores. */
function addCorrelated(row: Float64Array, weights: Float64Array, scale: number, sums: Float64Array): void {
  const n = weights.length;
  let v = 0;
  for (; v + 3 < n; v += 4) {
    const [a, b, c, d] = [weights[v]!, weights[v + 1]!, weights[v + 2]!, weights[v + 3]!];
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    for (let j = 0, x = v; j < sums.length; j++, x += scale) {
      sums[j]! += a * row[x]! + b * row[x + 1]! + c * row[x + 2]! + d * row[x + 3]!;
    }
  }
  for (; v < n; v++) {
    const weight = weights[v]!;
    if (weight === 0) continue;
    for (let j = 0, x = v; j < sums.length; j++, x += scale) sums[j]! += weight * row[x]!;
  }
}
