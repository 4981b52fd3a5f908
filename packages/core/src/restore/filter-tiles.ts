/** One channel of an image, filtered tile by tile with a Fourier transform. */
import type { PlanarImage, Rectangle } from "../image/index.js";
import type { FourierTransform } from "../math/fft.js";
import type { Pause } from "../pause.js";
import { fourierTransform } from "../simd/fourier-transform.js";
import { simdModule } from "../simd/module.js";
import { Simd } from "../simd/simd.js";
import type { TileFrame } from "./tile-frame.js";

/** The transform of what a frame holds; its sides must be lengths of `simdFftLength`. */
export async function frameTransform({ width, height }: TileFrame): Promise<FourierTransform> {
  const module = await simdModule();
  return fourierTransform(module && new Simd(module), width, height);
}

/** What {@link filterTiles} filters. */
export interface TilesToFilter {
  readonly image: PlanarImage;
  readonly channel: number;
  readonly frame: TileFrame;
  /** Those of the frame's cores that are computed. */
  readonly cores: readonly Rectangle[];
}

/**
 * Filters tiles with a filter whose weights are real.
 *
 * @param fft that of the frame
 * @param multiply multiplies a spectrum, in place, by the transfer function over the number of samples, which the
 *   inverse transform leaves out
 * @param take gets each row of each core, filtered, and the index of its first pixel in the channel; the row is only
 *   valid during the call
 * @throws AbortError, by `pause`
 */
export async function filterTiles(
  { image, channel, frame, cores }: TilesToFilter,
  fft: FourierTransform,
  multiply: (re: Float32Array, im: Float32Array) => void,
  take: (row: Float32Array, at: number) => void,
  pause: Pause,
): Promise<void> {
  const re = new Float32Array(frame.samples);
  const im = new Float32Array(frame.samples);
  const takeRows = (core: Rectangle, filtered: Float32Array): void => {
    for (let y = 0; y < core.height; y++) {
      const from = (frame.overlap + y) * frame.width + frame.overlap;
      take(filtered.subarray(from, from + core.width), (core.y + y) * image.width + core.x);
    }
  };
  for (let i = 0; i < cores.length; i += 2) {
    await pause();
    // The filter's weights are real: real and imaginary part are two tiles.
    const [first, second] = [cores[i]!, cores[i + 1]];
    frame.load({ channel, core: first }, image, re);
    if (second) frame.load({ channel, core: second }, image, im);
    else im.fill(0);
    fft.forward(re, im);
    multiply(re, im);
    fft.unscaledInverse(re, im);
    takeRows(first, re);
    if (second) takeRows(second, im);
  }
}
