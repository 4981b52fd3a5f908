/**
 * The spectrum of an image as the estimate uses it: the mean of log S in polar cells (polar-cells.ts), and the noise in
 * it.
 *
 * The logarithm of an average over K blocks is too small by log K − ψ(K) on average (ψ the digamma function), which is
 * added.
 */
import { KernelGanError } from "../../errors.js";
import type { PlanarImage } from "../../image/index.js";
import { noPause, type Pause } from "../../pause.js";
import { BLOCK, blockSpectrum } from "./block-spectrum.js";
import { polarCells } from "./polar-cells.js";
import type { SpectrumConstants } from "./power-spectrum.js";

/** The least side of an image that is measured in the larger blocks: a smaller one has too few of them to average. */
const MIN_BLOCKS_SIDE = 100;
/** Averaging n blocks that overlap by half is as good as averaging this many times n independent ones. */
const INDEPENDENCE = 0.6;
/** Rounding to 8 bits, uniform over a level: variance in one channel, and in the gray value of three. */
const ROUNDING = 1 / 12 / 255 ** 2;
const COLOUR_ROUNDING = 0.45 * ROUNDING;

/** Added to powers so that their logarithms stay finite; far below the power of any noise. */
const NO_POWER = 1e-14;

/** The spectrum in the cells. */
export interface PolarSpectrum {
  /** Side of the blocks it was measured with. */
  readonly size: number;
  /** How many blocks of equal weight would be as good an average. */
  readonly effectiveBlocks: number;
  /** Mean of log S in each cell. */
  readonly logPower: Float64Array;
  /** Power of the noise at each frequency: its variance, at least that of rounding to 8 bits. */
  readonly noisePower: number;
  /** Standard deviation of the noise as measured, values in [0, 1]. */
  readonly noise: number;
  /** m, if the image was shrunk by m, and its noise with it: that is no longer white (own-grid.ts, filteredNoise). */
  readonly shrunkBy?: number | undefined;
}

/** How to measure a {@link PolarSpectrum}. */
export interface PolarSpectrumOptions {
  /** Awaited between pieces of work; may throw. */
  readonly pause?: Pause;
  /** Of an image that was shrunk: by how much, and the power of the noise before. */
  readonly shrunk?: { readonly factor: number; readonly noisePower: number } | undefined;
  readonly constants?: SpectrumConstants | undefined;
}

/**
 * Measures the spectrum of an image.
 *
 * @param gray [1, h, w], values in [0, 1].
 * @param channels those of the image that the gray values were made of, 1 or 3.
 * @throws KernelGanError `image-too-small`, naming the smallest possible size; `image-flat` if no frequency has any
 *   power
 */
export async function polarSpectrum(
  gray: PlanarImage,
  channels: number,
  { pause = noPause, shrunk, constants }: PolarSpectrumOptions = {},
): Promise<PolarSpectrum> {
  const spectrum = await blockSpectrum(gray, { minSide: MIN_BLOCKS_SIDE, constants, pause });
  const { size, power, effectiveBlocks, noise } = spectrum;
  if (!power.some((value) => value > NO_POWER)) {
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
  const noisePower = shrunk
    ? shrunk.noisePower / shrunk.factor ** 2
    : Math.max(rounding, spectrum.noisePower);
  return { size, effectiveBlocks, logPower, noisePower, noise, shrunkBy: shrunk?.factor };
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
