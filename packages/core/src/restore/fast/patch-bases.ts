/**
 * The transforms in which an image's patches are sparse, learned from the image itself: for each class of pixels
 * (orientation.ts) the principal components of its patches, i.e. the eigenvectors of
 *
 *     C = C₀ + Σ_patches p pᵀ / (|p|² + ε),   p the patch less its mean,
 *
 * with C₀ the covariance of a Markov process, ρ^(|Δx| + |Δy|), whose components are nearly the cosine transform: the
 * basis of a class without patches.
 *
 * Turning a patch by 180° changes neither its class nor, but for the image at hand, its probability. With C made
 * symmetric that way, its eigenvectors are even or odd under the turn. So a patch of n pixels is folded into sums and
 * differences of opposite pixels (with factors that keep the lengths),
 *
 *     e_i = (p_i + p_{n−1−i}) / √2,   o_i = (p_i − p_{n−1−i}) / √2,
 *
 * and what were n × n products become two times (n/2)².
 *
 * Reference: W. Dong, L. Zhang, G. Shi, X. Wu, "Image Deblurring and Super-Resolution by Adaptive Sparse Domain
 * Selection and Adaptive Regularization", IEEE Trans. Image Processing 20(7), 2011 (local principal components,
 * learned from other images there).
 */
import type { PlanarImage } from "../../image/index.js";
import { eigenvectors } from "../../math/eigenvectors.js";
import { CELL, CLASSES, type ClassMap } from "./orientation.js";

/** Side of a patch, in pixels. */
export const PATCH_SIDE = 5;
/** Pixels of a patch. */
export const PATCH_PIXELS = PATCH_SIDE * PATCH_SIDE;
/** Length of the folded sums, and of the folded differences. */
export const EVEN = Math.ceil(PATCH_PIXELS / 2);
export const ODD = Math.floor(PATCH_PIXELS / 2);
/** Basis vectors are applied four at a time; rows of zeros make up the number. */
export const LANES = 4;
/** Rows of each half, made a multiple of LANES. The even half is one short: the patch's mean is kept apart. */
export const EVEN_ROWS = Math.ceil((EVEN - 1) / LANES) * LANES;
export const ODD_ROWS = Math.ceil(ODD / LANES) * LANES;
/** Samples of one class in `PatchBases`. */
export const BASIS = EVEN_ROWS * EVEN + ODD_ROWS * ODD;

/**
 * The constants of learning; `npm run bench:fit-fast` prints what others give on named photographs: within a factor of
 * 10 of these, differences of 0.03 dB at most.
 */
export interface PatchBasesConstants {
  /** ε per pixel: patches with less energy than that, by default a standard deviation of 3/255, have less weight. */
  readonly minPatchEnergy: number;
  /** The number of patches that C₀ is equivalent to. */
  readonly priorPatches: number;
  /** ρ. */
  readonly correlation: number;
  /** About the largest number of patches that are used. */
  readonly maxPatches: number;
}

export const PATCH_BASES_CONSTANTS: PatchBasesConstants = {
  minPatchEnergy: 1.5e-4,
  priorPatches: 30,
  correlation: 0.95,
  maxPatches: 25_000,
};

/**
 * The bases of all classes, one after the other. Row k, element i of a half of `length` elements lies at
 * `⌊k / LANES⌋ · LANES · length + LANES · i + k mod LANES`, the even half first. The elements that stand for two
 * pixels hold the factor 1/√2.
 */
export type PatchBases = Float64Array;

/** Numbers of C of one class: the even half, then the odd one, each row by row. */
const COVARIANCE = EVEN * EVEN + ODD * ODD;
/** Numbers of the C of all classes. */
export const COVARIANCES = CLASSES * COVARIANCE;

/**
 * Learns the bases from an image.
 *
 * @param image [1, h, w]
 * @param map its classes
 * @param constants other constants than the method's, to measure them.
 */
export function learnBases(
  image: PlanarImage,
  map: ClassMap,
  constants: PatchBasesConstants = PATCH_BASES_CONSTANTS,
): PatchBases {
  const covariances = new Float64Array(map.count * COVARIANCE);
  addPatches(image, map, { start: 0, end: sampledRows(image, constants) }, covariances, constants);
  const bases = new Float64Array(map.count * BASIS);
  for (let c = 0; c < map.count; c++) {
    classBasis([classCovariance(covariances, c)], bases.subarray(c * BASIS), constants);
  }
  return bases;
}

/** Distance of the patches that are used, along both axes. */
export function sampleStep(
  { width, height }: Pick<PlanarImage, "width" | "height">,
  { maxPatches }: PatchBasesConstants = PATCH_BASES_CONSTANTS,
): number {
  return Math.max(1, Math.ceil(Math.sqrt((width * height) / maxPatches)));
}

/** Rows of patches that are used. */
export function sampledRows(
  image: Pick<PlanarImage, "width" | "height">,
  constants: PatchBasesConstants = PATCH_BASES_CONSTANTS,
): number {
  return Math.max(0, Math.floor((image.height - PATCH_SIDE) / sampleStep(image, constants)) + 1);
}

/**
 * Adds patches to their classes' C, without C₀.
 *
 * @param rows some of the {@link sampledRows}
 * @param covariances of all classes; of each matrix the part from the diagonal on
 */
export function addPatches(
  image: PlanarImage,
  map: ClassMap,
  rows: { readonly start: number; readonly end: number },
  covariances: Float64Array,
  constants: PatchBasesConstants = PATCH_BASES_CONSTANTS,
): void {
  const { width, data } = image;
  const step = sampleStep(image, constants);
  const offsets = patchOffsets(width);
  const sums = new Float64Array(EVEN);
  const differences = new Float64Array(ODD);
  const middle = Math.floor(PATCH_SIDE / 2);
  for (let y = step * rows.start; y < step * rows.end; y += step) {
    const cells = Math.floor((y + middle) / CELL) * map.width;
    for (let x = 0; x + PATCH_SIDE <= width; x += step) {
      const corner = y * width + x;
      let mean = 0;
      for (let i = 0; i < PATCH_PIXELS; i++) mean += data[corner + offsets[i]!]!;
      mean /= PATCH_PIXELS;
      let energy = constants.minPatchEnergy * PATCH_PIXELS;
      for (let i = 0; i < ODD; i++) {
        const a = data[corner + offsets[i]!]! - mean;
        const b = data[corner + offsets[PATCH_PIXELS - 1 - i]!]! - mean;
        sums[i] = Math.SQRT1_2 * (a + b);
        differences[i] = Math.SQRT1_2 * (a - b);
        energy += a * a + b * b;
      }
      if (EVEN > ODD) {
        sums[ODD] = data[corner + offsets[ODD]!]! - mean;
        energy += sums[ODD]! * sums[ODD]!;
      }
      const at = map.classes[cells + Math.floor((x + middle) / CELL)]! * COVARIANCE;
      addOuterProduct(covariances, at, sums, 1 / energy);
      addOuterProduct(covariances, at + EVEN * EVEN, differences, 1 / energy);
    }
  }
}

/**
 * Computes the basis of one class.
 *
 * @param covariances C of the class in parts, each without C₀
 * @param basis BASIS numbers
 */
export function classBasis(
  covariances: readonly Float64Array[],
  basis: Float64Array,
  constants: PatchBasesConstants = PATCH_BASES_CONSTANTS,
): void {
  const [even, odd] = markovCovariance(constants);
  for (const part of covariances) {
    for (let i = 0; i < even.length; i++) even[i]! += part[i]!;
    for (let i = 0; i < odd.length; i++) odd[i]! += part[even.length + i]!;
  }
  // The mean was taken out, so that the constant patch comes last, with eigenvalue 0.
  store(eigenvectors(even, EVEN), EVEN, EVEN - 1, basis);
  store(eigenvectors(odd, ODD), ODD, ODD, basis.subarray(EVEN_ROWS * EVEN));
}

/** The part of class c in {@link COVARIANCES}. */
export function classCovariance(covariances: Float64Array, c: number): Float64Array {
  return covariances.subarray(c * COVARIANCE, (c + 1) * COVARIANCE);
}

/** Where a patch's pixels lie, relative to its first. */
export function patchOffsets(width: number): Int32Array {
  return Int32Array.from(
    { length: PATCH_PIXELS },
    (_, i) => Math.floor(i / PATCH_SIDE) * width + (i % PATCH_SIDE),
  );
}

/** Adds weight · v vᵀ to the matrix that begins at `at`. */
function addOuterProduct(matrices: Float64Array, at: number, v: Float64Array, weight: number): void {
  for (let i = 0; i < v.length; i++) {
    const factor = weight * v[i]!;
    const row = at + i * v.length;
    for (let j = i; j < v.length; j++) matrices[row + j]! += factor * v[j]!;
  }
}

/** C₀ folded: of the even half (less the mean) and of the odd half, of trace `priorPatches` together. */
function markovCovariance(constants: PatchBasesConstants): [even: Float64Array, odd: Float64Array] {
  let folded = priors.get(constants);
  if (!folded) {
    folded = foldedPrior(constants);
    priors.set(constants, folded);
  }
  return [folded[0].slice(), folded[1].slice()];
}

const priors = new WeakMap<PatchBasesConstants, [even: Float64Array, odd: Float64Array]>();

function foldedPrior({
  priorPatches,
  correlation,
}: PatchBasesConstants): [even: Float64Array, odd: Float64Array] {
  const covariance = (i: number, j: number): number =>
    correlation **
    (Math.abs(Math.floor(i / PATCH_SIDE) - Math.floor(j / PATCH_SIDE)) +
      Math.abs((i % PATCH_SIDE) - (j % PATCH_SIDE)));
  const indices = Array.from({ length: PATCH_PIXELS }, (_, i) => i);
  const rowMeans = indices.map((i) => indices.reduce((sum, j) => sum + covariance(i, j), 0) / PATCH_PIXELS);
  const mean = rowMeans.reduce((sum, m) => sum + m, 0) / PATCH_PIXELS;
  const centred = (i: number, j: number): number => covariance(i, j) - rowMeans[i]! - rowMeans[j]! + mean;
  const trace = indices.reduce((sum, i) => sum + centred(i, i), 0);
  const fold = (length: number, sign: number): Float64Array =>
    Float64Array.from({ length: length * length }, (_, at) => {
      const [i, j] = [Math.floor(at / length), at % length];
      // By symmetry, the products of both ends with both ends are two pairs of equals.
      const pair = centred(i, j) + sign * centred(i, PATCH_PIXELS - 1 - j);
      const middles = Number(i === PATCH_PIXELS - 1 - i) + Number(j === PATCH_PIXELS - 1 - j);
      return (priorPatches / trace) * pair * Math.SQRT1_2 ** middles;
    });
  return [fold(EVEN, 1), fold(ODD, -1)];
}

/** Writes the first `count` eigenvectors as `PatchBases` has them. */
function store(vectors: Float64Array, length: number, count: number, target: Float64Array): void {
  for (let k = 0; k < count; k++) {
    const start = Math.floor(k / LANES) * LANES * length + (k % LANES);
    for (let i = 0; i < length; i++) {
      const opposite = i === PATCH_PIXELS - 1 - i ? 1 : Math.SQRT1_2;
      target[start + LANES * i] = opposite * vectors[k * length + i]!;
    }
  }
}
