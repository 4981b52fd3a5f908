/**
 * The data of the method `spectral`: the spectrum of the image against itself at half the frequency,
 *
 *     D(f) = log S(f) − log S(f/2),   0.08 ≤ |f| ≤ 0.45 cycles per pixel of the image.
 *
 * If the scene is statistically the same at all scales, up to a power law, then the scene cancels in D but for a
 * constant, however it is oriented (grass, bricks): what is left is the kernel, |K(f)|² / |K(f/2)|². That is the
 * principle of KernelGAN in second order, without the networks.
 */
import { KernelGanError } from "../../errors.js";
import type { PlanarImage } from "../../image/index.js";
import { noPause, type Pause } from "../../pause.js";
import { BLOCK, blockSpectrum } from "./block-spectrum.js";
import type { PowerSpectrum, SpectrumConstants } from "./power-spectrum.js";

/** Frequencies: below, there are too few; above, aliasing is as strong as the signal. */
const MIN_FREQUENCY = 0.08;
const MAX_FREQUENCY = 0.45;

/**
 * The share of the textured blocks that is used: what is out of focus would widen the kernel. Printed by
 * `npm run bench:fit-blur`.
 */
export const SHARPEST_SHARE = 0.6;

/** One frequency of one half plane (the spectrum is even). */
export interface RatioSample {
  /** f: along the columns and along the rows, in cycles per pixel of the image. */
  readonly y: number;
  readonly x: number;
  /** D(f). */
  readonly ratio: number;
  /** Shares of the noise in S(f) and in S(f/2), each in [0, 1]. */
  readonly noise: number;
  readonly halfNoise: number;
}

/**
 * D at the frequencies where S(f/2) is a sample of S as well.
 *
 * @param gray [1, h, w], values in [0, 1].
 * @param how.pause awaited between pieces of work; may throw
 * @param how.sharpest the share of the textured blocks that is used
 * @throws KernelGanError `image-too-small`, naming the smallest possible size; `image-flat` if there is nothing but
 *   noise
 */
export async function spectralRatio(
  gray: PlanarImage,
  {
    pause = noPause,
    sharpest = SHARPEST_SHARE,
    constants,
  }: { pause?: Pause; sharpest?: number; constants?: SpectrumConstants | undefined } = {},
): Promise<RatioSample[]> {
  const spectrum = await blockSpectrum(gray, { minSide: BLOCK, sharpest, constants, pause });
  const { noisePower } = spectrum;
  const half = spectrum.size / 2;
  const samples: RatioSample[] = [];
  for (let row = 0; row < half; row += 2) {
    for (let column = 2 - half; column < half; column += 2) {
      if (row === 0 && column <= 0) continue;
      const [y, x] = [row / spectrum.size, column / spectrum.size];
      const frequency = Math.hypot(y, x);
      if (frequency < MIN_FREQUENCY || frequency > MAX_FREQUENCY) continue;
      const power = at(spectrum, row, column);
      const halfPower = at(spectrum, row / 2, column / 2);
      samples.push({
        y,
        x,
        ratio: Math.log(power / halfPower),
        noise: Math.min(1, noisePower / power),
        halfNoise: Math.min(1, noisePower / halfPower),
      });
    }
  }
  if (!samples.every(({ ratio }) => Number.isFinite(ratio))) {
    const isFlat = gray.data.every((value) => value === gray.data[0]);
    throw new KernelGanError(
      "image-flat",
      isFlat
        ? "the image is flat: there is no texture to estimate a kernel from"
        : "the image has nothing at some frequencies, as patterns have: a kernel needs the texture of a photograph",
    );
  }
  return samples;
}

function at({ size, power }: PowerSpectrum, row: number, column: number): number {
  return power[row * size + ((column + size) % size)]!;
}
