/**
 * How much of an image is one ground, as the paper of a page, the wall of a screenshot: the largest share of the pixels
 * whose gray values lie in a range of some levels. Unlike the flatness (flatness.ts) it survives noise and compression.
 * Of 60 photographs (BSD68, Urban100, Kodak), halved and sharpened, one has 0.68 and none of the others more than 0.46;
 * of 18 pages and drawings, halved and with grain of 9 levels, one has 0.46 and the others 0.72 and more
 * (`npm run bench:fit-pictures -- PATH… --pages PATH… --only pages`).
 */
import type { PlanarImage } from "../../image/index.js";

/**
 * Gray levels of 255 that are one ground: three standard deviations, on each side, of grain of 4 levels, or on the one
 * side that is left where the ground is white, of grain of 8. Chosen by
 * hand: with twice the range, one of 24 photographs has as much as a page (the script above prints what others give).
 */
export const GROUND_RANGE = 24;
const LEVELS = 256;
/** Of a large image so many pixels are looked at, or somewhat more. */
const MAX_PIXELS = 500_000;

/**
 * @param gray [1, h, w], values in [0, 1]
 * @param range in gray levels of 255, a whole number from 1 to 256
 * @returns a share in (0, 1]
 */
export function backgroundShare({ data }: PlanarImage, range: number = GROUND_RANGE): number {
  // An odd step, so that no column is left out of images whose width is a power of 2.
  const step = 2 * Math.floor(data.length / MAX_PIXELS / 2) + 1;
  const counts = new Uint32Array(LEVELS);
  let total = 0;
  for (let i = 0; i < data.length; i += step, total++) {
    counts[Math.min(LEVELS - 1, Math.max(0, Math.round(255 * data[i]!)))]!++;
  }
  let inRange = 0;
  let most = 0;
  for (let level = 0; level < LEVELS; level++) {
    inRange += counts[level]! - (counts[level - range] ?? 0);
    most = Math.max(most, inRange);
  }
  return most / total;
}
