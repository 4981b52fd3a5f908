/**
 * Cutting an image into overlapping tiles, so that work on an image of any size needs the memory of one tile.
 *
 *     ┌───────────────┐
 *     │ padded        │   core:   the tiles' cores cover the image, each pixel once
 *     │   ┌───────┐   │   padded: the core and up to `overlap` pixels around it, as far as the image goes
 *     │   │ core  │   │
 *     │   └───────┘   │   If an output pixel depends on inputs at most `overlap` pixels away, the cores of the
 *     │               │   tiles' outputs, put together, are exactly what the whole image would give.
 *     └───────────────┘
 */

import { check } from "../errors.js";
import type { PlanarImage, Rectangle } from "../image/index.js";
import { checkInteger } from "../range.js";
import { evenly, type Interval, rectangle } from "./intervals.js";

/** Pixels of the small image on each side that bicubic enlargement depends on: half its support. */
export const BICUBIC_REACH = 2;

/** A part of an image. */
export interface Tile {
  /** The pixels that this tile computes. */
  readonly core: Rectangle;
  /** The pixels that it reads: the core and its surroundings. */
  readonly padded: Rectangle;
}

/**
 * Tiles that cover an image, row by row. Cores differ by at most one pixel in width and height.
 *
 * @param width, height of the image.
 * @param size largest side of a core.
 * @param overlap pixels around a core, where the image has them; ≥ 0.
 * @throws KernelGanError `invalid-argument` if a size is not a positive integer or the overlap not an integer ≥ 0.
 * @example tiles(1000, 400, 512, 16) // two tiles, cores 500×400, padded 516×400
 */
export function tiles(width: number, height: number, size: number, overlap: number): Tile[] {
  for (const [name, value] of Object.entries({ width, height, size })) {
    checkInteger(`"${name}"`, value, { min: 1 });
  }
  checkInteger('"overlap"', overlap, { min: 0 });
  const columns = evenly(width, Math.ceil(width / size));
  return evenly(height, Math.ceil(height / size)).flatMap((row) =>
    columns.map((column) => ({
      core: rectangle(column, row),
      padded: rectangle(grow(column, overlap, width), grow(row, overlap, height)),
    })),
  );
}

function grow({ start, end }: Interval, overlap: number, length: number): Interval {
  return { start: Math.max(0, start - overlap), end: Math.min(length, end + overlap) };
}

/**
 * Copies the core of the result for a tile into the whole result.
 *
 * @param part the result for the tile's padded rectangle, `scale` times as large.
 * @param scale output pixels per input pixel, an integer ≥ 1.
 * @param target `scale` times as large as the image the tiles were cut from; as many channels as `part`.
 * @throws KernelGanError `invalid-argument` if the sizes do not fit together.
 */
export function paste(part: PlanarImage, { core, padded }: Tile, scale: number, target: PlanarImage): void {
  check(
    part.width === scale * padded.width &&
      part.height === scale * padded.height &&
      part.channels === target.channels,
    () =>
      `a tile of ${padded.width}×${padded.height} gives ${scale * padded.width}×${scale * padded.height}×${target.channels} at scale ${scale}, got ${part.width}×${part.height}×${part.channels}`,
  );
  check(
    scale * (core.x + core.width) <= target.width && scale * (core.y + core.height) <= target.height,
    () => `the tile reaches beyond the target of ${target.width}×${target.height}`,
  );
  const [left, top] = [scale * (core.x - padded.x), scale * (core.y - padded.y)];
  const [x, y] = [scale * core.x, scale * core.y];
  for (let c = 0; c < part.channels; c++) {
    for (let row = 0; row < scale * core.height; row++) {
      const from = (c * part.height + top + row) * part.width + left;
      const to = (c * target.height + y + row) * target.width + x;
      target.data.set(part.data.subarray(from, from + scale * core.width), to);
    }
  }
}
