/** A short training that measures how fast a device is. */
import { type PlanarImage, planarImage, random } from "@kernelgan/core";

/** Enough that the first iterations, which are slower, hardly matter. */
export const PROBE_ITERATIONS = 40;

/** Squares in a row of the picture, and pixels along each. */
const CELLS = 40;
const CELL = 4;

/** A picture with texture, the same every time: squares of random gray levels. */
export function probePicture(): PlanarImage {
  const side = CELLS * CELL;
  const uniform = random(0);
  const levels = Float32Array.from({ length: CELLS ** 2 }, () => uniform.uniform());
  const image = planarImage(side, side, 3);
  for (let i = 0; i < image.data.length; i++) {
    const x = Math.floor((i % side) / CELL);
    const y = Math.floor((Math.floor(i / side) % side) / CELL);
    image.data[i] = levels[CELLS * y + x] as number;
  }
  return image;
}
