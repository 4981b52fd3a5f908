/**
 * Images that were enlarged by repeating each pixel d × d times: screenshots of old programs, thumbnails shown larger. Between two
 * groups of d rows there is what the picture has of contrast, within a group nothing:
 *
 *     rms of y[i] − y[i−1] over rows i within groups  ≤  0.1 · rms over the first rows of groups,
 *
 * and so for columns. (Not nothing at all where the image was compressed afterwards.) The groups may begin anywhere: the image may be
 * a part of a larger one.
 */
import { type PlanarImage, planarImage } from "./planar-image.js";

/** d that are looked for. */
const FACTORS = [4, 3, 2] as const;
/** Largest difference within groups, relative to that between them. */
const MAX_WITHIN = 0.1;
/** Share of the groups that must differ from the next: in drawings most do not, and what looks like repeated pixels is the drawing. */
const MIN_DIFFERENT = 0.5;
/** A difference of less than half a gray level of 255 is none. */
const MIN_DIFFERENCE = 0.5 / 255;
/** Groups across the image, at least: fewer may happen by chance. */
const MIN_GROUPS = 12;

/** Of a row or a column at most so many pixels are looked at, spread over it. */
const LOOKED_AT = 512;

/** How the pixels of an image are repeated. */
export interface Repetition {
  /** d. */
  readonly factor: (typeof FACTORS)[number];
  /** Rows and columns before the first whole group, in [0, d). */
  readonly top: number;
  readonly left: number;
}

/** @returns undefined for an image as most are */
export function findRepetition(image: PlanarImage): Repetition | undefined {
  const rows = neighbourDifferences(image, "rows");
  const columns = neighbourDifferences(image, "columns");
  for (const factor of FACTORS) {
    const top = phase(rows, factor);
    const left = phase(columns, factor);
    if (top !== undefined && left !== undefined) return { factor, top, left };
  }
  return undefined;
}

/**
 * One pixel for each group, its mean. Groups that are cut by the image's borders count as whole ones.
 *
 * @returns [c, ⌈(h + d − top) / d⌉ or less, …]: output pixel (i, j) covers rows d·i − (d − top) mod d and on.
 */
export function mergeRepeated(image: PlanarImage, { factor, top, left }: Repetition): PlanarImage {
  const rows = groups(image.height, factor, top);
  const columns = groups(image.width, factor, left);
  const merged = planarImage(columns.length, rows.length, image.channels);
  let i = 0;
  for (let c = 0; c < image.channels; c++) {
    for (const row of rows) {
      for (const column of columns) {
        let sum = 0;
        for (let y = row.start; y < row.end; y++) {
          const line = (c * image.height + y) * image.width;
          for (let x = column.start; x < column.end; x++) sum += image.data[line + x]!;
        }
        merged.data[i++] = sum / ((row.end - row.start) * (column.end - column.start));
      }
    }
  }
  return merged;
}

/** Of every row or column but the first: how much it differs from the one before. */
interface Differences {
  /** Mean square. */
  readonly squares: Float64Array;
  /** Share of the pixels that differ. */
  readonly different: Float64Array;
}

function neighbourDifferences(
  { width, height, channels, data }: PlanarImage,
  along: "rows" | "columns",
): Differences {
  const [count, others] = along === "rows" ? [height, width] : [width, height];
  const [step, otherStep] = along === "rows" ? [width, 1] : [1, width];
  const squares = new Float64Array(Math.max(0, count - 1));
  const different = new Float64Array(squares.length);
  const looked = Math.min(others, LOOKED_AT);
  const share = 1 / (looked * channels);
  for (let c = 0; c < channels; c++) {
    for (let n = 0; n < looked; n++) {
      const line = c * width * height + Math.floor((n * others) / looked) * otherStep;
      for (let i = 1, at = line + step; i < count; i++, at += step) {
        const difference = data[at]! - data[at - step]!;
        squares[i - 1]! += difference * difference * share;
        if (Math.abs(difference) > MIN_DIFFERENCE) different[i - 1]! += share;
      }
    }
  }
  return { squares, different };
}

/** Rows before the first whole group, if they are in groups. */
function phase({ squares, different }: Differences, factor: number): number | undefined {
  if ((squares.length + 1) / factor < MIN_GROUPS) return undefined;
  for (let start = 0; start < factor; start++) {
    // Row i + 1 begins a group if i + 1 ≡ start.
    const begins = (i: number): boolean => (i + 1 - start + factor) % factor === 0;
    const mean = (values: Float64Array, first: boolean): number => {
      const chosen = values.filter((_, i) => begins(i) === first);
      return chosen.reduce((a, b) => a + b, 0) / chosen.length;
    };
    const isGrouped = mean(squares, false) <= MAX_WITHIN ** 2 * mean(squares, true);
    if (isGrouped && mean(different, true) >= MIN_DIFFERENT) return start;
  }
  return undefined;
}

function groups(length: number, factor: number, start: number): { start: number; end: number }[] {
  const first = start === 0 ? 0 : start - factor;
  return Array.from({ length: Math.ceil((length - first) / factor) }, (_, i) => ({
    start: Math.max(0, first + i * factor),
    end: Math.min(length, first + (i + 1) * factor),
  }));
}
