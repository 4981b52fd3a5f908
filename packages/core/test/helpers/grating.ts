/** Stripes of one direction. */
import { type PlanarImage, planarImage } from "../../src/image/index.js";

/** [1, 40, 48]: a sine across `angle`. */
export function grating(angle: number): PlanarImage {
  return planarImage(
    48,
    40,
    1,
    Float32Array.from({ length: 48 * 40 }, (_, i) => {
      const along = (i % 48) * Math.cos(angle) + Math.floor(i / 48) * Math.sin(angle);
      return 0.5 + 0.3 * Math.sin(0.7 * along);
    }),
  );
}
