/**
 * The covariances of patches, class by class, that bases are learned from (patch-bases.ts), on the WebAssembly engine:
 * a sum over rows of patches, so that parts of the rows can be summed by different threads.
 */
import type { Simd } from "../../../simd/simd.js";
import type { Interval } from "../../intervals.js";
import { CELL, type ClassMap } from "../orientation.js";
import { COVARIANCES, PATCH_BASES_CONSTANTS, PATCH_PIXELS, PATCH_SIDE, sampleStep } from "../patch-bases.js";
import type { Plane } from "./picture.js";

/** ε of patch-bases.ts for a whole patch: what is added to its energy, so that flat patches have little weight. */
const PATCH_ENERGY = PATCH_BASES_CONSTANTS.minPatchEnergy * PATCH_PIXELS;

/**
 * Sums over some rows of patches, in the order in which addPatches of patch-bases.ts does, so that both give the same
 * numbers.
 *
 * @param image [1, h, w], of which the rows are read that these patches cover
 * @param rows of patches: row i begins at row {@link sampleStep} · i of the image
 * @param covariances [COVARIANCES], overwritten
 */
export function addPatchRows(
  simd: Simd,
  image: { readonly width: number; readonly height: number; readonly data: Pick<Plane, "subarray"> },
  map: ClassMap,
  rows: Interval,
  covariances: Float64Array,
): void {
  const { width, data } = image;
  const step = sampleStep(image);
  const count = Math.max(0, Math.floor((width - PATCH_SIDE) / step) + 1);
  const mark = simd.mark();
  const pixels = simd.allocate(4 * PATCH_SIDE * width);
  const classes = simd.allocate(map.width);
  const sums = simd.zeros(2 * COVARIANCES);
  const patches = simd.floats(pixels, PATCH_SIDE * width);
  const cells = simd.bytes(classes, map.width);
  for (let y = step * rows.start; y < step * rows.end; y += step) {
    patches.set(data.subarray(y * width, (y + PATCH_SIDE) * width));
    const row = Math.floor((y + Math.floor(PATCH_SIDE / 2)) / CELL) * map.width;
    cells.set(map.classes.subarray(row, row + map.width));
    simd.run.addPatchRow(pixels, 4 * width, count, step, classes, PATCH_ENERGY, sums);
  }
  covariances.set(new Float64Array(simd.run.memory.buffer, sums, COVARIANCES));
  simd.release(mark);
}
