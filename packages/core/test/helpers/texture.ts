/** An image with edges everywhere. */
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";

/** Blocks of 4×4 pixels of random levels. */
export function texture(width: number, height: number, channels = 3): PlanarImage {
  const image = planarImage(width, height, channels);
  const numbers = random(5);
  const [columns, rows] = [Math.ceil(width / 4), Math.ceil(height / 4)];
  const levels = Float32Array.from({ length: 1 + columns * rows * channels }, () => numbers.uniform());
  for (let i = 0; i < image.data.length; i++) {
    const [x, y, c] = [i % width, Math.floor(i / width) % height, Math.floor(i / (width * height))];
    image.data[i] = levels[(c * rows + (y >> 2)) * columns + (x >> 2)]!;
  }
  return image;
}
