/**
 * The weights of the L1 loss: higher where the father has texture (KernelGAN's release of ZSSR).
 *
 *     map = box5×5 * |∇ gray|,  divided by its mean
 *
 * Gradients are central differences; beyond the border the image is mirrored.
 */
import { grayRow, mirror, type PlanarImage, planarImage } from "../../image/index.js";

/** Half the width of the 5×5 box. */
const RADIUS = 2;

/**
 * @param image [1 or 3, h, w], values in [0, 1]
 * @returns [1, h, w], values ≥ 0 with mean 1; 1 everywhere for an image of one colour
 */
export function lossMap(image: PlanarImage): PlanarImage {
  const { width, height } = image;
  const map = planarImage(width, height, 1);
  const size = 2 * RADIUS + 1;
  // Gradient rows y − 2 … y + 2, each summed over 5 columns, in a ring: one full-size array is enough.
  const ring = Array.from({ length: size }, () => new Float32Array(width));
  const [above, middle, below] = [new Float32Array(width), new Float32Array(width), new Float32Array(width)];
  const magnitude = new Float32Array(width);
  const load = (y: number): void => {
    const row = mirror(y, height);
    grayRow(image, mirror(row - 1, height), above);
    grayRow(image, row, middle);
    grayRow(image, mirror(row + 1, height), below);
    for (let x = 0; x < width; x++) {
      const dx = (middle[mirror(x + 1, width)]! - middle[mirror(x - 1, width)]!) / 2;
      magnitude[x] = Math.hypot(dx, (below[x]! - above[x]!) / 2);
    }
    const target = ring[(y + RADIUS) % size]!;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let v = -RADIUS; v <= RADIUS; v++) sum += magnitude[mirror(x + v, width)]!;
      target[x] = sum;
    }
  };
  for (let y = -RADIUS; y < RADIUS; y++) load(y);
  let total = 0;
  for (let y = 0; y < height; y++) {
    load(y + RADIUS);
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const row of ring) sum += row[x]!;
      map.data[y * width + x] = sum;
      total += sum;
    }
  }
  const gain = total > 0 ? (width * height) / total : 0;
  for (let i = 0; i < map.data.length; i++) map.data[i] = gain > 0 ? gain * map.data[i]! : 1;
  return map;
}
