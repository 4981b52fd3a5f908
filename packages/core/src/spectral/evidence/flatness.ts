/**
 * How much of an image has one value: the share of neighbouring pixels that are equal, as pages, diagrams, text and
 * flat drawings have them. Photographs have few, but for skies that are white throughout.
 *
 * Along both axes, as a picture is what it is however it is turned. Of 48 photographs (BSD68, Urban100), halved and
 * sharpened, none has more than 0.29, halved alone 0.35; of 28 pages, charts and drawings, halved and sharpened, 24
 * have 0.46 and more, slanted hatching 0.26, light letters on a dark ground 0.08. Along rows alone, lines of 3 pixels'
 * period have 1.00 or 0.33, as they lie. `npm run bench:fit-pictures -- PATH… --pages PATH…
 * --only pages` prints what photographs and pages have.
 */
import type { PlanarImage } from "../../image/index.js";
import { inPieces, noPause, type Pause } from "../../pause.js";

/** Gray values that differ by less are equal: half of the step that 8 bits are rounded to. Not fitted. */
const EQUAL = 0.5 / 255;

/**
 * The mean of two shares: of the pixels that are equal to the next one in their row, and of those equal to the one
 * below.
 *
 * @param gray [1, h, w], values in [0, 1]
 * @param pause awaited between pieces of work of some milliseconds; may throw
 * @returns a share in [0, 1]; 0 for an image of one pixel
 */
export async function flatness(gray: PlanarImage, pause: Pause = noPause): Promise<number> {
  const { width, height, data } = gray;
  let [across, down] = [0, 0];
  await inPieces(gray, pause, (top, bottom) => {
    for (let row = top; row < bottom; row++) {
      const [start, end] = [row * width, (row + 1) * width];
      for (let i = start + 1; i < end; i++) if (Math.abs(data[i]! - data[i - 1]!) < EQUAL) across++;
      if (row === 0) continue;
      for (let i = start; i < end; i++) if (Math.abs(data[i]! - data[i - width]!) < EQUAL) down++;
    }
  });
  return (across / Math.max(1, height * (width - 1)) + down / Math.max(1, width * (height - 1))) / 2;
}
