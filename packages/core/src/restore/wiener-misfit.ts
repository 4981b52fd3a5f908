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

/** Largest side of a tile. */
const TILE = 256;

/** What {@link WienerMisfit.filter} filters with. */
export interface MisfitFilter {
  /** λ₀. */
  readonly regularisation: number;
  /** How often the filter is applied: with more, less is left of the scene. Default: 1. */
  readonly power?: number;
  /**
   * If the filter, applied once, leaves no more than this of any frequency, r says nothing. Default: 0.25; that of the
   * bicubic kernel leaves 0.1, and r is no more than noise.
   */
  readonly leastGain?: number;
}

/** r, [h, w], of an image, [1, h, w]. */
export type MisfitOf = (image: PlanarImage, pause: Pause) => Promise<Float32Array>;

/** r of images of one size, for one kernel: the header's equation. */
export class WienerMisfit {
  readonly #frame: TileFrame;
  readonly #fft: FourierTransform;
  /** s² Σ |K_p|². */
  readonly #energy: Float32Array;

  private constructor(frame: TileFrame, fft: FourierTransform, energy: Float32Array) {
    this.#frame = frame;
    this.#fft = fft;
    this.#energy = energy;
  }

  /**
   * @param kernel k, of sum 1
   * @param size of the images, in pixels
   */
  static async of(
    kernel: Kernel,
    scale: number,
    { width, height }: { readonly width: number; readonly height: number },
  ): Promise<WienerMisfit> {
    const frame = new TileFrame(width, height, TILE, tileOverlap(kernel.size, scale), simdFftLength);
    const fft = await frameTransform(frame);
    return new WienerMisfit(frame, fft, passedEnergy(kernel, scale, frame, fft));
  }

  /** Undefined if the blur passes so much of every frequency that r is small whatever the image. */
  filter({ regularisation, power = 1, leastGain = 0.25 }: MisfitFilter): MisfitOf | undefined {
    const [frame, fft] = [this.#frame, this.#fft];
    const once = wienerGain(this.#energy, frame, regularisation);
    if (!once.some((value) => value > leastGain)) return undefined;
    const gain = once.map((value) => value ** power / frame.samples);
    const multiply = (re: Float32Array, im: Float32Array): void => {
      for (let f = 0; f < gain.length; f++) {
        re[f]! *= gain[f]!;
        im[f]! *= gain[f]!;
      }
    };
    return async (image, pause) => {
      const result = new Float32Array(image.data.length);
      const take = (row: Float32Array, at: number): void => result.set(row, at);
      await filterTiles({ image, channel: 0, frame, cores: frame.cores }, fft, multiply, take, pause);
      return result;
    };
  }
}

/** s² Σ |K_p|² for each frequency. */
function passedEnergy(
  kernel: Kernel,
  scale: number,
  { width, height, samples }: TileFrame,
  fft: FourierTransform,
): Float32Array {
  const energy = new Float32Array(samples);
  for (let p = 0; p < scale ** 2; p++) {
    const re = new Float32Array(samples);
    const im = new Float32Array(samples);
    placePhase(kernel, scale, p, width, height, re);
    fft.forward(re, im);
    for (let i = 0; i < samples; i++) energy[i]! += scale ** 2 * (re[i]! ** 2 + im[i]! ** 2);
  }
  return energy;
}

/** λ / (energy + λ) for each frequency. */
function wienerGain(
  energy: Float32Array,
  { width, height }: TileFrame,
  regularisation: number,
): Float32Array {
  const frequency = (i: number, length: number): number => (i < length / 2 ? i : i - length) / length;
  return energy.map((value, i) => {
    const fy = frequency(Math.floor(i / width), height);
    const fx = frequency(i % width, width);
    const lambda = regularisation * 16 * (fx * fx + fy * fy);
    return lambda === 0 ? 0 : lambda / (value + lambda);
  });
}
