/** A smooth colourful picture to write and read, so that lossy formats keep close to it. */
import type { PlanarImage } from "@kernelgan/core";
import sharp, { type Sharp } from "sharp";

export const WIDTH = 40;
export const HEIGHT = 24;

/** Its samples: interleaved RGB, in [0, 1]. */
export const smooth = Float64Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
  const x = Math.floor(i / 3) % WIDTH;
  const y = Math.floor(i / 3 / WIDTH);
  return 0.5 + 0.4 * Math.sin(x / 9 + (i % 3)) * Math.cos(y / 7);
});
export const bytes = Uint8Array.from(smooth, (v) => Math.round(v * 255));
export const words = Uint16Array.from(smooth, (v) => Math.round(v * 65535));

export const rgb = (): Sharp => sharp(bytes, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
export const rgb16 = (): Sharp =>
  sharp(words, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).toColourspace("rgb16");
export const gray16 = (): Sharp =>
  sharp(words.subarray(0, WIDTH * HEIGHT), {
    raw: { width: WIDTH, height: HEIGHT, channels: 1 },
  }).toColourspace("grey16");

/** Sample c of pixel (x, y). */
export function at({ width, height, data }: PlanarImage, x: number, y: number, c: number): number {
  return data[(c * height + y) * width + x]!;
}

/** Largest difference from `smooth`. */
export function error(image: PlanarImage): number {
  let largest = 0;
  for (let i = 0; i < smooth.length; i++) {
    const pixel = Math.floor(i / 3);
    const value = at(image, pixel % WIDTH, Math.floor(pixel / WIDTH), i % 3);
    largest = Math.max(largest, Math.abs(value - smooth[i]!));
  }
  return largest;
}
