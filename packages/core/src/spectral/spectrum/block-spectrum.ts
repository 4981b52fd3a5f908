/** The power spectrum of a whole image, in blocks as large as its size allows, and the noise in it. */
import { KernelGanError } from "../../errors.js";
import type { PlanarImage } from "../../image/index.js";
import { NoiseBlocks, whiteNoise } from "../../noise/index.js";
import type { Pause } from "../../pause.js";
import { type PowerSpectrum, powerSpectrum, type SpectrumConstants } from "./power-spectrum.js";

/** Sides of the blocks. */
export const BLOCK = 64;
const SMALL_BLOCK = 32;
/** The smallest side of an image that has a spectrum. */
export const MIN_SPECTRUM_SIDE = SMALL_BLOCK;
/**
 * White noise has the same power at all frequencies, so it can be no stronger than the weakest of them, which this
 * quantile of the spectrum stands for.
 */
const NOISE_QUANTILE = 0.01;

/** The spectrum and the noise. */
export interface BlockSpectrum extends PowerSpectrum {
  /** Standard deviation of the noise as measured, values in [0, 1]. */
  readonly noise: number;
  /** The noise's power at each frequency, its variance: as measured, but at most that of the weakest frequencies. */
  readonly noisePower: number;
}

/**
 * Measures the spectrum and the noise.
 *
 * @param gray [1, h, w], values in [0, 1].
 * @param how.minSide the least side of an image that is measured in the larger blocks
 * @param how.sharpest the share of the textured blocks that is used; default all
 * @param how.pause awaited between pieces of work; may throw
 * @throws KernelGanError `image-too-small`, naming the smallest possible size
 */
export async function blockSpectrum(
  gray: PlanarImage,
  {
    minSide,
    sharpest = 1,
    constants,
    pause,
  }: {
    minSide: number;
    sharpest?: number;
    constants?: SpectrumConstants | undefined;
    pause: Pause;
  },
): Promise<BlockSpectrum> {
  const smaller = Math.min(gray.width, gray.height);
  if (smaller < MIN_SPECTRUM_SIDE) {
    throw new KernelGanError(
      "image-too-small",
      `the image has ${gray.width}×${gray.height} pixels; an estimate needs at least ${MIN_SPECTRUM_SIDE}×${MIN_SPECTRUM_SIDE}`,
    );
  }
  const noise = whiteNoise(new NoiseBlocks(gray));
  await pause();
  const size = smaller < minSide ? SMALL_BLOCK : BLOCK;
  const spectrum = await powerSpectrum(gray, size, { noise, sharpest, constants, pause });
  const weakest = spectrum.power.slice().sort()[Math.floor(NOISE_QUANTILE * spectrum.power.length)]!;
  return { ...spectrum, noise, noisePower: Math.min(noise ** 2, weakest) };
}
