/**
 * Plug-and-play super-resolution with a trained denoiser D(x, σ) in the place of the patches of `fast`:
 *
 *     z ← bicubic↑ y
 *     z ← argmin ‖A x − y‖² + λ_i ‖x − z‖²,   λ_i = c σ² / σ_i²        (fast/data-step.ts)
 *     z ← D(z, σ_i)                                                     (denoiser.ts)
 *
 * while σ_i falls from 49/255 to what noise is left, evenly in its logarithm. The network sees the picture turned and
 * mirrored in another way in each iteration: what it does wrong in one direction does not add up.
 *
 * A denoiser of three channels sees R, G and B. One of one channel sees the luma; the colour differences, which have
 * little detail, it sees once, at the last σ_i, on the range [0, 1].
 *
 * Reference: K. Zhang, Y. Li, W. Zuo, L. Zhang, L. Van Gool, R. Timofte, "Plug-and-Play Image Restoration with Deep
 * Denoiser Prior", IEEE Trans. Pattern Analysis and Machine Intelligence 44(10), 2022, section 4 and algorithm 1; its
 * release (https://github.com/cszn/DPIR).
 */
import { clip, cropMiddle, type PlanarImage, planarImage, planeOf } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import { pauses } from "../../pause.js";
import { bicubicStart } from "../fast/bicubic-start.js";
import { DataStep } from "../fast/data-step.js";
import { joinColour, splitColour } from "../fast/luma-chroma.js";
import { openBorders } from "../open-borders.js";
import { undoneKernel } from "../undone-kernel.js";
import { type Denoiser, TURNS } from "./denoiser.js";
import { type PriorConstants, type PriorRound, priorSchedule } from "./schedule.js";

/** Options of {@link restorePrior}. */
export interface PriorOptions {
  /** σ of the noise to assume in the gray values, in [0, 1]. */
  readonly noise: number;
  readonly iterations: number;
  /** Other constants than the method's, to measure them. */
  readonly constants?: PriorConstants | undefined;
  /** Cancels the work, after a window. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each window with the share that is done, in (0, 1]. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Upscales an image for the kernel it was made with. Memory: some 16 bytes for each sample of the result, and what the
 * network takes for a window.
 *
 * @param image [1 or 3, h, w], values in [0, 1]: y
 * @param kernel k as in kernel.ts, of any size; normalised here
 * @returns [c, s·h, s·w], values in [0, 1]
 * @throws AbortError, KernelGanError as Denoiser
 */
export async function restorePrior(
  denoiser: Denoiser,
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  { noise, iterations, constants, signal, onProgress }: PriorOptions,
): Promise<PlanarImage> {
  const pause = pauses(signal);
  const unit = undoneKernel(kernel, scale);
  const { image: continued, known } = openBorders(image, unit, scale);
  const { width, height, channels } = continued;
  const dataStep = new DataStep(unit, scale, continued, known);
  const rounds = priorSchedule(iterations, noise, scale, constants);
  const isSplit = channels === 3 && denoiser.model.channels === 1;
  const total = denoiser.count(scale * width, scale * height) * (iterations + (isSplit ? 2 : 0));
  let done = 0;
  const onWindow = async (): Promise<void> => {
    onProgress?.(++done / total);
    await pause();
  };

  /** All iterations, for an image of the denoiser's channels. */
  const iterate = async (y: PlanarImage): Promise<PlanarImage> => {
    let z = await bicubicStart(y, scale, pause);
    for (const [i, { lambda, strength }] of rounds.entries()) {
      await dataStep.apply(z, y, lambda, pause);
      z = await denoiser.denoise(z, strength, i % TURNS, onWindow);
    }
    return z;
  };
  /** One iteration, for colour differences. */
  const once = async (y: PlanarImage, { lambda, strength }: PriorRound): Promise<PlanarImage> => {
    const z = await bicubicStart(y, scale, pause);
    await dataStep.apply(z, y, lambda, pause);
    for (let c = 0; c < z.channels; c++) {
      const plane = planeOf(z, c);
      for (let i = 0; i < plane.data.length; i++) plane.data[i] = 0.5 + 0.5 * plane.data[i]!;
      const { data } = await denoiser.denoise(plane, 0.5 * strength, 0, onWindow);
      for (let i = 0; i < data.length; i++) plane.data[i] = 2 * data[i]! - 1;
    }
    return z;
  };

  const result = cropMiddle(await restore(), scale * image.width, scale * image.height);
  clip(result.data);
  return result;

  async function restore(): Promise<PlanarImage> {
    if (isSplit) {
      const { luma, chroma } = splitColour(continued);
      const large = await iterate(luma);
      return joinColour(large, await once(chroma, rounds.at(-1) as PriorRound));
    }
    return channels === denoiser.model.channels
      ? iterate(continued)
      : meanOf(await iterate(threeTimes(continued)));
  }
}

/** A gray image as a colour one. */
function threeTimes({ width, height, data }: PlanarImage): PlanarImage {
  const result = planarImage(width, height, 3);
  for (let c = 0; c < 3; c++) result.data.set(data, c * data.length);
  return result;
}

/** The mean of the channels. */
function meanOf({ width, height, channels, data }: PlanarImage): PlanarImage {
  const result = planarImage(width, height, 1);
  const pixels = width * height;
  for (let i = 0; i < data.length; i++) result.data[i % pixels]! += data[i]! / channels;
  return result;
}
