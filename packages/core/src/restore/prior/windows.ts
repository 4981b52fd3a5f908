/**
 * The pieces in which a network goes over an image: windows with surroundings, mirrored beyond the image.
 *
 * Windows begin and end at multiples of 16, since networks that halve the picture n times want sides that are multiples
 * of 2ⁿ (DRUNet: 8), and would see another picture if they began elsewhere. A network that takes one size alone gets
 * windows of that size.
 */
import type { Rectangle } from "../../image/index.js";
import { tiles } from "../tiles.js";

/** A piece: what the network sees, and the part of it whose result is used. */
export interface Window {
  /** May reach beyond the image. */
  readonly seen: Rectangle;
  /** Inside the image. */
  readonly used: Rectangle;
}

/** What begins and ends at multiples of this. */
const UNIT = 16;
/**
 * Surroundings in units: 32 pixels, as in DPIR's own test_mode. DRUNet reaches further, but hardly notices.
 */
const OVERLAP = 2;
/**
 * Largest side of what is used of a window: DRUNet's widest maps take 64 · 4 bytes a pixel, 67 MB each with the
 * surroundings.
 */
const CORE = 448;
/** Of a side of fixed length so much is at most surroundings, at each end. */
const FIXED_OVERLAP_SHARE = 1 / 8;

/**
 * @param width, height of the image
 * @param fixed the sides that the network takes, where it takes no others
 * @param core largest side of what is used of a window, in pixels
 */
export function windows(
  width: number,
  height: number,
  fixed: { readonly width?: number | undefined; readonly height?: number | undefined } = {},
  core: number = CORE,
): Window[] {
  const columns = intervals(width, fixed.width, core);
  return intervals(height, fixed.height, core).flatMap((row) =>
    columns.map((column) => ({
      seen: { x: column.from, y: row.from, width: column.length, height: row.length },
      used: {
        x: column.first,
        y: row.first,
        width: column.end - column.first,
        height: row.end - row.first,
      },
    })),
  );
}

/** One side of a window: seen from `from` on, used from `first` to `end`. */
interface Interval {
  readonly from: number;
  readonly length: number;
  readonly first: number;
  readonly end: number;
}

function intervals(side: number, fixed: number | undefined, core: number): Interval[] {
  if (fixed !== undefined) {
    const overlap = side <= fixed ? 0 : Math.min(OVERLAP * UNIT, Math.floor(FIXED_OVERLAP_SHARE * fixed));
    return tiles(side, 1, fixed - 2 * overlap, 0).map(({ core: { x, width } }) => ({
      from: x - overlap,
      length: fixed,
      first: x,
      end: x + width,
    }));
  }
  const units = Math.ceil(side / UNIT);
  return tiles(units, 1, Math.max(1, Math.floor(core / UNIT)), OVERLAP).map(({ core, padded }) => ({
    from: UNIT * padded.x,
    length: UNIT * padded.width,
    first: UNIT * core.x,
    end: Math.min(side, UNIT * (core.x + core.width)),
  }));
}
