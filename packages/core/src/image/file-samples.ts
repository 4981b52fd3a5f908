/** Planes → the samples of an image file, interleaved as in interleaved.ts. */
import type { StraightImage } from "./interleaved.js";

/** 8 or 16 bits a sample. */
export type Samples = Uint8Array | Uint16Array;

/**
 * Planar floats → interleaved samples, clipped to [0, 1] and rounded to nearest.
 *
 * @param samples filled with the colours of each pixel, and with its alpha if there is a channel for that; without one,
 *   transparent colours are composited on white
 * @param part if `samples` hold more than these pixels: the number of channels, and the number of the first pixel
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
    composited[i] = 1 + clampUnit(alpha[i] as number) * ((colour[i] as number) - 1);
  }
  return composited;
}

function writeChannel(plane: Float32Array, samples: Samples, c: number, channels: number): void {
  const scale = maxSample(samples);
  for (let i = 0; i < plane.length; i++) {
    samples[i * channels + c] = Math.floor(clampUnit(plane[i] as number) * scale + 0.5);
  }
}

function clampUnit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

function maxSample(samples: Samples): number {
  return samples.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
}
