/**
 * Peak signal-to-noise ratio,
 *
 *     PSNR = 10 log₁₀(peak² / mean (a − b)²) dB,   peak = 1 (255 on the 8-bit scale),
 *
 * with one mean over all pixels and channels, as in MATLAB's `psnr` and scikit-image's `peak_signal_noise_ratio`.
 */
import type { PlanarImage } from "../image/planar-image.js";
import { comparedArea, type MetricOptions, rowInArea, squaredDistance } from "./compared-area.js";

/**
 * PSNR of two images, `10 log₁₀(1 / mean (a − b)²)`, with one mean over all pixels and channels.
 *
 * @param a [1 or 3, h, w], values in [0, 1]. Taken as they are: clip and round an upscaler's output first if the
 *   number is to be that of its 8-bit file.
 * @param b The same size. If only one of the two is gray, that one counts as R = G = B.
 * @returns Decibels; Infinity for equal images.
 * @throws KernelGanError `invalid-argument` if the sizes differ or the border is not a whole number of pixels;
 *   `image-too-small` if the border leaves nothing.
 * @example psnr(upscaled, original, { border: 2 }) // 28.31
 */
export function psnr(a: PlanarImage, b: PlanarImage, options: MetricOptions = {}): number {
  const area = comparedArea(a, b, options, 1);
  let squares = 0;
  for (let c = 0; c < area.channels; c++) {
    for (let y = 0; y < area.height; y++) {
      squares += squaredDistance(rowInArea(a, area, c, y), rowInArea(b, area, c, y));
    }
  }
  return -10 * Math.log10(squares / (area.channels * area.height * area.width));
}
