/**
 * Where the texture of an image is: the map that crops are drawn from (Bell-Kligler, Shocher and Irani, NeurIPS 2019,
 * supplementary material).
 *
 * For each g of |∂x|, |∂y| and √(∂x² + ∂y²) of the gray image (image/gradient.ts), "clipped to the top 3%": with p the
 * 97th percentile of g and q the next larger value that occurs,
 *
 *     clip(g, p, q) − p  =  q − p where g > p, else 0,
 *
 * since no value lies between p and q. Normalised, that is the indicator of the pixels above p, so the map is
 *
 *     map = box5×5 * Σ_g 1[g > p_g] / (3 · mean 1[g > p_g]),
 *
 * whose mean is 1. It matters which pixels are textured, not how strongly: one hard edge does not outweigh a
 * field of grass.
 *
 * Our reading where the text leaves room: p is the value at index ⌊0.97 · pixels⌋ in sorted order; where p is also the
 * largest value (at least 3% of the pixels share it) the pixels equal to p are taken; near the border the 5×5 box
 * averages the pixels inside the image.
 */
import { forEachGradientRow, GRADIENT_COMPONENTS, type GradientComponent } from "../image/gradient.js";
import { type PlanarImage, planarImage } from "../image/planar-image.js";

const PERCENTILE = 0.97;

/** Half the width of the 5×5 box. */
const BLUR_RADIUS = 2;

/** Which pixels of a gradient component belong to the top 3%: those of at least `limit`, `count` in number. */
interface TopPixels {
  readonly component: GradientComponent;
  /** Smallest value taken; Infinity for a component that is 0 everywhere. */
  readonly limit: number;
  readonly count: number;
}

/**
 * The exact 97th percentiles of the gradient components, by radix selection: the bits of non-negative floats
 * sort like integers, so a histogram of the upper 16 bits and one of the lower 16 within the right bucket find
 * the value without sorting or keeping anything.
 */
function topPixels(image: PlanarImage): TopPixels[] {
  const pixels = image.width * image.height;
  const index = Math.min(pixels - 1, Math.floor(PERCENTILE * pixels));
  const coarse = GRADIENT_COMPONENTS.map((component) => ({ component, counts: new Uint32Array(0x10000) }));
  forEachGradientRow(image, (row) => {
    for (const { component, counts } of coarse) countUpperBits(bitsOf(row[component]), counts);
  });
  const fine = coarse.map(({ component, counts }) => ({
    component,
    upper: bucketOf(counts, index),
    counts: new Uint32Array(0x10000),
  }));
  forEachGradientRow(image, (row) => {
    for (const { component, upper, counts } of fine) {
      countLowerBits(bitsOf(row[component]), upper.bucket, counts);
    }
  });
  return fine.map(({ component, upper, counts }) => {
    const lower = bucketOf(counts, index - upper.before);
    const bits = (upper.bucket << 16) | lower.bucket;
    const percentile = floatOfBits(bits);
    const above = pixels - upper.before - lower.before - lower.count;
    if (above > 0) return { component, limit: floatOfBits(bits + 1), count: above };
    return percentile > 0
      ? { component, limit: percentile, count: lower.count }
      : { component, limit: Number.POSITIVE_INFINITY, count: 0 };
  });
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

function countUpperBits(bits: Uint32Array, counts: Uint32Array): void {
  for (let x = 0; x < bits.length; x++) counts[bits[x]! >>> 16]!++;
}

/** Counts the lower halves of those numbers whose upper half is `upper`. */
function countLowerBits(bits: Uint32Array, upper: number, counts: Uint32Array): void {
  for (let x = 0; x < bits.length; x++) {
    const value = bits[x]!;
    if (value >>> 16 === upper) counts[value & 0xffff]!++;
  }
}

/** One bucket of a histogram: how many values it holds, and how many lie in the buckets before it. */
interface Bucket {
  readonly bucket: number;
  readonly count: number;
  readonly before: number;
}

/** The bucket that holds the value at `index` in sorted order. */
function bucketOf(counts: Uint32Array, index: number): Bucket {
  let before = 0;
  let bucket = 0;
  while (before + counts[bucket]! <= index) before += counts[bucket++]!;
  return { bucket, count: counts[bucket]!, before };
}

function floatOfBits(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

/**
 * The texture map of an image: how densely its strongest gradients lie round each pixel (the header's equation).
 *
 * Three passes over the image, row by row; the only full-size array is the result.
 *
 * @param image [1 or 3, h, w], values in [0, 1]; colour is turned to gray.
 * @returns [1, h, w], values ≥ 0 with a mean of about 1; 0 everywhere if the image is flat ({@link isFlat}).
 */
export function gradientMap(image: PlanarImage): PlanarImage {
  const { width, height } = image;
  const map = planarImage(width, height, 1);
  const textured = topPixels(image).filter(({ count }) => count > 0);
  if (textured.length === 0) return map;
  forEachGradientRow(image, (row, y) => {
    const target = map.data.subarray(y * width, (y + 1) * width);
    for (const { component, limit, count } of textured) {
      addWhereAtLeast(row[component], limit, (width * height) / (textured.length * count), target);
    }
  });
  blurInPlace(map, BLUR_RADIUS);
  return map;
}

/** target[x] += gain where values[x] ≥ limit. */
function addWhereAtLeast(values: Float32Array, limit: number, gain: number, target: Float32Array): void {
  for (let x = 0; x < values.length; x++) if (values[x]! >= limit) target[x]! += gain;
}

/**
 * Box blur of a one-channel map, averaging what lies inside the image. In place: rows are overwritten once the
 * ring of originals holds what later rows need of them.
 */
function blurInPlace(map: PlanarImage, radius: number): void {
  const { width, height, data } = map;
  const size = 2 * radius + 1;
  const ring = Array.from({ length: size }, () => new Float32Array(width));
  const columns = new Float64Array(width);
  const prefix = new Float64Array(width + 1);
  const keep = (y: number): void => ring[y % size]!.set(data.subarray(y * width, (y + 1) * width));
  for (let y = 0; y < Math.min(radius, height); y++) keep(y);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) keep(y + radius);
    const from = Math.max(0, y - radius);
    const to = Math.min(height - 1, y + radius);
    columns.fill(0);
    // Summed afresh for every row: running sums would leave rounding errors where the map is 0.
    for (let r = from; r <= to; r++) {
      const row = ring[r % size]!;
      for (let x = 0; x < width; x++) columns[x]! += row[x]!;
    }
    for (let x = 0; x < width; x++) prefix[x + 1] = prefix[x]! + columns[x]!;
    const inside = 1 / (size * (to - from + 1));
    for (let x = 0; x < width; x++) {
      const left = x - radius;
      const right = x + radius + 1;
      data[y * width + x] =
        left >= 0 && right <= width
          ? inside * (prefix[right]! - prefix[left]!)
          : (inside * size * (prefix[Math.min(right, width)]! - prefix[Math.max(left, 0)]!)) /
            (Math.min(right, width) - Math.max(left, 0));
    }
  }
}

/**
 * Whether a {@link gradientMap} found no texture at all: the image is constant up to rounding, and there is
 * nothing to learn a kernel from.
 */
export function isFlat(map: PlanarImage): boolean {
  return !map.data.some((value) => value > 0);
}
