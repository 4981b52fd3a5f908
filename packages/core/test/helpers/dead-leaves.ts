/**
 * A scene that looks statistically the same at all scales, as photographs roughly do: opaque disks of random gray on
 * top of each other, radii drawn with density ∝ r⁻³ ("dead leaves"; A. Lee, D. Mumford, J. Huang, IJCV 41, 2001).
 */
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";

/** @returns [1, h, w], values in [0.1, 0.9]. */
export function deadLeaves(seed: number, width: number, height: number): PlanarImage {
  const source = random(seed);
  const image = planarImage(width, height, 1);
  image.data.fill(0.5);
  const [minRadius, maxRadius] = [1, 120];
  for (let n = 0; n < 12000; n++) {
    const u = source.uniform();
    const radius = 1 / Math.sqrt(u / minRadius ** 2 + (1 - u) / maxRadius ** 2);
    const [cx, cy] = [width * source.uniform(), height * source.uniform()];
    const value = 0.1 + 0.8 * source.uniform();
    for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(height, cy + radius); y++) {
      const reach = Math.sqrt(Math.max(0, radius ** 2 - (y - cy) ** 2));
      const [from, to] = [Math.max(0, Math.ceil(cx - reach)), Math.min(width, Math.ceil(cx + reach))];
      if (to > from) image.data.fill(value, y * width + from, y * width + to);
    }
  }
  return image;
}
