/**
 * Super-resolved images against the originals, as the literature reports them: PSNR and SSIM on the Y channel of
 * ITU-R BT.601, 16 to 235 on the 8-bit scale and not rounded, with a peak of 255; a border of as many pixels as the
 * scale left out. Beside them the same on R, G and B.
 *
 * Where programs differ: MATLAB's `rgb2ycbcr` rounds Y to integers when it is given 8-bit images, and some programs
 * measure gray files on their own values instead of Y. Since Y spans 219 of 255 steps, their PSNR of gray images is
 * 20 log₁₀(255 / 219) = 1.32 dB lower than that of Y.
 */

import { toLumaBt601 } from "../image/colour.js";
import { crop } from "../image/crop.js";
import type { PlanarImage } from "../image/planar-image.js";
import { checkInteger } from "../range.js";
import { bestShift, type ImageShift } from "./best-shift.js";
import { comparedArea } from "./compared-area.js";
import { psnr } from "./psnr.js";
import { SSIM_WINDOW, ssim } from "./ssim.js";

/** The border where the scale is not known: the largest of the usual scales. */
const DEFAULT_BORDER = 4;

/** How to compare. */
export interface EvaluateOptions {
  /** Factor that the image was upscaled by; sets the border. */
  readonly scale?: number | undefined;
  /** Pixels left out along each side. Default: the scale, or 4 without one. */
  readonly border?: number | undefined;
  /**
   * Compare at the best shift of up to so many whole pixels in each direction (best-shift.ts); as many pixels more are
   * left out along each side. Default: at the same place.
   */
  readonly upToShift?: number | undefined;
}

/** How close a super-resolved image comes to the original. */
export interface ImageQuality {
  /** Pixels left out along each side. */
  readonly border: number;
  /** With `upToShift`: SR's pixel at (x, y) + shift was compared with HR's at (x, y). */
  readonly shift?: ImageShift | undefined;
  /** PSNR of Y in dB; Infinity for equal images. */
  readonly psnrY: number;
  readonly ssimY: number;
  /** PSNR over R, G and B together; of the gray values if both images are gray. */
  readonly psnrRgb: number;
  /** SSIM, mean of R, G and B. */
  readonly ssimRgb: number;
}

/**
 * PSNR and SSIM on Y of BT.601 (16 to 235, not rounded, with a peak of 255), as the literature reports them, and on RGB.
 *
 * A gray image counts as R = G = B, beside a colour image and on its own: it gets the numbers that it would get when
 * saved as RGB.
 *
 * @param sr [1 or 3, h, w], values in [0, 1], taken as they are.
 * @param hr The original, the same size.
 * @throws KernelGanError `invalid-argument` if the sizes differ, or scale, border or `upToShift` is not a whole
 *   number; `image-too-small` if the border leaves less than 11×11 pixels.
 * @example
 * const { psnrY, ssimY } = evaluateImage(upscaled, original, { scale: 2 });
 */
export function evaluateImage(sr: PlanarImage, hr: PlanarImage, options: EvaluateOptions = {}): ImageQuality {
  const { scale = DEFAULT_BORDER, border = scale, upToShift } = options;
  checkInteger("the scale", scale, { min: 1 });
  if (upToShift !== undefined) return evaluateShifted(sr, hr, border, upToShift);
  comparedArea(sr, hr, { border }, SSIM_WINDOW);
  const [srLuma, hrLuma] = [toLumaBt601(sr), toLumaBt601(hr)];
  return {
    border,
    psnrY: psnr(srLuma, hrLuma, { border }),
    ssimY: ssim(srLuma, hrLuma, { border }),
    psnrRgb: psnr(sr, hr, { border }),
    ssimRgb: ssim(sr, hr, { border }),
  };
}

function evaluateShifted(sr: PlanarImage, hr: PlanarImage, border: number, reach: number): ImageQuality {
  checkInteger("the border", border, { min: 0 });
  checkInteger("the largest shift", reach, { min: 0 });
  const area = comparedArea(sr, hr, { border: border + reach }, SSIM_WINDOW);
  const shift = bestShift(toLumaBt601(sr), toLumaBt601(hr), border, reach);
  const moved = { ...area, x: area.x + shift.x, y: area.y + shift.y };
  const quality = evaluateImage(crop(sr, moved), crop(hr, area), { border: 0 });
  return { ...quality, border: border + reach, shift };
}
