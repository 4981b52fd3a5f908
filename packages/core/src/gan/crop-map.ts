/**
 * How likely each crop is to be drawn (Bell-Kligler, Shocher and Irani, NeurIPS 2019, supplementary material): the
 * texture map blurred with a box of half the crop's size, zero where the crop would leave the image, normalised to
 * sum 1.
 *
 *     P(corner) ∝ Σ of the map over the central half of the crop,
 *     the central half of a crop of size n at (x, y): ⌊n/2⌋ pixels from x + ⌊(n − ⌊n/2⌋)/2⌋ on, likewise in y
 *
 * Crops are named by their top-left corners: an even-sized crop has no middle pixel. Only corners whose crop
 * fits exist, which is the zeroing, and their central halves lie inside the image, so that the blur has no border.
 *
 * The discriminator's crops use the map of the image itself, the generator's that of the bicubically downscaled
 * image (what will be left of its texture), enlarged to the image's size by nearest neighbour:
 *
 *     const grid = { width: image.width, height: image.height };
 *     cropMap(gradientMap(image), { ...grid, cropSize: 26 });
 *     cropMap(gradientMap(imresize(image, { scale: 1 / s })), { ...grid, cropSize: 64, mapScale: s });
 *
 * The enlarged map is never made: pixel (x, y) reads the small map at (⌊x/s⌋, ⌊y/s⌋), and the box is the central
 * half of the 64×64 crop, i.e. 64/(2s) pixels of the small map.
 *
 * Corners can be held to a lattice, `corner mod step = phase` in both directions. The published method takes even
 * corners; the generator's need more: see {@link alignedPhase}.
 */

import { check, KernelGanError } from "../errors.js";
import type { PlanarImage } from "../image/planar-image.js";
import { checkInteger } from "../range.js";

/** Where crops may lie and what their map covers. */
export interface CropMapOptions {
  /** Width of the image that crops are taken from, in pixels. */
  readonly width: number;
  /** Its height. */
  readonly height: number;
  /** Side length of the square crops, in pixels of the image. */
  readonly cropSize: number;
  /** Distance between corners; default 1 (every corner). */
  readonly step?: number;
  /** Remainder of every corner's x and y divided by `step`; default 0. */
  readonly phase?: number;
  /** Pixels of the image per pixel of the texture map; default 1. */
  readonly mapScale?: number;
  /** Pixels along every border that crops stay clear of; default 0. */
  readonly margin?: number;
}

/** The probabilities of the corners of a lattice. */
export interface CropMap {
  readonly cropSize: number;
  /** Corner (i, j) of the lattice has y = phase + step · i and x = phase + step · j. */
  readonly step: number;
  readonly phase: number;
  /** Lattice corners in a column (i runs to here), and in a row. */
  readonly rows: number;
  readonly columns: number;
  /** rows × columns probabilities, row by row, sum 1. */
  readonly probabilities: Float32Array;
}

/**
 * The phase of the corner lattice on which the low-resolution grid of a generator's crop coincides with that of
 * the whole image, so that targets can be cut out of a downscaled image: `(corner + ⌊n/2⌋) mod s = 0`. A valid
 * convolution with an n×n kernel at corner c reads pixels c + s·i + u, the whole image's row j reads
 * s·j + u − ⌊n/2⌋; they are the same rows when c + ⌊n/2⌋ is a multiple of s.
 *
 * @param kernelSize n, 13 in the paper.
 * @param scale s; the lattice's step.
 * @returns 0 for n = 13 and s = 2 or 3 (the published even corners), 2 for s = 4.
 */
export function alignedPhase(kernelSize: number, scale: number): number {
  return (scale - (Math.floor(kernelSize / 2) % scale)) % scale;
}

/**
 * Probabilities of all crop corners of a lattice (the header's equation). If the map is 0 in the central half of
 * every possible crop, all corners are equally likely: whether an image is too flat to use is for the caller to
 * decide, see `isFlat`.
 *
 * @param map [1, ⌈height / mapScale⌉, ⌈width / mapScale⌉], values ≥ 0, as of `gradientMap`.
 * @throws KernelGanError `image-too-small` if no corner of the lattice has room for a crop; `invalid-argument` if
 *   sizes do not make sense or the map's size does not fit the image's.
 */
export function cropMap(map: PlanarImage, options: CropMapOptions): CropMap {
  const { width, height, cropSize, step = 1, phase = 0, mapScale = 1, margin = 0 } = options;
  for (const [name, value] of Object.entries({ width, height, cropSize, step, mapScale })) {
    checkInteger(`"${name}"`, value, { min: 1 });
  }
  checkInteger('"phase"', phase, { min: 0, max: step - 1 });
  check(
    map.channels === 1 &&
      map.width === Math.ceil(width / mapScale) &&
      map.height === Math.ceil(height / mapScale),
    () =>
      `a ${width}×${height} image at map scale ${mapScale} needs a one-channel map of ${Math.ceil(width / mapScale)}×${Math.ceil(height / mapScale)}, got ${map.width}×${map.height}×${map.channels}`,
  );
  const columns = Math.floor((width - cropSize - phase) / step) + 1;
  const rows = Math.floor((height - cropSize - phase) / step) + 1;
  /** Whether a crop with this corner keeps the margin at both borders. */
  const isInside = (corner: number, length: number): boolean =>
    corner >= margin && corner + cropSize <= length - margin;
  const firstInside = phase + step * Math.ceil(Math.max(0, margin - phase) / step);
  if (!isInside(firstInside, width) || !isInside(firstInside, height)) {
    const minimum = firstInside + cropSize + margin;
    throw new KernelGanError(
      "image-too-small",
      `the image must be at least ${minimum}×${minimum} pixels for crops of ${cropSize}×${cropSize}, got ${width}×${height}`,
    );
  }
  const indicesInside = (count: number, length: number): number[] =>
    Array.from({ length: count }, (_, i) => i).filter((i) => isInside(phase + step * i, length));
  const rowsInside = indicesInside(rows, height);
  const columnsInside = indicesInside(columns, width);
  const lattice = { rows: rowsInside, columns: columnsInside, count: columns, step, phase };
  const probabilities = new Float32Array(rows * columns);
  const total = sumTexture(map, { width, cropSize, mapScale }, lattice, probabilities);
  const corners = rowsInside.length * columnsInside.length;
  for (const i of rowsInside) {
    for (const j of columnsInside) {
      const k = i * columns + j;
      probabilities[k] = total > 0 ? probabilities[k]! / total : 1 / corners;
    }
  }
  return { cropSize, step, phase, rows, columns, probabilities };
}

/** The corners whose crops keep the margin, by their indices in a lattice of `count` columns. */
interface Corners {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly count: number;
  readonly step: number;
  readonly phase: number;
}

/** Writes the sum of the map over the central half of each crop to its place in the lattice; returns their total. */
function sumTexture(
  map: PlanarImage,
  { width, cropSize, mapScale }: Required<Pick<CropMapOptions, "width" | "cropSize" | "mapScale">>,
  corners: Corners,
  sums: Float32Array,
): number {
  const { step, phase } = corners;
  // The central half of a crop begins `inset` pixels from its corner.
  const half = Math.max(1, Math.floor(cropSize / 2));
  const inset = Math.floor((cropSize - half) / 2);
  // Sums over the rows of the central half, for each column of the map, running from one lattice row to the next.
  // Sums of float32 values in double precision are exact here: taking a row out again leaves no rounding error.
  const columnSums = new Float64Array(map.width);
  const addRow = (y: number, sign: 1 | -1): void => {
    const start = Math.floor(y / mapScale) * map.width;
    for (let x = 0; x < map.width; x++) columnSums[x]! += sign * map.data[start + x]!;
  };
  const prefix = new Float64Array(width + 1);
  let total = 0;
  // columnSums holds rows top to bottom − 1.
  let top = 0;
  let bottom = 0;
  for (const i of corners.rows) {
    const from = phase + step * i + inset;
    if (from >= bottom) {
      columnSums.fill(0);
      top = from;
      bottom = from;
    }
    for (; bottom < from + half; bottom++) addRow(bottom, 1);
    for (; top < from; top++) addRow(top, -1);
    for (let x = 0; x < width; x++) {
      prefix[x + 1] = prefix[x]! + columnSums[Math.floor(x / mapScale)]!;
    }
    for (const j of corners.columns) {
      const left = phase + step * j + inset;
      const sum = prefix[left + half]! - prefix[left]!;
      sums[i * corners.count + j] = sum;
      total += sum;
    }
  }
  return total;
}
