/** A page of a book: lines of strokes like those of letters, black on white. */
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";

const LINE_HEIGHT = 28;
const LETTER = { width: 9, height: 16 };

/** [1, height, width] */
export function page(width: number, height: number, seed: number): PlanarImage {
  const numbers = random(seed);
  const image = planarImage(width, height, 1, new Float32Array(width * height).fill(1));
  const stroke = (left: number, top: number, strokeWidth: number, strokeHeight: number): void => {
    for (let y = top; y < top + strokeHeight; y++) {
      image.data.fill(0.1, y * width + left, y * width + left + strokeWidth);
    }
  };
  for (let top = LINE_HEIGHT; top + LINE_HEIGHT < height; top += LINE_HEIGHT) {
    for (let left = 40; left + 60 < width; left += LETTER.width + 4) {
      const kind = Math.floor(7 * numbers.uniform());
      if (kind === 0) continue;
      if (kind & 1) stroke(left, top, 2, LETTER.height);
      if (kind & 2) stroke(left, top + Math.floor((LETTER.height * kind) / 8), LETTER.width, 2);
      if (kind & 4) stroke(left + LETTER.width - 3, top + 5, 3, LETTER.height - 5);
    }
  }
  return image;
}
