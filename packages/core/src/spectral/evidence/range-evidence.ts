/**
 * What the range of an image says about its blur. A scene has no values beyond black and white. An image that was only
 * shrunk is sharp up to its finest detail, and where it is dark or bright the bicubic kernel, taken back
 * (wiener-filter.ts), goes beyond both at some edges; one that was blurred is too smooth for that. Of one that was
 * sharpened much more lies beyond: its halos are made stronger, or were cut off at black and white.
 *
 * Of 24 photographs of BSD68 and Urban100 that were halved by bicubic, three quarters have a share of pixels beyond of
 * 0.00008 or more; of the same blurred by a Gaussian of 1.2 pixels before, most have none; of the same sharpened after
 * it, three quarters have 0.02 or more, and 0.01 or more clearly beyond.
 * `npm run bench:fit-pictures -- PATH… --only range` prints these shares, for other limits, too.
 */
import type { PlanarImage } from "../../image/index.js";
import { bicubicPower } from "../shapes/bicubic.js";
import { RESTORED_MARGIN, WienerFilter } from "./wiener-filter.js";

/** So far beyond that it is no rounding: twice the largest error of 8 bits. Not fitted. */
const ROUNDING = 1 / 255;
/**
 * So far beyond that it is hardly noise: 5 gray levels of 255. Chosen by hand; noise of as much leaves 0.2% of the
 * pixels beyond without it, and none with it, in three of four photographs (the same script).
 */
export const CLEARLY = 0.02;

/** Shares of the pixels, in [0, 1]. */
export interface RangeEvidence {
  /** Beyond black or white, the image restored for the bicubic kernel. */
  readonly beyond: number;
  /** Beyond either by more than {@link CLEARLY}. */
  readonly clearlyBeyond: number;
}

/**
 * @param image [1, h, w], values in [0, 1]; a part of some hundred pixels each way is enough
 * @param clearly how far beyond is clearly beyond, in (0, 1)
 */
export function rangeEvidence(image: PlanarImage, clearly: number = CLEARLY): RangeEvidence {
  const filter = new WienerFilter(image);
  const [restored] = filter.restored((y, x) => [Math.sqrt(bicubicPower(y, x)), 0]);
  const { width, height, mean } = filter;
  let [count, beyond, clearlyBeyond] = [0, 0, 0];
  for (let row = RESTORED_MARGIN; row < height - RESTORED_MARGIN; row++) {
    for (let column = RESTORED_MARGIN; column < width - RESTORED_MARGIN; column++) {
      const value = restored[row * width + column]! + mean;
      const excess = Math.max(-value, value - 1);
      count++;
      if (excess > ROUNDING) beyond++;
      if (excess > clearly) clearlyBeyond++;
    }
  }
  return count === 0
    ? { beyond: 0, clearlyBeyond: 0 }
    : { beyond: beyond / count, clearlyBeyond: clearlyBeyond / count };
}
