/**
 * The spectrum of an image as the estimate uses it: the mean of log S in polar cells (polar-cells.ts), and the noise in it.
 *
 * The logarithm of an average over K blocks is too small by log K − ψ(K) on average (ψ the digamma function), which is added.
 */
import { KernelGanError } from "../errors.js";
import type { PlanarImage } from "../image/index.js";
import { NoiseBlocks, whiteNoise } from "../noise/index.js";
import { polarCells } from "./polar-cells.js";
import { powerSpectrumSteps, type SpectrumConstants } from "./power-spectrum.js";

/** Sides of the blocks: for images whose shorter side is at least MIN_BLOCKS_SIDE, and for smaller ones. */
const BLOCK = 64;
const SMALL_BLOCK = 32;
const MIN_BLOCKS_SIDE = 100;
/** The smallest side of an image that has a spectrum. */
export const MIN_SPECTRUM_SIDE = SMALL_BLOCK;
/** Blocks that overlap by half are as good an average as this many independent ones each. */
const INDEPENDENCE = 0.6;
/** Noise has the same power at all frequencies, so it can be no stronger than the weakest of them, this quantile. */
const NOISE_QUANTILE = 0.01;
/** Rounding to 8 bits, uniform over a level: variance in one channel, and in the gray value of three. */
const ROUNDING = 1 / 12 / 255 ** 2;
const COLOUR_ROUNDING = 0.45 * ROUNDING;

/** Far below the power of any noise; keeps logarithms finite. */
const NO_POWER = 1e-14;

/** The spectrum in the cells. */
export interface PolarSpectrum {
  /** Side of the blocks it was measured with. */
  readonly size: number;
  /** Mean of log S in each cell. */
  readonly logPower: Float64Array;
  /** Power of the noise at each frequency: its variance, at least that of rounding to 8 bits. */
  readonly noisePower: number;
  /** Standard deviation of the noise as measured, values in [0, 1]. */
  readonly noise: number;
  /** The image was shrunk, and its noise with it: that is no longer white (own-grid.ts, filteredNoise). */
  readonly isShrunk?: boolean;
}

/**
 * @param gray [1, h, w], values in [0, 1].
 * @param channels of the image that the gray values are from, 1 or 3.
 * @param pause awaited between pieces of work; may throw
 * @param shrunkNoise the noise's power at low frequencies, of an image that was shrunk from one whose noise is known
 * @throws KernelGanError `image-too-small`, naming the smallest possible size; `image-flat` if no frequency has any power
 */
export async function polarSpectrum(
  gray: PlanarImage,
  channels: number,
  pause: () => Promise<void> = async () => {},
  shrunkNoise?: number,
  constants?: SpectrumConstants,
): Promise<PolarSpectrum> {
  const smaller = Math.min(gray.width, gray.height);
  if (smaller < MIN_SPECTRUM_SIDE) {
    throw new KernelGanError(
      "image-too-small",
      `the image has ${gray.width}×${gray.height} pixels; a spectral estimate needs at least ${MIN_SPECTRUM_SIDE}×${MIN_SPECTRUM_SIDE}`,
    );
  }
  const noise = whiteNoise(new NoiseBlocks(gray));
  await pause();
  const size = smaller < MIN_BLOCKS_SIDE ? SMALL_BLOCK : BLOCK;
  const steps = powerSpectrumSteps(gray, size, { noise, ...(constants && { constants }) });
  let step = steps.next();
  for (; !step.done; step = steps.next()) await pause();
  const { power, effectiveBlocks } = step.value;
  const ascending = power.slice().sort();
  const weakest = ascending[Math.floor(NOISE_QUANTILE * power.length)]!;
  if (!(ascending.at(-1)! > NO_POWER)) {
    throw new KernelGanError(
      "image-flat",
      "the image is flat: there is no texture to estimate a kernel from",
    );
  }
  const bias = logarithmBias(INDEPENDENCE * effectiveBlocks);
  const logarithms = power.map((value) => Math.log(value + NO_POWER) + bias);
  const logPower = Float64Array.from(polarCells(size), (cell) =>
    cell.reduce((sum, { index, weight }) => sum + weight * logarithms[index]!, 0),
  );
  const rounding = channels === 3 ? COLOUR_ROUNDING : ROUNDING;
  const noisePower = shrunkNoise ?? Math.max(rounding, Math.min(noise ** 2, weakest));
  return { size, logPower, noisePower, noise, isShrunk: shrunkNoise !== undefined };
}

/** Whether the image was too small for the larger blocks. */
export function isCoarse({ size }: PolarSpectrum): boolean {
  return size < BLOCK;
}

/** log k − ψ(k), by the first terms of its asymptotic series. */
function logarithmBias(k: number): number {
  const bounded = Math.max(1, k);
  return 1 / (2 * bounded) + 1 / (12 * bounded ** 2);
}
