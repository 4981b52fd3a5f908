/**
 * What of an image y a blur cannot have passed: what is left of y = A x + n once Wiener's filter has explained what it
 * can,
 *
 *     R(f) = Y(f) λ(f) / (s² Σ_p |K_p(f)|² + λ(f)),   λ(f) = λ₀ · 16 |f|²,   K_p as in data-step.ts.
 *
 * s² Σ |K_p|² is at most 1, so that λ₀ means the same at each scale; λ(f) is the noise over the spectrum of scenes,
 * |f|⁻².
 */
import type { PlanarImage } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import type { FourierTransform } from "../math/fft.js";
import type { Pause } from "../pause.js";
import { simdFftLength } from "../simd/fft.js";
import { placePhase } from "./fast/data-step.js";
import { filterTiles, frameTransform } from "./filter-tiles.js";
import { TileFrame } from "./tile-frame.js";
import { tileOverlap } from "./tile-overlap.js";

/**
 * If the filter leaves less than this of every frequency, r is no more than noise: that of the bicubic kernel is 0.1.
 */
const MIN_GAIN = 0.25;
/** Largest side of a tile. */
const TILE = 256;

/**
 * r, the header's equation.
 *
 * @param image [1, h, w]
 * @param kernel k, of sum 1
 * @param regularisation λ₀
 * @returns [h, w]; undefined if the blur passes so much of every frequency that r is small whatever the image
 */
export async function wienerMisfit(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  regularisation: number,
  pause: Pause,
): Promise<Float32Array | undefined> {
  const overlap = tileOverlap(kernel.size, scale);
  const frame = new TileFrame(image.width, image.height, TILE, overlap, simdFftLength);
  const fft = await frameTransform(frame);
  const gain = wienerGain(kernel, scale, frame, fft, regularisation);
  if (!gain.some((value) => value * gain.length > MIN_GAIN)) return undefined;
  const result = new Float32Array(image.data.length);
  const multiply = (re: Float32Array, im: Float32Array): void => {
    for (let f = 0; f < gain.length; f++) {
      re[f]! *= gain[f]!;
      im[f]! *= gain[f]!;
    }
  };
  const take = (row: Float32Array, at: number): void => result.set(row, at);
  await filterTiles({ image, channel: 0, frame, cores: frame.cores }, fft, multiply, take, pause);
  return result;
}

/** λ / (s² Σ |K_p|² + λ) for each frequency, with the factor of the inverse transform. */
function wienerGain(
  kernel: Kernel,
  scale: number,
  { width, height, samples }: TileFrame,
  fft: FourierTransform,
  regularisation: number,
): Float32Array {
  const energy = new Float32Array(samples);
  for (let p = 0; p < scale ** 2; p++) {
    const re = new Float32Array(samples);
    const im = new Float32Array(samples);
    placePhase(kernel, scale, p, width, height, re);
    fft.forward(re, im);
    for (let i = 0; i < samples; i++) energy[i]! += scale ** 2 * (re[i]! ** 2 + im[i]! ** 2);
  }
  const frequency = (i: number, length: number): number => (i < length / 2 ? i : i - length) / length;
  return energy.map((value, i) => {
    const fy = frequency(Math.floor(i / width), height);
    const fx = frequency(i % width, width);
    const lambda = regularisation * 16 * (fx * fx + fy * fy);
    return lambda === 0 ? 0 : lambda / (value + lambda) / samples;
  });
}
