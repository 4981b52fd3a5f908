/** A short training that tells how fast a device is. */
import { type PlanarImage, planarImage, random } from "@kernelgan/core";

/** Enough for the first iterations, which are slower, not to matter much. */
export const PROBE_ITERATIONS = 40;

/** A picture with texture, the same every time. */
export function probePicture(): PlanarImage {
  const side = 160;
  const uniform = random(0);
  const levels = Float32Array.from({ length: 40 * 40 }, () => uniform.uniform());
  const image = planarImage(side, side, 3);
  for (let i = 0; i < image.data.length; i++) {
    const x = (i % side) >> 2;
    const y = (Math.floor(i / side) % side) >> 2;
    image.data[i] = levels[40 * y + x];
  }
  return image;
}
