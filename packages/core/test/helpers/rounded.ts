import type { PlanarImage } from "../../src/image/index.js";

/** As in a file of 8 bits. */
export function rounded(image: PlanarImage): PlanarImage {
  const data = image.data.map((value) => Math.round(255 * Math.min(1, Math.max(0, value))) / 255);
  return { ...image, data };
}
