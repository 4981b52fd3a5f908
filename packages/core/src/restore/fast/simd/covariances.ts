/** What bases are learned from (patch-bases.ts), on the WebAssembly engine. */
import type { Simd } from "../../../simd/simd.js";
import type { Interval } from "../../intervals.js";
import { CELL, type ClassMap } from "../orientation.js";
import { COVARIANCES, PATCH_BASES_CONSTANTS, PATCH_PIXELS, PATCH_SIDE, sampleStep } from "../patch-bases.js";
import type { Plane } from "./picture.js";

/** ε. */
const PATCH_ENERGY = PATCH_BASES_CONSTANTS.minPatchEnergy * PATCH_PIXELS;

/** As addPatches, to the same numbers. */
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
