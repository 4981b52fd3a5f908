/**
 * Traces of JPEG's 8×8 blocks: how much larger second differences are across one of the eight columns (and rows) of a
 * grid than across the others,
 *
 *     d_p = mean |2x_j − x_{j−1} − x_{j+1} − (2x_{j+1} − x_j − x_{j+2})| over j ≡ p (mod 8),   max_p d_p / median_p d_p − 1
 *
 * averaged over both directions. Near 0 for images that were never compressed, whatever corner they were cropped at.
 */
import type { PlanarImage } from "../image/index.js";

const BLOCK = 8;

/** @param image [1, h, w], both sides at least 16. */
export function blockiness({ width, height, data }: PlanarImage): number {
  const across = (length: number, lines: number, step: number, lineStep: number): number => {
    const sums = new Float64Array(BLOCK);
    const counts = new Float64Array(BLOCK);
    for (let line = 0; line < lines; line++) {
      for (let j = 1; j + 2 < length; j++) {
        const at = line * lineStep + j * step;
        sums[j % BLOCK] += Math.abs(3 * (data[at] - data[at + step]) - data[at - step] + data[at + 2 * step]);
        counts[j % BLOCK]++;
      }
    }
    const means = sums.map((sum, p) => sum / counts[p]).sort();
    return means[BLOCK - 1] / (0.5 * (means[BLOCK / 2 - 1] + means[BLOCK / 2])) - 1;
  };
  return 0.5 * (across(width, height, 1, width) + across(height, width, width, 1));
}
