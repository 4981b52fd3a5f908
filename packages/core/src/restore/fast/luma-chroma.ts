/**
 * Luma and colour differences, with the weights of ITU-R BT.601:
 *
 *     Y = 0.299 R + 0.587 G + 0.114 B,   C_b = B − Y,   C_r = R − Y
 *
 * The degradation is linear and the same for each channel, so it is the same for Y, C_b and C_r. Detail is mostly in Y,
 * which therefore gets most of the work.
 */
import { type PlanarImage, planarImage } from "../../image/index.js";

const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * @param image [3, h, w], RGB.
 * @returns [1, h, w], Y, and [2, h, w], C_b and C_r.
 */
export function splitColour(image: PlanarImage): {
  luma: PlanarImage;
  chroma: PlanarImage;
} {
  const { width, height } = image;
  const luma = planarImage(width, height, 1);
  const chroma = planarImage(width, height, 2);
  lumaInto(image, luma.data);
  chromaInto(image, 0, height, chroma.data);
  return { luma, chroma };
}

/** The luma of an image of three channels: [h, w]. */
export function lumaInto({ width, height, data }: PlanarImage, target: Float32Array): void {
  const pixels = width * height;
  for (let i = 0; i < pixels; i++) {
    target[i] = RED * data[i]! + GREEN * data[pixels + i]! + BLUE * data[2 * pixels + i]!;
  }
}

/** C_b and C_r of the rows from `top` to `bottom`: [2, bottom − top, w]. */
export function chromaInto(
  { width, height, data }: PlanarImage,
  top: number,
  bottom: number,
  target: Float32Array,
): void {
  const pixels = width * height;
  const count = (bottom - top) * width;
  for (let i = 0, at = top * width; i < count; i++, at++) {
    const [red, blue] = [data[at]!, data[2 * pixels + at]!];
    const y = RED * red + GREEN * data[pixels + at]! + BLUE * blue;
    target[i] = blue - y;
    target[count + i] = red - y;
  }
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
