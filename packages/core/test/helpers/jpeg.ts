/**
 * JPEG compression of a gray image, independent of the library: 8×8 cosine transforms, rounded to multiples of the
 * standard's steps.
 */
import { type PlanarImage, planarImage } from "../../src/image/index.js";

/** Luminance quantisation at quality 50: ITU-T T.81, table K.1. */
const STEPS = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/**
 * [1, h, w], both sides multiples of 8, compressed and decompressed; quality (50 to 100) is scaled as in the IJG's
 * library.
 */
export function jpeg(image: PlanarImage, quality: number): PlanarImage {
  const { width, height } = image;
  const steps = STEPS.map((step) => Math.max(1, Math.round((step * (200 - 2 * quality)) / 100)));
  const data = new Float32Array(image.data.length);
  const basis = (u: number, i: number): number =>
    (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * i + 1) * u * Math.PI) / 16);
  const bases = steps.map((_, k) =>
    steps.map((_, p) => basis(Math.floor(k / 8), Math.floor(p / 8)) * basis(k % 8, p % 8)),
  );
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      const at = (p: number): number => (y + Math.floor(p / 8)) * width + x + (p % 8);
      const values = steps.map((_, p) => 255 * image.data[at(p)]! - 128);
      const coefficients = bases.map((row, k) => {
        const c = row.reduce((sum, b, p) => sum + b * values[p]!, 0);
        return steps[k]! * Math.round(c / steps[k]!);
      });
      for (let p = 0; p < 64; p++) {
        const value = 128 + coefficients.reduce((sum, c, k) => sum + c * bases[k]![p]!, 0);
        data[at(p)] = Math.round(Math.min(255, Math.max(0, value))) / 255;
      }
    }
  }
  return planarImage(width, height, 1, data);
}
