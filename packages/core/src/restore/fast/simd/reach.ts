/** Which part of a picture's planes each piece of work (steps.ts) depends on. */
import type { Rectangle } from "../../../image/index.js";
import type { Kernel } from "../../../kernel/index.js";
import { type Interval, rectangle } from "../../intervals.js";
import { fadeReach } from "../../tile-frame.js";
import { sampledRows } from "../patch-bases.js";
import { neededRows } from "./correlation.js";
import { PATCH_REACH, SAMPLE_PARTS, type TileGrid } from "./sizes.js";

/** The geometry of a picture at work. */
export interface PictureGeometry {
  /** Size of y. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly kernel: Kernel;
  readonly grid: TileGrid;
  /** Where y is known. */
  readonly known: Rectangle;
  /** Pixels of y around a tile that the data step reads. */
  readonly overlap: number;
  /** Pixels of y around a tile that the denoiser reads. */
  readonly surroundings: number;
}

/** The rows of patches in one part of those that the bases are learned from. */
export function sampledPart({ width, height, scale }: PictureGeometry, index: number): Interval {
  const rows = sampledRows({ width: scale * width, height: scale * height });
  return {
    start: Math.floor((index * rows) / SAMPLE_PARTS),
    end: Math.floor(((index + 1) * rows) / SAMPLE_PARTS),
  };
}

/** Rows of the large image that the residual of a band of y depends on. */
export function correlatedRows(
  { kernel, scale, height }: PictureGeometry,
  { start, end }: Interval,
): Interval {
  const needed = neededRows(kernel.size, scale, start, end);
  const largeHeight = scale * height;
  // What mirrored rows stand for is among the others, unless the image is smaller than the kernel.
  if (largeHeight < needed.end - needed.start) return { start: 0, end: largeHeight };
  return { start: Math.max(0, needed.start), end: Math.min(largeHeight, needed.end) };
}

/**
 * The cores of the two tiles, or the one, that a transform is for. Those at the borders of the image, which take longer
 * (../known-part.ts), come first and together.
 */
export function pairOfCores({ columns, rows }: TileGrid, index: number): Rectangle[] {
  const isOuter = (i: number, of: readonly Interval[]): boolean => i === 0 || i === of.length - 1;
  const outer: Rectangle[] = [];
  const inner: Rectangle[] = [];
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      const side = isOuter(x, columns) || isOuter(y, rows) ? outer : inner;
      side.push(rectangle(column, row));
    }
  }
  return [...outer, ...inner].slice(2 * index, 2 * index + 2);
}

/** Rows of the large image that a band of it depends on when it is denoised. */
export function shrunkRows(largeHeight: number, { start, end }: Interval): Interval {
  return { start: Math.max(0, start - PATCH_REACH), end: Math.min(largeHeight, end + PATCH_REACH) };
}

/**
 * The part of an axis of y that the frame of a tile covers.
 *
 * @param start where the frame begins, perhaps before the image
 * @param frame its length
 * @param length of the image
 */
export function framePart(overlap: number, start: number, frame: number, length: number): Interval {
  // A frame fades into what follows it on the opposite side. What lies beyond the image is mirrored into it.
  const [first, end] = [start - fadeReach(overlap), start + frame + fadeReach(overlap)];
  const beyond = Math.max(0, end - length, -first);
  return {
    start: Math.max(0, Math.min(first, length - beyond)),
    end: Math.min(length, Math.max(end, beyond)),
  };
}

/** As {@link framePart}: the part that the colour differences of a tile depend on. */
function colourPart(
  { kernel, scale, overlap }: PictureGeometry,
  start: number,
  frame: number,
  length: number,
): Interval {
  const part = framePart(overlap, start, frame, length);
  // The residual is wrong at the part's borders: by the kernel's reach, and by that of bicubic interpolation.
  const margin = Math.ceil(kernel.size / scale) + 3;
  return { start: Math.max(0, part.start - margin), end: Math.min(length, part.end + margin) };
}

/** Rows of y that the colours of a row of tiles depend on. */
export function colourRows(picture: PictureGeometry, row: Interval): Interval {
  const top = Math.max(0, row.start - picture.surroundings) - picture.overlap;
  return colourPart(picture, top, picture.grid.frameHeight, picture.height);
}

/** What the colours of one tile are computed from, in pixels of y. */
export interface ColourTile {
  readonly core: Rectangle;
  /** The tile with the pixels around it that the denoiser reads, beginning at an even column of the large image. */
  readonly tile: Rectangle;
  /** The part of y that it depends on; what is wrong at its borders, for the kernel's reach, is not used. */
  readonly columns: Interval;
  readonly rows: Interval;
}

/** One tile of a row of tiles. */
export function colourTile(picture: PictureGeometry, row: number, index: number): ColourTile {
  const { grid, surroundings, overlap, width, height } = picture;
  const core = rectangle(grid.columns[index]!, grid.rows[row]!);
  const left = Math.max(0, core.x - surroundings);
  const x = left - (left % 2);
  const y = Math.max(0, core.y - surroundings);
  const right = Math.min(width, core.x + core.width + surroundings);
  const bottom = Math.min(height, core.y + core.height + surroundings);
  return {
    core,
    tile: { x, y, width: right - x, height: bottom - y },
    columns: colourPart(picture, x - overlap, grid.frameWidth, width),
    rows: colourRows(picture, grid.rows[row]!),
  };
}
