/**
 * Luma and colour differences, with the weights of ITU-R BT.601:
 *
 *     Y = 0.299 R + 0.587 G + 0.114 B,   C_b = B − Y,   C_r = R − Y
 *
 * The degradation is linear and the same for each channel, so it is the same for Y, C_b and C_r. Detail is mostly in Y, which
 * therefore gets most of the work.
 */
import { type PlanarImage, planarImage } from "../../image/index.js";

const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * @param image [3, h, w], RGB.
 * @returns [1, h, w], Y, and [2, h, w], C_b and C_r.
 */
export function splitColour({ width, height, data }: PlanarImage): {
  luma: PlanarImage;
  chroma: PlanarImage;
} {
  const pixels = width * height;
  const luma = planarImage(width, height, 1);
  const chroma = planarImage(width, height, 2);
  for (let i = 0; i < pixels; i++) {
    const [red, blue] = [data[i]!, data[2 * pixels + i]!];
    const y = RED * red + GREEN * data[pixels + i]! + BLUE * blue;
    luma.data[i] = y;
    chroma.data[i] = blue - y;
    chroma.data[pixels + i] = red - y;
  }
  return { luma, chroma };
}

/** The inverse of {@link splitColour}: [3, h, w]. */
export function joinColour(luma: PlanarImage, chroma: PlanarImage): PlanarImage {
  const { width, height } = luma;
  const pixels = width * height;
  const result = planarImage(width, height, 3);
  const { data } = result;
  for (let i = 0; i < pixels; i++) {
    const y = luma.data[i]!;
    const blue = chroma.data[i]! + y;
    const red = chroma.data[pixels + i]! + y;
    data[i] = red;
    data[pixels + i] = (y - RED * red - BLUE * blue) / GREEN;
    data[2 * pixels + i] = blue;
  }
  return result;
}
