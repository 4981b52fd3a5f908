/**
 * Images that were enlarged by repeating each pixel d × d times: screenshots of old programs, thumbnails shown larger.
 * Between two groups of d rows there is what the picture has of contrast, within a group nothing:
 *
 *     rms of y[i] − y[i−1] over rows i within groups  ≤  0.1 · rms over the first rows of groups,
 *
 * and so for columns. (Not nothing at all where the image was compressed afterwards.) The groups may begin anywhere:
 * the image may be a part of a larger one.
 */
import { type PlanarImage, planarImage } from "./planar-image.js";

/**
 * d that are looked for, the largest first: pixels that are repeated four times are also repeated twice, only not in
 * groups that all differ.
 */
const FACTORS = [4, 3, 2] as const;
/**
 * Largest rms difference within groups, relative to that between them. Chosen by hand: neighbouring pixels of a picture
 * that is not repeated differ by about as much within groups as between them, a ratio of 1, and repeated ones by what
 * compression makes of 0. `npm run bench:accuracy -- --data PATH --kinds bicubic,doubled` prints what this and the next
 * limit bring and cost.
 */
const MAX_WITHIN = 0.1;
/**
 * Share of the groups that must differ from the one before. In drawings of straight lines most do not, and what looks
 * like repeated pixels is the drawing. Plain places, where nothing differs, say nothing: only groups count that have a
 * difference no further away than NEAR groups. Of 71 photographs, screenshots and smooth drawings that were shrunk, all
 * have 0.55 and more but one blurred background, whatever share of them is plain.
 */
const MIN_DIFFERENT = 0.5;
const NEAR = 2;
/** Values that differ by less are equal: half of the step that 8 bits are rounded to. */
const MIN_DIFFERENCE = 0.5 / 255;
/** Groups across the image, at least. A safety limit, not fitted: of a few rows most of the contrast may lie in one. */
const MIN_GROUPS = 12;

/**
 * Of a row or a column at most so many pixels are looked at, spread over it: enough for the mean of their squared
 * differences, and a large image takes no longer than its side is long.
 */
const LOOKED_AT = 512;

/** How the pixels of an image are repeated. */
export interface Repetition {
  /** d. */
  readonly factor: (typeof FACTORS)[number];
  /** Rows and columns before the first whole group, in [0, d). */
  readonly top: number;
  readonly left: number;
}

/**
 * How the pixels of an image are repeated, along both axes by the same factor.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @returns undefined where they are not, as of most images
 */
export function findRepetition(image: PlanarImage): Repetition | undefined {
  const rows = neighbourDifferences(image, "rows");
  const columns = neighbourDifferences(image, "columns");
  for (const factor of FACTORS) {
    const top = phase(image, "rows", rows, factor);
    const left = phase(image, "columns", columns, factor);
    if (top !== undefined && left !== undefined) return { factor, top, left };
  }
  return undefined;
}

/**
 * Undoes a repetition: one pixel for each group, its mean. Groups that are cut by the image's borders count as whole
 * ones.
 *
 * @param image [c, h, w]
 * @returns [c, h', w'] with h' = ⌈(h + o) / d⌉, o = (d − top) mod d; row i of it is the mean of rows d·i − o to
 *   d·i − o + d − 1, as far as there are any; and so for columns, with `left`
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

type Axis = "rows" | "columns";

/**
 * Σ (y[i] − y[i−1])² over the pixels of each row or column i and all channels.
 *
 * @returns one sum for each row or column but the first: the i-th is that of row i + 1
 */
function neighbourDifferences(image: PlanarImage, axis: Axis): Float64Array {
  const { count, step, lines } = linesAcross(image, axis);
  const squares = new Float64Array(Math.max(0, count - 1));
  for (const line of lines) {
    for (let i = 1, at = line + step; i < count; i++, at += step) {
      squares[i - 1]! += (image.data[at]! - image.data[at - step]!) ** 2;
    }
  }
  return squares;
}

/**
 * Where groups of `factor` rows or columns begin.
 *
 * @param squares of {@link neighbourDifferences}
 * @returns the rows before the first whole group, in [0, factor); undefined where there are no such groups
 */
function phase(image: PlanarImage, axis: Axis, squares: Float64Array, factor: number): number | undefined {
  if ((squares.length + 1) / factor < MIN_GROUPS) return undefined;
  for (let start = 0; start < factor; start++) {
    const mean = (first: boolean): number => {
      // squares[i] is between rows i and i + 1, and row i + 1 begins a group where i + 1 ≡ start modulo the factor.
      const chosen = squares.filter((_, i) => ((i + 1 - start + factor) % factor === 0) === first);
      return chosen.reduce((a, b) => a + b, 0) / chosen.length;
    };
    const isGrouped = mean(false) <= MAX_WITHIN ** 2 * mean(true);
    if (isGrouped && differentShare(image, axis, factor, start) >= MIN_DIFFERENT) return start;
  }
  return undefined;
}

/** The share of groups that differ from the one before, among those that have a difference not far away. */
function differentShare(image: PlanarImage, axis: Axis, factor: number, start: number): number {
  const { count, step, lines } = linesAcross(image, axis);
  let [different, counted] = [0, 0];
  for (const line of lines) {
    let last = Number.NEGATIVE_INFINITY;
    for (let i = start === 0 ? factor : start, group = 0; i < count; i += factor, group++) {
      const at = line + i * step;
      if (Math.abs(image.data[at]! - image.data[at - step]!) > MIN_DIFFERENCE) {
        // It counts, and so do the groups up to NEAR before it that a difference further back has not counted yet.
        const first = Math.max(0, group - NEAR, last + NEAR + 1);
        counted += 1 + Math.max(0, group - first);
        different++;
        last = group;
      } else if (group - last <= NEAR) {
        counted++;
      }
    }
  }
  return counted === 0 ? 0 : different / counted;
}

/**
 * The lines across rows, or columns, of all channels: where they begin, from pixel to pixel, and how many pixels they
 * have.
 */
function linesAcross(
  { width, height, channels }: PlanarImage,
  axis: Axis,
): { count: number; step: number; lines: number[] } {
  const [count, others] = axis === "rows" ? [height, width] : [width, height];
  const [step, otherStep] = axis === "rows" ? [width, 1] : [1, width];
  const looked = Math.min(others, LOOKED_AT);
  const lines = Array.from({ length: channels * looked }, (_, n) => {
    const [c, line] = [Math.floor(n / looked), n % looked];
    return c * width * height + Math.floor((line * others) / looked) * otherStep;
  });
  return { count, step, lines };
}

/** The groups along an axis, those at its ends perhaps cut. */
function groups(length: number, factor: number, start: number): { start: number; end: number }[] {
  const first = start === 0 ? 0 : start - factor;
  return Array.from({ length: Math.ceil((length - first) / factor) }, (_, i) => ({
    start: Math.max(0, first + i * factor),
    end: Math.min(length, first + (i + 1) * factor),
  }));
}
