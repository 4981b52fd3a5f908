/** A picture at work: its planes, which the threads share, and how it is divided. All of it can be sent to a worker. */
import type { Rectangle } from "../../../image/index.js";
import type { Kernel } from "../../../kernel/index.js";
import type { Interval } from "../../intervals.js";
import type { KnownPartConstants } from "../known-part.js";
import { CELL } from "../orientation.js";
import { COVARIANCES, PATCH_SIDE } from "../patch-bases.js";
import { colourRows, type PictureGeometry } from "./reach.js";
import { PACKED_BASES } from "./shrinkage.js";
import { divide, PATCH_REACH, SAMPLE_PARTS, tileGrid } from "./sizes.js";

/**
 * Rows of the large image in a band, and rows of cells: what a thread does at a time. The patches of
 * the PATCH_REACH rows before a band are computed for both bands, which in one of 64 rows is a sixteenth.
 */
const BAND_ROWS = 64;
const CELL_ROWS = 32;

/** A plane's memory. */
export type Allocate = (bytes: number) => ArrayBufferLike;

/** The planes and the divisions. */
export interface Picture extends PictureGeometry {
  readonly constants: KnownPartConstants;
  readonly hasColour: boolean;
  readonly isExtrapolated: boolean;
  /** y, or its luma: [h, w]. */
  readonly low: Float32Array;
  /** x and z, in turn: [s·h, s·w]. */
  readonly large: Float32Array;
  /** z of the last round: [s·h, s·w], or nothing where rounds do not extrapolate. */
  readonly last: Float32Array;
  /** y − A z: [h, w]. */
  readonly residual: Float32Array;
  /** Rows of x at the bands' borders, before the bands are denoised in place: for each border 2 · PATCH_REACH rows. */
  readonly edges: Float32Array;
  /** Classes of the large image's cells. */
  readonly classes: Uint8Array;
  /** Sums over parts of the patches that the bases are learned from: [SAMPLE_PARTS, COVARIANCES]. */
  readonly covariances: Float64Array;
  /** The bases of all classes as packBases (shrinkage.ts) writes them: [PACKED_BASES]. */
  readonly bases: Float32Array;
  /**
   * In the memory of low, residual and edges, which the colours do not need: C_b and C_r of the rows of y that a row of
   * tiles depends on: [2, rows of colourRows, w].
   */
  readonly chroma: Float32Array;
  /** In the same memory: the colours of a row of tiles, [3, rows of the large image, s·w]. */
  readonly stripe: Float32Array;
  /** Bands of y, and of the large image. */
  readonly lowBands: readonly Interval[];
  readonly bands: readonly Interval[];
  readonly cellBands: readonly Interval[];
}

/** What a piece of work needs of a plane: its samples by their numbers in the whole plane. */
export interface Plane {
  readonly BYTES_PER_ELEMENT: number;
  subarray(start: number, end: number): Float32Array;
  set(samples: ArrayLike<number>, at: number): void;
}

/** The planes that grow with the picture. */
export type LargePlane = "low" | "large" | "last" | "residual" | "edges" | "chroma" | "stripe";

/** A picture for a worker, which may have but parts of its planes. */
export type PictureParts = Omit<Picture, LargePlane> & Readonly<Record<LargePlane, Plane>>;

/** The size of a picture at work. */
export type PictureSize = Pick<Picture, "width" | "height" | "scale">;

/** Threads that a picture has work for: about one for each band. */
export function usefulThreads({ height, scale }: PictureSize, threads: number): number {
  return Math.min(threads, Math.ceil((scale * height) / BAND_ROWS));
}

/** Pixels of the result that take one thread a tenth of a second; a worker takes half of that to start. */
const WORTH_A_WORKER = 512 * 512;

/** Of these threads, those that it pays to start a worker for. */
export function workersWorthStarting({ width, height, scale }: PictureSize, threads: number): number {
  const useful = usefulThreads({ width, height, scale }, threads);
  return Math.min(useful - 1, Math.floor((scale ** 2 * width * height) / WORTH_A_WORKER));
}

/** Whether a picture is as large as a patch; smaller ones are not denoised. */
export function fitsPatches({ width, height, scale }: PictureSize): boolean {
  return scale * Math.min(width, height) >= PATCH_SIDE;
}

/** What a picture is laid out for. */
export interface PictureFacts {
  /** Of y. */
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly kernel: Kernel;
  readonly scale: number;
  /** Where y is known. */
  readonly known: Rectangle;
  /** Pixels of y around a tile that the data step reads. */
  readonly overlap: number;
  /** When the iterations at the borders end. */
  readonly constants: KnownPartConstants;
  /** Whether rounds take a step further in the direction of their own (Round.momentum). */
  readonly isExtrapolated: boolean;
  /** Largest side of a tile, in pixels of y, in place of the cheapest. */
  readonly tileSize?: number | undefined;
}

/** Lays a picture out: same facts, same layout. */
export function layOut(
  {
    width,
    height,
    channels,
    kernel,
    scale,
    known,
    overlap,
    constants,
    isExtrapolated,
    tileSize,
  }: PictureFacts,
  allocate: Allocate,
): Picture {
  const floats = (length: number): Float32Array => new Float32Array(allocate(4 * length));
  const [largeWidth, largeHeight] = [scale * width, scale * height];
  // One pixel more: tiles begin at even columns.
  const surroundings = Math.ceil(PATCH_REACH / scale);
  const grid = tileGrid(width, height, overlap + surroundings + 1, tileSize);
  const bands = divide(largeHeight, BAND_ROWS);
  const hasColour = channels === 3;
  const geometry = { width, height, scale, kernel, grid, known, overlap, surroundings };
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
    constants,
    hasColour,
    isExtrapolated,
    low: low!,
    large: floats(largeWidth * largeHeight),
    last: floats(isExtrapolated ? largeWidth * largeHeight : 0),
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
