/**
 * How quiet the quietest places of an image are: the 5% quantile of
 *
 *     the standard deviation in 8×8 blocks around their plane a + b y + c x,
 *
 * in gray levels of 255. Photographs have 0.2 to 4 (sky, shadow, what is out of focus); grain is everywhere.
 */
import type { PlanarImage } from "../image/index.js";

const SIDE = 8;
const QUANTILE = 0.05;
/** Σ (i − 3.5)² over a side. */
const SPREAD = 42;
/** Blocks that are looked at, at most. */
const MAX_BLOCKS = 20_000;

/**
 * @param gray [1, h, w], values in [0, 1]
 * @returns 0 for an image without a whole block
 */
export function quietestDeviation({ width, height, data }: PlanarImage): number {
  const columns = Math.floor(width / SIDE);
  const rows = Math.floor(height / SIDE);
  const count = columns * rows;
  if (count === 0) return 0;
  const step = Math.max(1, count / MAX_BLOCKS);
  const deviations: number[] = [];
  for (let b = 0; b < count; b += step) {
    const block = Math.floor(b);
    const first = SIDE * (Math.floor(block / columns) * width + (block % columns));
    let [sum, squares, alongY, alongX] = [0, 0, 0, 0];
    for (let i = 0; i < SIDE; i++) {
      for (let j = 0; j < SIDE; j++) {
        const value = data[first + i * width + j]!;
        sum += value;
        squares += value * value;
        alongY += value * (i - (SIDE - 1) / 2);
        alongX += value * (j - (SIDE - 1) / 2);
      }
    }
    const pixels = SIDE * SIDE;
    const plane = (alongY ** 2 + alongX ** 2) / (SIDE * SPREAD);
    deviations.push(Math.sqrt(Math.max(0, (squares - sum ** 2 / pixels - plane) / pixels)));
  }
  deviations.sort((a, b) => a - b);
  return 255 * deviations[Math.floor(QUANTILE * deviations.length)]!;
}
