/**
 * The data of the method `spectral`: the spectrum of the image against itself at half the frequency,
 *
 *     D(f) = log S(f) − log S(f/2),   0.08 ≤ |f| ≤ 0.45 cycles per pixel of the image.
 *
 * If the scene is statistically the same at all scales, up to a power law, then the scene cancels in D but for a
 * constant, however it is oriented (grass, bricks): what is left is the kernel, |K(f)|² / |K(f/2)|². That is the
 * principle of KernelGAN in second order, without the networks.
 */
import { KernelGanError } from "../errors.js";
import { type PlanarImage, toGray } from "../image/index.js";
import { NoiseBlocks, whiteNoise } from "../noise/index.js";
import { type PowerSpectrum, powerSpectrum, type SpectrumConstants } from "./power-spectrum.js";

/** Side of the blocks of the spectrum; half of it for small images. */
const SPECTRUM_BLOCK = 64;
const SMALL_SPECTRUM_BLOCK = 32;

/** Frequencies: below, there are too few; above, aliasing is as strong as the signal. */
const MIN_FREQUENCY = 0.08;
const MAX_FREQUENCY = 0.45;

/** The share of the textured blocks that is used: what is out of focus would widen the kernel. Printed by `npm run bench:fit-blur`. */
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

/** The ratio, and the noise in the image. */
export interface SpectralRatio {
  readonly samples: readonly RatioSample[];
  /** Standard deviation of the gray image's noise, in [0, 1]. */
  readonly noise: number;
}

/** Noise has the same power at all frequencies, so it can be no stronger than the weakest of them, this quantile. */
const NOISE_QUANTILE = 0.01;

/**
 * D at the frequencies where S(f/2) is a sample of S as well.
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 * @param sharpest the share of the textured blocks that is used
 * @throws KernelGanError `image-too-small`, naming the smallest possible size; `image-flat` if there is nothing but noise
 */
export function spectralRatio(
  image: PlanarImage,
  sharpest = SHARPEST_SHARE,
  constants?: SpectrumConstants,
): SpectralRatio {
  const smaller = Math.min(image.width, image.height);
  if (smaller < SMALL_SPECTRUM_BLOCK) {
    throw new KernelGanError(
      "image-too-small",
      `the image has ${image.width}×${image.height} pixels; a spectral estimate needs at least ${SMALL_SPECTRUM_BLOCK}×${SMALL_SPECTRUM_BLOCK}`,
    );
  }
  const gray = toGray(image);
  const measured = whiteNoise(new NoiseBlocks(gray));
  const spectrum = powerSpectrum(gray, smaller < SPECTRUM_BLOCK ? SMALL_SPECTRUM_BLOCK : SPECTRUM_BLOCK, {
    noise: measured,
    sharpest,
    ...(constants && { constants }),
  });
  const weakest = spectrum.power.slice().sort()[Math.floor(NOISE_QUANTILE * spectrum.power.length)]!;
  const variance = Math.min(measured ** 2, weakest);
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
        noise: Math.min(1, variance / power),
        halfNoise: Math.min(1, variance / halfPower),
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
  return { samples, noise: Math.sqrt(variance) };
}

function at({ size, power }: PowerSpectrum, row: number, column: number): number {
  return power[row * size + ((column + size) % size)]!;
}
