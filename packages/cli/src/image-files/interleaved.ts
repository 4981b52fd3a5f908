/**
 * Between the samples as image files hold them (interleaved integers: R G B R G B …) and the library's planar
 * floats (all R, then all G, then all B, in [0, 1]).
 *
 *     planar[c][y][x] = interleaved[y][x][c] / max       max = 255 (8 bits) or 65535 (16 bits)
 *
 * Alpha is the last channel of a file and a plane of its own here; colours stay as they are (straight, not
 * multiplied by alpha).
 */
import { fromInterleaved, type PlanarImage, planarImage, type StraightImage } from "@kernelgan/core";
import { grayRow } from "@kernelgan/core/internal";

/** Interleaved samples of a decoded file. */
export interface Interleaved {
  width: number;
  height: number;
  /** 1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha. */
  channels: number;
  samples: Samples;
}

/** 8 or 16 bits a sample. */
export type Samples = Uint8Array | Uint16Array;

/**
 * Interleaved samples → planar floats in [0, 1].
 *
 * @param gray Gives one channel (`toGray` of the colours). Default false.
 */
export function planarFromInterleaved(source: Interleaved, gray = false): StraightImage {
  const { width, height, channels, samples } = source;
  if (!gray || channels < 3) {
    return fromInterleaved({ width, height, channels: channels as 1 | 2 | 3 | 4, data: samples });
  }
  // Row by row: planes of all colours would take three times the memory of the result.
  const image = planarImage(width, height, 1);
  const row = planarImage(width, 1, 3);
  for (let y = 0; y < height; y++) {
    readRow(source, y, row);
    grayRow(row, 0, image.data.subarray(y * width));
  }
  return { image, alpha: alphaPlane(source) };
}

/**
 * Planar floats → interleaved samples, clipped to [0, 1] and rounded to nearest.
 *
 * @param samples Filled with the colours of each pixel, and its alpha if they have room for it: pixels × channels.
 *   Colours without room for their alpha are put on white.
 * @param part Of samples that hold more than these pixels: their channels, and the number of the first pixel.
 */
export function interleave(
  { image, alpha }: StraightImage,
  samples: Samples,
  part?: { channels: number; offset: number },
): void {
  const pixels = image.width * image.height;
  const { channels, offset } = part ?? { channels: samples.length / pixels, offset: 0 };
  const own = samples.subarray(offset * channels, (offset + pixels) * channels);
  for (let c = 0; c < image.channels; c++) {
    const plane = image.data.subarray(c * pixels, (c + 1) * pixels);
    if (alpha && channels === image.channels) writeChannel(onWhite(plane, alpha.data), own, c, channels);
    else writeChannel(plane, own, c, channels);
  }
  if (alpha && channels > image.channels) writeChannel(alpha.data, own, image.channels, channels);
}

/** α · colour + (1 − α) · 1. */
function onWhite(colour: Float32Array, alpha: Float32Array): Float32Array {
  const composited = new Float32Array(colour.length);
  for (let i = 0; i < colour.length; i++) {
    composited[i] = 1 + clip(alpha[i] as number) * ((colour[i] as number) - 1);
  }
  return composited;
}

function writeChannel(plane: Float32Array, samples: Samples, c: number, channels: number): void {
  const scale = maxSample(samples);
  for (let i = 0; i < plane.length; i++) {
    samples[i * channels + c] = Math.floor(clip(plane[i] as number) * scale + 0.5);
  }
}

function clip(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

function maxSample(samples: Samples): number {
  return samples.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
}

/** Row y of the source's colours as floats. */
function readRow(source: Interleaved, y: number, row: PlanarImage): void {
  const { width, channels, samples } = source;
  const scale = maxSample(samples);
  for (let c = 0; c < row.channels; c++) {
    for (let x = 0, at = y * width * channels + c; x < width; x++, at += channels)
      row.data[c * width + x] = (samples[at] as number) / scale;
  }
}

function alphaPlane({ width, height, channels, samples }: Interleaved): PlanarImage | undefined {
  if (channels !== 2 && channels !== 4) return undefined;
  const scale = maxSample(samples);
  const alpha = planarImage(width, height, 1);
  let opaque = true;
  for (let i = 0, at = channels - 1; at < samples.length; i++, at += channels) {
    const sample = samples[at] as number;
    alpha.data[i] = sample / scale;
    opaque &&= sample === scale;
  }
  return opaque ? undefined : alpha;
}
