/**
 * Denoising by hard thresholding of overlapping patches: each patch is analysed in the basis of its class, small
 * coefficients are set to 0, and the patches are put back and averaged,
 *
 *     c = B (p − mean),   ĉ_k = c_k where |c_k| > τ, else 0,   p̂ = mean + Bᵀ ĉ,   w = 1 / (a + #{ĉ ≠ 0}),
 *     out = Σ w p̂ / Σ w   over the patches that a pixel is in.
 *
 * w: the fewer coefficients a patch keeps, the less noise is left in it. Patches lie on a lattice, every pixel in about
 * equally many.
 *
 * References: R. Coifman, D. Donoho, "Translation-Invariant De-Noising", 1995; O. Guleryuz, "Weighted Overcomplete
 * Denoising", Asilomar 2003 (the weights).
 */
import { type PlanarImage, planarImage } from "../../image/index.js";
import type { Pause } from "../../pause.js";
import { CELL, type ClassMap } from "./orientation.js";
import {
  BASIS,
  EVEN,
  EVEN_ROWS,
  LANES,
  ODD,
  ODD_ROWS,
  PATCH_PIXELS,
  PATCH_SIDE,
  type PatchBases,
  patchOffsets,
} from "./patch-bases.js";

/**
 * Where the patches lie: in each row of pixels one begins, of their columns every `step`-th, and each row's are one
 * pixel further to the right. A square grid with as many patches has pixels that few of them cover, beside others with
 * twice as many.
 */
export interface PatchGrid {
  /** Distance of neighbouring patches of a row, in pixels, up to PATCH_SIDE. */
  readonly step: number;
  /** Column of the first patch in row 0, from 0 to `step` − 1. */
  readonly start: number;
}

/** Column of the first patch of row y. */
export function firstColumn({ step, start }: PatchGrid, y: number): number {
  return (start + y) % step;
}

/**
 * @param image [1, h, w], both sides at least PATCH_SIDE.
 * @param map, bases classes of the pixels, and their bases.
 * @param threshold τ
 * @param grid moving it from iteration to iteration averages it away
 * @param weightOffset a > 0
 * @returns a new image
 */
export async function shrinkPatches(
  image: PlanarImage,
  map: ClassMap,
  bases: PatchBases,
  threshold: number,
  grid: PatchGrid,
  weightOffset: number,
  pause: Pause,
): Promise<PlanarImage> {
  const { width, height } = image;
  const result = planarImage(width, height, 1);
  const weights = new Float32Array(width * height);
  for (let y = 0; y + PATCH_SIDE <= height; y++) {
    await pause();
    const columns = patchColumns(width, firstColumn(grid, y), grid.step);
    shrinkRow(image, map, bases, threshold, y, columns, weightOffset, result.data, weights);
  }
  for (let i = 0; i < weights.length; i++) result.data[i]! /= weights[i]!;
  return result;
}

/** Columns of a row's patches: on the lattice, and at both ends. */
function patchColumns(width: number, first: number, step: number): Int32Array {
  const last = width - PATCH_SIDE;
  const columns = new Set([0]);
  for (let x = first; x <= last; x += step) columns.add(x);
  columns.add(last);
  return Int32Array.from(columns);
}

/** Adds one row of patches to Σ w p̂ and Σ w. */
function shrinkRow(
  image: PlanarImage,
  map: ClassMap,
  bases: PatchBases,
  threshold: number,
  y: number,
  columns: Int32Array,
  weightOffset: number,
  sums: Float32Array,
  weights: Float32Array,
): void {
  const { width, data } = image;
  const offsets = patchOffsets(width);
  const middle = Math.floor(PATCH_SIDE / 2);
  const cells = Math.floor((y + middle) / CELL) * map.width;
  const even = new Float64Array(EVEN);
  const odd = new Float64Array(ODD);
  const evenOut = new Float64Array(EVEN);
  const oddOut = new Float64Array(ODD);
  for (let n = 0; n < columns.length; n++) {
    const x = columns[n]!;
    const corner = y * width + x;
    const basis = map.classes[cells + Math.floor((x + middle) / CELL)]! * BASIS;
    let mean = 0;
    for (let i = 0; i < ODD; i++) {
      const a = data[corner + offsets[i]!]!;
      const b = data[corner + offsets[PATCH_PIXELS - 1 - i]!]!;
      even[i] = a + b;
      odd[i] = a - b;
      mean += a + b;
    }
    if (EVEN > ODD) {
      even[ODD] = data[corner + offsets[ODD]!]!;
      mean += even[ODD]!;
    }
    mean /= PATCH_PIXELS;
    for (let i = 0; i < ODD; i++) even[i]! -= 2 * mean;
    if (EVEN > ODD) even[ODD]! -= mean;

    evenOut.fill(0);
    oddOut.fill(0);
    const kept =
      shrinkHalf(even, evenOut, bases, basis, EVEN_ROWS, threshold) +
      shrinkHalf(odd, oddOut, bases, basis + EVEN_ROWS * EVEN, ODD_ROWS, threshold);

    const weight = 1 / (weightOffset + kept);
    for (let i = 0; i < ODD; i++) {
      const first = corner + offsets[i]!;
      const second = corner + offsets[PATCH_PIXELS - 1 - i]!;
      sums[first]! += weight * (mean + evenOut[i]! + oddOut[i]!);
      sums[second]! += weight * (mean + evenOut[i]! - oddOut[i]!);
      weights[first]! += weight;
      weights[second]! += weight;
    }
    if (EVEN > ODD) {
      const centre = corner + offsets[ODD]!;
      sums[centre]! += weight * (mean + evenOut[ODD]!);
      weights[centre]! += weight;
    }
  }
}

/** Adds to `out` the components of `folded` that exceed the threshold; returns how many there are. */
function shrinkHalf(
  folded: Float64Array,
  out: Float64Array,
  bases: PatchBases,
  start: number,
  rows: number,
  threshold: number,
): number {
  const length = folded.length;
  let kept = 0;
  // The rest of the half's energy: once it is below τ², no further coefficient can exceed τ.
  let left = 0;
  for (let i = 0; i < length; i++) left += folded[i]! * folded[i]!;
  left = length > ODD ? 0.5 * (left + folded[ODD]! * folded[ODD]!) : 0.5 * left;
  for (let k = 0, at = start; k < rows && left > threshold * threshold; k += LANES, at += LANES * length) {
    let c0 = 0;
    let c1 = 0;
    let c2 = 0;
    let c3 = 0;
    for (let i = 0, b = at; i < length; i++, b += LANES) {
      const value = folded[i]!;
      c0 += value * bases[b]!;
      c1 += value * bases[b + 1]!;
      c2 += value * bases[b + 2]!;
      c3 += value * bases[b + 3]!;
    }
    left -= c0 * c0 + c1 * c1 + c2 * c2 + c3 * c3;
    const keep0 = Math.abs(c0) > threshold;
    const keep1 = Math.abs(c1) > threshold;
    const keep2 = Math.abs(c2) > threshold;
    const keep3 = Math.abs(c3) > threshold;
    if (!(keep0 || keep1 || keep2 || keep3)) continue;
    kept += Number(keep0) + Number(keep1) + Number(keep2) + Number(keep3);
    if (!keep0) c0 = 0;
    if (!keep1) c1 = 0;
    if (!keep2) c2 = 0;
    if (!keep3) c3 = 0;
    for (let i = 0, b = at; i < length; i++, b += LANES) {
      out[i]! += c0 * bases[b]! + c1 * bases[b + 1]! + c2 * bases[b + 2]! + c3 * bases[b + 3]!;
    }
  }
  return kept;
}
