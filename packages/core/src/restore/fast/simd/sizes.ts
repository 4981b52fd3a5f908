/**
 * How a picture is divided into bands and tiles: always alike, so that the result does not depend on who computes
 * which.
 */
import { simdFftLength } from "../../../simd/fft.js";
import { evenly, type Interval } from "../../intervals.js";
import { PATCH_SIDE } from "../patch-bases.js";

/** n, rounded up to a multiple of 4. */
export function align4(n: number): number {
  return 4 * Math.ceil(n / 4);
}

/** Divides a side evenly into parts of about `size`, none smaller than that unless there is but one. */
export function divide(length: number, size: number): Interval[] {
  const count = Math.max(1, Math.floor(length / size));
  return evenly(length, count);
}

function even(n: number): number {
  return 2 * Math.ceil(n / 2);
}

/**
 * Parts that the patches are summed in which the bases are learned from. Fixed, and added up in order, as sums of
 * another division would round to other numbers.
 */
export const SAMPLE_PARTS = 8;

/** Rows on each side of a pixel that a patch with it may cover. */
export const PATCH_REACH = PATCH_SIDE - 1;

/** Tiles of the data step. */
export interface TileGrid {
  readonly columns: readonly Interval[];
  readonly rows: readonly Interval[];
  /** Size of the transforms. */
  readonly frameWidth: number;
  readonly frameHeight: number;
}

/** The longest side of a transform: two complex planes of that size are about what a core's cache holds. */
const MAX_FRAME = 400;
/** It may be longer where the margins are wide: so many of them, half of which are not the core's. */
const MAX_MARGINS = 4;
/** Two tiles share a transform; from this many pixels on there are at least so many pairs, for as many threads. */
const MIN_PAIRS = 2;
const PAIRS_FROM = 64 * 64;
/** The time of a pair in all rounds of the luma, and of a tile's colours, relative to each other. */
const PAIR_COST = 10;
const COLOURS_COST = 3;

/**
 * The division into tiles that costs least: n log n for each transform of n samples, which is of two tiles in the luma
 * and of one in the colours. Threads wait for each other after all pairs, and after the colours of a row of tiles, so
 * odd numbers cost as much as the next even ones.
 *
 * @param margin pixels around a core on each side
 * @param tileSize largest side of a tile, in place of the cheapest
 */
export function tileGrid(width: number, height: number, margin: number, tileSize?: number): TileGrid {
  let best: TileGrid | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  const minPairs = width * height >= PAIRS_FROM ? MIN_PAIRS : 1;
  const counts = (length: number): number[] => {
    if (tileSize) return [Math.ceil(length / tileSize)];
    const longest = Math.max(MAX_FRAME, MAX_MARGINS * margin);
    const enough = Math.ceil(length / (longest - 2 * margin));
    return [0, 1, 2, 3].map((more) => enough + more).filter((count) => count <= length);
  };
  const frame = (length: number, count: number): number =>
    simdFftLength(Math.ceil(length / count) + 2 * margin);
  for (const across of counts(width)) {
    for (const down of counts(height)) {
      const pairs = Math.ceil((across * down) / 2);
      if (pairs < minPairs && !tileSize) continue;
      const [frameWidth, frameHeight] = [frame(width, across), frame(height, down)];
      const samples = frameWidth * frameHeight;
      const steps = PAIR_COST * even(pairs) + COLOURS_COST * down * even(across);
      const cost = steps * samples * Math.log2(samples);
      if (cost >= bestCost) continue;
      bestCost = cost;
      best = { columns: evenly(width, across), rows: evenly(height, down), frameWidth, frameHeight };
    }
  }
  if (!best) throw new Error(`no tiles for ${width}×${height}`);
  return best;
}
