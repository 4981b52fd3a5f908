/**
 * Between the samples as image files hold them (interleaved integers: R G B R G B …) and the library's planar
 * floats (all R, then all G, then all B, in [0, 1]).
 *
 *     planar[c][y][x] = interleaved[y][x][c] / most       most = 255 (8 bits) or 65535 (16 bits)
 *
 * Transparency: a transparent pixel's colour is whatever the program that saved the file left there, so it must not
 * reach the estimate. Pixels are composited over the mean colour of the visible part,
 *
 *     out = α · colour + (1 − α) · Σ α·colour / Σ α
 *
 * which keeps what is visible and adds the weakest edges any single background could.
 */
import { grayRow, type PlanarImage, planarImage } from "@kernelgan/core";

/** Interleaved samples of a decoded file. */
export interface Interleaved {
  width: number;
  height: number;
  /** 1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha. */
  channels: number;
  samples: Uint8Array | Uint16Array;
}

/**
 * Interleaved samples → planar floats in [0, 1], composited where there is transparency.
 *
 * @param gray Gives one channel (`toGray` of the colours).
 * @returns The image, and the share of pixels that were not fully opaque.
 */
export function planarFromInterleaved(
  source: Interleaved,
  gray: boolean,
): { image: PlanarImage; transparent: number } {
  const { width, height, channels } = source;
  const colours = channels >= 3 ? 3 : 1;
  const backdrop = channels === 2 || channels === 4 ? meanVisibleColour(source, colours) : undefined;
  const image = planarImage(width, height, gray ? 1 : colours);
  const row = planarImage(width, 1, colours);
  for (let y = 0; y < height; y++) {
    readRow(source, y, row, backdrop?.colour);
    if (gray) grayRow(row, 0, image.data.subarray(y * width));
    else copyRow(row, image, y);
  }
  return { image, transparent: backdrop?.transparent ?? 0 };
}

/** Planar floats → interleaved 8 bits, clipped to [0, 1] and rounded to nearest. */
export function interleaved8(image: PlanarImage): Interleaved & { samples: Uint8Array } {
  const { width, height, channels, data } = image;
  const pixels = width * height;
  const samples = new Uint8Array(pixels * channels);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < pixels; i++) samples[i * channels + c] = quantise(data[c * pixels + i]);
  }
  return { width, height, channels, samples };
}

/** A sample in [0, 1] as the nearest of 0 … 255. */
export function quantise(value: number): number {
  return Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5);
}

function most(samples: Uint8Array | Uint16Array): number {
  return samples.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
}

/** Row y of the source as floats, on the backdrop where it is transparent. */
function readRow(source: Interleaved, y: number, row: PlanarImage, backdrop?: readonly number[]): void {
  const { width, channels, samples } = source;
  const scale = most(samples);
  const start = y * width * channels;
  for (let c = 0; c < row.channels; c++) {
    for (let x = 0, at = start + c; x < width; x++, at += channels)
      row.data[c * width + x] = samples[at] / scale;
  }
  if (!backdrop) return;
  for (let x = 0, at = start + channels - 1; x < width; x++, at += channels) {
    const alpha = samples[at] / scale;
    if (alpha === 1) continue;
    for (let c = 0; c < row.channels; c++) {
      row.data[c * width + x] = alpha * row.data[c * width + x] + (1 - alpha) * backdrop[c];
    }
  }
}

function copyRow(row: PlanarImage, image: PlanarImage, y: number): void {
  const { width, height, channels } = image;
  for (let c = 0; c < channels; c++) {
    image.data.set(row.data.subarray(c * width, (c + 1) * width), (c * height + y) * width);
  }
}

function meanVisibleColour(source: Interleaved, colours: number): { colour: number[]; transparent: number } {
  const { width, height, channels, samples } = source;
  const scale = most(samples);
  const sum = new Array<number>(colours).fill(0);
  let weight = 0;
  let transparent = 0;
  for (let at = 0; at < samples.length; at += channels) {
    const alpha = samples[at + channels - 1];
    if (alpha < scale) transparent++;
    weight += alpha;
    for (let c = 0; c < colours; c++) sum[c] += alpha * samples[at + c];
  }
  const colour = sum.map((s) => (weight > 0 ? s / (weight * scale) : 0));
  return { colour, transparent: transparent / (width * height) };
}
