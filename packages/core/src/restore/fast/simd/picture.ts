/** A picture at work: its planes, which the threads share, and how it is divided. All of it can be sent to a worker. */
import type { Kernel } from "../../../kernel/index.js";
import { fadeReach } from "../data-step.js";
import { CELL } from "../orientation.js";
import { COVARIANCES, PATCH_SIDE } from "../patch-bases.js";
import { PACKED_BASES } from "./shrinkage.js";
import { divide, type Interval, PATCH_REACH, type TileGrid, tileGrid } from "./sizes.js";

/** Rows of the large image in a band, and rows of cells. */
const BAND_ROWS = 64;
const CELL_ROWS = 32;
/** Parts of the patches that the bases are learned from. */
export const SAMPLE_PARTS = 8;

/** A plane's memory. */
export type Allocate = (bytes: number) => ArrayBufferLike;

/** The planes and the divisions. */
export interface Picture {
  /** Size of y. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly kernel: Kernel;
  readonly hasColour: boolean;
  /** y, or its luma: [h, w]. */
  readonly low: Float32Array;
  /** x and z, in turn: [s·h, s·w]. */
  readonly large: Float32Array;
  /** y − A z: [h, w]. */
  readonly residual: Float32Array;
  /** Rows of x at the bands' borders, before the bands are denoised in place: for each border 2 · PATCH_REACH rows. */
  readonly edges: Float32Array;
  /** Classes of the large image's cells. */
  readonly classes: Uint8Array;
  /** Sums over parts of the patches that the bases are learned from: [SAMPLE_PARTS, COVARIANCES]. */
  readonly covariances: Float64Array;
  /** packBases. */
  readonly bases: Float32Array;
  /** In the memory of low, residual and edges, which the colours do not need: C_b and C_r of the rows of y that a row of tiles depends on: [2, rows of colourRows, w]. */
  readonly chroma: Float32Array;
  /** In the same memory: the colours of a row of tiles, [3, rows of the large image, s·w]. */
  readonly stripe: Float32Array;
  /** Bands of y, and of the large image. */
  readonly lowBands: readonly Interval[];
  readonly bands: readonly Interval[];
  readonly cellBands: readonly Interval[];
  readonly grid: TileGrid;
  /** Pixels of y around a tile that the data step reads. */
  readonly overlap: number;
  /** Pixels of y around a tile that the denoiser reads. */
  readonly surroundings: number;
}

/**
 * The part of an axis of y that the colour differences of a tile depend on.
 *
 * @param start where the tile's frame begins, perhaps before the image
 * @param frame its length
 * @param length of the image
 */
export function colourPart(
  { kernel, scale, overlap }: Pick<Picture, "kernel" | "scale" | "overlap">,
  start: number,
  frame: number,
  length: number,
): Interval {
  // A frame fades into what follows it on the opposite side. What lies beyond the image is mirrored into it.
  const [first, end] = [start - fadeReach(overlap), start + frame + fadeReach(overlap)];
  const beyond = Math.max(0, end - length, -first);
  // The residual is wrong at the part's borders: by the kernel's reach, and by that of bicubic interpolation.
  const margin = Math.ceil(kernel.size / scale) + 3;
  return {
    start: Math.max(0, Math.min(first, length - beyond) - margin),
    end: Math.min(length, Math.max(end, beyond) + margin),
  };
}

/** Rows of y that the colours of a row of tiles depend on. */
export function colourRows(
  picture: Pick<Picture, "kernel" | "scale" | "surroundings" | "overlap" | "grid" | "height">,
  row: Interval,
): Interval {
  const top = Math.max(0, row.start - picture.surroundings) - picture.overlap;
  return colourPart(picture, top, picture.grid.frameHeight, picture.height);
}

/** Threads that a picture has work for: about one for each band. More would only have to be started. */
export function usefulThreads({ height, scale }: Pick<Picture, "height" | "scale">, threads: number): number {
  return Math.min(threads, Math.ceil((scale * height) / BAND_ROWS));
}

/** Whether a picture is as large as a patch; smaller ones are not denoised. */
export function fitsPatches({ width, height, scale }: Pick<Picture, "width" | "height" | "scale">): boolean {
  return scale * Math.min(width, height) >= PATCH_SIDE;
}

/**
 * Lays a picture out.
 *
 * @param tileSize largest side of a tile, in pixels of y, in place of the cheapest
 */
export function layOut(
  { width, height, channels }: { width: number; height: number; channels: number },
  kernel: Kernel,
  scale: number,
  { overlap, tileSize }: { overlap: number; tileSize?: number | undefined },
  allocate: Allocate,
): Picture {
  const floats = (length: number): Float32Array => new Float32Array(allocate(4 * length));
  const [largeWidth, largeHeight] = [scale * width, scale * height];
  // One pixel more: tiles begin at even columns.
  const surroundings = Math.ceil(PATCH_REACH / scale);
  const grid = tileGrid(width, height, overlap + surroundings + 1, tileSize);
  const bands = divide(largeHeight, BAND_ROWS);
  const hasColour = channels === 3;
  const geometry = { width, height, scale, kernel, grid, overlap, surroundings };
  const lowRows = longest(grid.rows.map((row) => colourRows(geometry, row)));
  const stripeRows = scale * longest(grid.rows);
  // The luma is finished when the colours begin, so they use the same memory.
  const luma = [width * height, width * height, (bands.length - 1) * 2 * PATCH_REACH * largeWidth] as const;
  const colours = hasColour
    ? ([2 * lowRows * width, 3 * stripeRows * largeWidth] as const)
    : ([0, 0] as const);
  const shared = allocate(4 * Math.max(sum(luma), sum(colours)));
  const [low, residual, edges] = views(shared, luma);
  const [chroma, stripe] = views(shared, colours);
  return {
    ...geometry,
    hasColour,
    low: low!,
    large: floats(largeWidth * largeHeight),
    residual: residual!,
    edges: edges!,
    classes: new Uint8Array(allocate(Math.ceil(largeWidth / CELL) * Math.ceil(largeHeight / CELL))),
    covariances: new Float64Array(allocate(8 * SAMPLE_PARTS * COVARIANCES)),
    bases: floats(PACKED_BASES),
    chroma: chroma!,
    stripe: stripe!,
    lowBands: divide(height, Math.ceil(BAND_ROWS / scale)),
    bands,
    cellBands: divide(Math.ceil(largeHeight / CELL), CELL_ROWS),
  };
}

function longest(intervals: readonly Interval[]): number {
  return Math.max(...intervals.map(({ start, end }) => end - start));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** Consecutive views of these lengths. */
function views(buffer: ArrayBufferLike, lengths: readonly number[]): Float32Array[] {
  return lengths.map((length, i) => new Float32Array(buffer, 4 * sum(lengths.slice(0, i)), length));
}
