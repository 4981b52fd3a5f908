/**
 * Super-resolution for a known kernel in seconds, without trained weights: half-quadratic splitting. Two steps
 * alternate,
 *
 *     x ← argmin ‖(x ⋆ k)↓s − y‖² + λ_i ‖x − z‖²     (data-step.ts: explain the image)
 *     z ← denoise(x, σ_i)                            (patch-shrinkage.ts: look like an image)
 *     z ← z + m_i (z − the last z)                   (schedule.ts: a step further the same way)
 *
 * while the strength σ_i of the denoiser falls and λ_i = c·σ²/σ_i² rises, σ being the noise of y. The denoiser
 * thresholds patches in bases that are learned from the image as it emerges (patch-bases.ts). A last data step ends it.
 *
 * Colour: the degradation is the same for each plane of (Y, C_b, C_r). Detail is in Y; one round is enough for the
 * others, with the bases that were learned on Y.
 *
 * Two implementations: restore-plain.ts is the reference, simd/ computes the same with vectors and threads.
 *
 * Reference: K. Zhang, Y. Li, W. Zuo, L. Zhang, L. Van Gool, R. Timofte, "Plug-and-Play Image Restoration with Deep
 * Denoiser Prior", IEEE Trans. Pattern Analysis and Machine Intelligence 44(10), 2022 (the scheme and the rule for λ).
 */
import { throwIfAborted } from "../../abort.js";
import { clip, cropMiddle, type PlanarImage } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import { simdModule } from "../../simd/module.js";
import type { TakeRows } from "../method.js";
import { openBorders } from "../open-borders.js";
import { receiver, withoutMargins } from "../result-rows.js";
import { undoneKernel } from "../undone-kernel.js";
import { restorePlain } from "./restore-plain.js";
import { type FastConstants, fastConstants, knownToVectors } from "./schedule.js";
import { restoreVectors } from "./simd/restore.js";

/** Options of {@link restoreFast}. */
export interface FastOptions {
  /**
   * σ: standard deviation of the noise to assume in the gray values, in [0, 1]. Too much makes the result softer and
   * less sensitive to errors of the kernel, too little amplifies noise. See assumed-noise.ts.
   */
  readonly noise: number;
  /** Other constants than the method's, to measure them. */
  readonly constants?: Partial<FastConstants> | undefined;
  /** Largest side of a tile in the data step, in pixels of the small image; default 256, or what costs least. */
  readonly tileSize?: number | undefined;
  /** Threads; default 1, that of the caller. The plain engine has one. */
  readonly threads?: number | undefined;
  /** `plain` for plain TypeScript even where there is WebAssembly. */
  readonly engine?: "plain" | undefined;
  /** Cancels the work, some twenty times a second. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the result in place of the returned image, whose data is then empty; the plain engine does not call it. */
  readonly onRows?: TakeRows | undefined;
  /** Called now and then with the share that is done, in (0, 1]. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Upscales an image for the kernel it was made with.
 *
 * On one core a megapixel of the result takes some 0.4 s (plain: 2.4 s). Memory: that of the result, and some 6 bytes
 * for each of its pixels, at ×3 and more 10 (plain: 40 and 44).
 *
 * @param image [1 or 3, h, w], values in [0, 1]: y.
 * @param kernel k as in kernel.ts, of any size; normalised here.
 * @param scale s, an integer ≥ 1.
 * @returns [c, s·h, s·w] on the grid that the kernel defines; values in [0, 1].
 * @throws AbortError
 * @example await restoreFast(image, bicubicKernel(2), 2, { noise: 2 / 255 })
 */
export async function restoreFast(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  options: FastOptions,
): Promise<PlanarImage> {
  const { noise, tileSize, threads = 1, engine, signal, onProgress, onRows } = options;
  const constants = { ...fastConstants(scale), ...options.constants };
  throwIfAborted(signal);
  const unit = undoneKernel(kernel, scale);
  const { image: continued, known, margin } = openBorders(image, unit, scale);
  const task = {
    image: continued,
    known,
    kernel: unit,
    scale,
    noise,
    constants,
    tileSize,
    signal,
    onProgress,
  };
  const isPlain = engine === "plain" || !knownToVectors(constants);
  const module = isPlain ? undefined : await simdModule();
  if (!module) {
    const result = cropMiddle(await restorePlain(task), scale * image.width, scale * image.height);
    clip(result.data);
    return result;
  }
  const size = { width: scale * image.width, height: scale * image.height, channels: image.channels };
  const { take, result } = receiver(size, onRows);
  const whole = { width: scale * continued.width, height: scale * continued.height };
  const margins = { x: scale * margin, y: scale * margin };
  await restoreVectors(module, task, threads, withoutMargins(whole, margins, take));
  onProgress?.(1);
  return result.image;
}
