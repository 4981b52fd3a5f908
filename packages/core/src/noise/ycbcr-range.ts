/**
 * Whether an image was decoded from YCbCr (ITU-R BT.601), as pictures of lossy formats are: its luma, which the decoder
 * had as a whole number,
 *
 *     full range, JPEG and AVIF:   Y = 0.299 R + 0.587 G + 0.114 B,   R, G, B from 0 to 255,
 *     studio range, WebP:          Y = 16 + (65.481 R + 128.553 G + 24.966 B) / 255,
 *
 * still is nearly one, as the rounding of R, G and B adds an error with a deviation of 0.19 or 0.17 only. Between pixels
 * that are not far apart the differences δ of Y then have a mean of cos 2πδ of up to e^(−4π²·0.17²) = 0.32, and in other
 * images 0. What was resized, turned by an angle or changed in its colours since has lost this, as its compression has
 * lost its traces.
 *
 * Each difference of colours counts once, for in drawings there are few; and only if its channels differ by
 * {@link MIN_DIFFERENCE}, for small differences are not spread over all phases. `npm run bench:fit-coding` counts what is
 * found in photographs before and after they were saved.
 */
import type { PlanarImage } from "../image/index.js";

export type YCbCrRange = "full" | "studio";

/** Levels of Y for each of R, G and B. */
const LUMA: Readonly<Record<YCbCrRange, readonly [number, number, number]>> = {
  full: [0.299, 0.587, 0.114],
  studio: [65.481 / 255, 128.553 / 255, 24.966 / 255],
};
/** How far apart the pixels are whose difference is taken: blurred neighbours differ little. */
const DISTANCE = 4;
/** Gray levels of 255. */
const MIN_DIFFERENCE = 9;
/**
 * The mean from which on an image is of a range, and in deviations of that of n differences in other images, 1/√(2n).
 */
const MIN_MEAN = 0.1;
const MIN_DEVIATIONS = 5;
/** More say nothing new. */
const MAX_DIFFERENCES = 20_000;
/** Rows are left out so that no more than about this many pixels are looked at. */
const MAX_PIXELS = 1_000_000;

/**
 * The range that an image was decoded from; undefined if there is no sign of any.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 */
export function yCbCrRange(image: PlanarImage): YCbCrRange | undefined {
  if (image.channels < 3) return undefined;
  const { width, height, data } = image;
  const plane = width * height;
  const levels = (at: number): number => Math.round(255 * (data[at + DISTANCE]! - data[at]!));
  const seen = new Set<number>();
  const sums = { full: 0, studio: 0 };
  const step = Math.max(1, Math.floor(plane / MAX_PIXELS));
  for (let y = 0; y < height && seen.size < MAX_DIFFERENCES; y += step) {
    for (let at = y * width; at + DISTANCE < (y + 1) * width; at++) {
      const [r, g, b] = [levels(at), levels(at + plane), levels(at + 2 * plane)];
      if (Math.max(r, g, b) - Math.min(r, g, b) < MIN_DIFFERENCE) continue;
      const key = (r * 512 + g) * 512 + b;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const range of ["full", "studio"] as const) {
        const [ofR, ofG, ofB] = LUMA[range];
        sums[range] += Math.cos(2 * Math.PI * (ofR * r + ofG * g + ofB * b));
      }
    }
  }
  const range = sums.full > sums.studio ? "full" : "studio";
  const least = Math.max(MIN_MEAN, MIN_DEVIATIONS / Math.sqrt(2 * seen.size));
  return sums[range] > least * seen.size ? range : undefined;
}
