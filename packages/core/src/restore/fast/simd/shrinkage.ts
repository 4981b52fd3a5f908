/** Patch shrinkage (patch-shrinkage.ts) of a part of an image on the WebAssembly engine. */
import type { Simd } from "../../../simd/simd.js";
import type { Interval } from "../../intervals.js";
import { CELL, CLASSES } from "../orientation.js";
import { BASIS, EVEN, EVEN_ROWS, LANES, ODD, ODD_ROWS, PATCH_SIDE, type PatchBases } from "../patch-bases.js";
import { firstColumn, type PatchGrid } from "../patch-shrinkage.js";
import { align4, PATCH_REACH } from "./sizes.js";

/**
 * The order in which the engine has the pairs of opposite pixels of a patch (assembly/shrinkage.ts). It reads them as
 * vectors of four neighbouring pixels: of the first two rows columns 0 to 3, then column 4 of each, then what is left
 * of the middle row.
 */
const ORDER = [0, 1, 2, 3, 5, 6, 7, 8, 4, 9, 10, 11] as const;
/** Numbers of a class there: rows for the analysis, then rows for the synthesis. */
const CLASS_FLOATS = BASIS + ORDER.length * (EVEN_ROWS + ODD_ROWS);

/** Columns from patch to patch in a row. The engine's loops are written for this distance alone. */
export const GRID_STEP = 3;

/** Floats that {@link packBases} writes. */
export const PACKED_BASES = CLASSES * CLASS_FLOATS;

/** Writes the bases as the engine has them. */
export function packBases(bases: PatchBases, target: Float32Array): void {
  for (let c = 0; c < CLASSES; c++) packBasis(bases.subarray(c * BASIS), c, target);
}

/** Writes the basis of class c. */
export function packBasis(basis: PatchBases, c: number, target: Float32Array): void {
  const own = target.subarray(c * CLASS_FLOATS, (c + 1) * CLASS_FLOATS);
  packHalf(basis, EVEN, EVEN_ROWS, own, own.subarray(BASIS));
  packHalf(
    basis.subarray(EVEN_ROWS * EVEN),
    ODD,
    ODD_ROWS,
    own.subarray(EVEN_ROWS * EVEN),
    own.subarray(BASIS + ORDER.length * EVEN_ROWS),
  );
}

function packHalf(
  half: Float64Array,
  length: number,
  rows: number,
  analysis: Float32Array,
  synthesis: Float32Array,
): void {
  for (let k = 0; k < rows; k++) {
    const group = Math.floor(k / LANES) * LANES * length + (k % LANES);
    for (let i = 0; i < length; i++) {
      const value = half[group + LANES * (ORDER[i] ?? i)]!;
      analysis[group + LANES * i] = value;
      if (i < ORDER.length) synthesis[k * ORDER.length + i] = value;
    }
  }
}

/** A part of an image in the engine's memory. */
export interface Part {
  /** Address of the first pixel; rows are `stride` bytes apart. */
  readonly at: number;
  readonly stride: number;
  /** Where the part lies in the image; the columns begin with an even number. */
  readonly columns: Interval;
  readonly rows: Interval;
}

/** What patches are shrunk with. */
export interface Shrinking {
  /** Address of the packed bases. */
  readonly bases: number;
  readonly threshold: number;
  readonly grid: PatchGrid;
  /** a of patch-shrinkage.ts. */
  readonly weightOffset: number;
  /** Classes of the image's cells, and cells in a row. */
  readonly classes: Uint8Array;
  readonly classesWidth: number;
}

/**
 * Shrinks the patches of some rows of a part.
 *
 * @param width, height of the image, whose borders have patches of their own
 * @param rows of the image to compute; the part has {@link PATCH_REACH} more on either side where the image has
 * @returns address of the first of these rows, in the part's stride. Reserved; columns nearer to the part's edge than
 *   the reach are incomplete, unless it is the image's
 */
export function shrinkPart(
  simd: Simd,
  part: Part,
  width: number,
  height: number,
  rows: Interval,
  { bases, threshold, grid, weightOffset, classes, classesWidth }: Shrinking,
): number {
  const { columns, stride } = part;
  const partWidth = columns.end - columns.start;
  const partHeight = part.rows.end - part.rows.start;
  const samples = (partHeight * stride) / 4;
  const sums = simd.zeros(samples);
  const mark = simd.mark();
  const weights = simd.zeros(samples);
  const line = simd.allocate(4 * partWidth + 64);
  const classesAt = simd.allocate(partWidth + 64);

  const lastColumn = partWidth - PATCH_SIDE;
  const firstCell = columns.start / CELL;
  const cells = Math.ceil(partWidth / CELL);
  const middle = Math.floor(PATCH_SIDE / 2);
  const first = Math.max(part.rows.start, rows.start - PATCH_REACH);
  for (let y = first; y < rows.end && y + PATCH_SIDE <= height; y++) {
    // Counted from the part's own first column: firstColumn − columns.start, modulo the step.
    const start = (firstColumn(grid, y) + (GRID_STEP - 1) * columns.start) % GRID_STEP;
    const count = Math.max(0, Math.floor((lastColumn - start) / GRID_STEP) + 1);
    // The picture's first and last columns must lie in a patch, too, where the lattice leaves them out; −1 for none.
    const leftmost = columns.start === 0 && start > 0 ? 0 : -1;
    const isOnLattice = count > 0 && start + GRID_STEP * (count - 1) === lastColumn;
    const rightmost =
      columns.end === width && !isOnLattice && !(lastColumn === 0 && leftmost === 0) ? lastColumn : -1;
    const from = Math.floor((y + middle) / CELL) * classesWidth + firstCell;
    simd.bytes(classesAt, cells).set(classes.subarray(from, from + cells));
    const offset = (y - part.rows.start) * stride;
    simd.run.shrinkRow(
      part.at + offset,
      stride,
      partWidth,
      classesAt,
      bases,
      threshold,
      weightOffset,
      start,
      count,
      leftmost,
      rightmost,
      sums + offset,
      weights + offset,
      line,
    );
  }
  const offset = (rows.start - part.rows.start) * stride;
  simd.run.divide(sums + offset, weights + offset, ((rows.end - rows.start) * stride) / 4);
  simd.release(mark);
  return sums + offset;
}

/** Bytes from row to row of a part of this width. */
export function strideOf(width: number): number {
  return 4 * align4(width);
}
