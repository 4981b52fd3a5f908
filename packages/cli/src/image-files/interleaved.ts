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
import { grayRow, type Samples } from "@kernelgan/core/internal";

/** Interleaved samples of a decoded file. */
export interface Interleaved {
  width: number;
  height: number;
  /** 1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha. */
  channels: number;
  samples: Samples;
}

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
