/**
 * Where the texture of an image is: the map that crops are drawn from (KernelGAN, section 4 of our notes on the
 * method; Bell-Kligler, Shocher and Irani, NeurIPS 2019, supplementary material).
 *
 * For each g of |∂x|, |∂y| and √(∂x² + ∂y²) of the gray image, "clipped to the top 3%": with p the 97th percentile
 * of g and q the next larger value that occurs,
 *
 *     clip(g, p, q) − p  =  q − p where g > p, else 0,
 *
 * since no value lies between p and q. Normalised, that is the indicator of the pixels above p, so the map is
 *
 *     map = box5×5 * Σ_g 1[g > p_g] / (3 · mean 1[g > p_g]),
 *
 * whose mean is 1. Which pixels are textured counts, how strongly does not: one hard edge does not outweigh a
 * field of grass.
 *
 * Our reading where the text leaves room: derivatives are central differences (one-sided at the border, as
 * `numpy.gradient`); p is the value at index ⌊0.97 · pixels⌋ in sorted order; where p is also the largest value
 * (at least 3% of the pixels share it) the pixels equal to p are taken; near the border the 5×5 box averages the
 * pixels inside the image.
 */
import { grayRow } from "./colour.js";
import { type PlanarImage, planarImage } from "./planar-image.js";

const PERCENTILE = 0.97;

/** Half the width of the 5×5 box. */
const BLUR_RADIUS = 2;

/**
 * Gradients up to this count as 0. Resampling a constant image in float32 leaves differences of some 1e-8; half a
 * 16-bit step (7.6e-6) is the smallest that a file can hold.
 */
const ROUNDING = 5e-6;

/** Number of gradient components: |∂x|, |∂y| and the norm. */
const COMPONENTS = 3;

/**
 * Visits the gradient rows of the gray image from top to bottom. The arrays handed to `visit` are reused.
 * Computing them anew for every pass costs less than keeping three planes of a 24-megapixel image.
 */
function visitGradientRows(
  image: PlanarImage,
  visit: (components: readonly Float32Array[], y: number) => void,
): void {
  const { width, height } = image;
  let above = new Float32Array(width);
  let here = new Float32Array(width);
  let below = new Float32Array(width);
  const components = Array.from({ length: COMPONENTS }, () => new Float32Array(width));
  const [gx, gy, norm] = components;
  const last = width - 1;
  grayRow(image, 0, here);
  for (let y = 0; y < height; y++) {
    if (y + 1 < height) grayRow(image, y + 1, below);
    const upper = y > 0 ? above : here;
    const lower = y + 1 < height ? below : here;
    // Central differences span two pixels, those at the border one (none in an image of one row or column).
    const perRow = y > 0 && y + 1 < height ? 0.5 : 1;
    for (let x = 1; x < last; x++) gx[x] = 0.5 * Math.abs(here[x + 1] - here[x - 1]);
    gx[0] = Math.abs(here[Math.min(1, last)] - here[0]);
    gx[last] = Math.abs(here[last] - here[Math.max(0, last - 1)]);
    for (let x = 0; x < width; x++) {
      const dx = gx[x];
      const dy = perRow * Math.abs(lower[x] - upper[x]);
      const length = Math.sqrt(dx * dx + dy * dy);
      gx[x] = dx > ROUNDING ? dx : 0;
      gy[x] = dy > ROUNDING ? dy : 0;
      norm[x] = length > ROUNDING ? length : 0;
    }
    visit(components, y);
    [above, here, below] = [here, below, above];
  }
}

/** Which pixels of a gradient component belong to the top 3%: those of at least `limit`, `count` in number. */
interface TopPixels {
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
  const upper = Array.from({ length: COMPONENTS }, () => new Uint32Array(0x10000));
  visitGradientRows(image, (components) => {
    for (let c = 0; c < COMPONENTS; c++) {
      const bits = new Uint32Array(components[c].buffer);
      const counts = upper[c];
      for (let x = 0; x < bits.length; x++) counts[bits[x] >>> 16]++;
    }
  });
  const buckets = upper.map((counts) => bucketOf(counts, index));
  const lower = Array.from({ length: COMPONENTS }, () => new Uint32Array(0x10000));
  visitGradientRows(image, (components) => {
    for (let c = 0; c < COMPONENTS; c++) {
      const bits = new Uint32Array(components[c].buffer);
      const counts = lower[c];
      const { bucket } = buckets[c];
      for (let x = 0; x < bits.length; x++) if (bits[x] >>> 16 === bucket) counts[bits[x] & 0xffff]++;
    }
  });
  return buckets.map(({ bucket, before }, c) => {
    const low = bucketOf(lower[c], index - before);
    const percentile = floatOfBits((bucket << 16) | low.bucket);
    const equal = lower[c][low.bucket];
    const above = pixels - before - low.before - equal;
    if (above > 0) return { limit: floatOfBits(((bucket << 16) | low.bucket) + 1), count: above };
    return percentile > 0
      ? { limit: percentile, count: equal }
      : { limit: Number.POSITIVE_INFINITY, count: 0 };
  });
}

/** The bucket that holds the value at `index` in sorted order, and how many values lie in the buckets before it. */
function bucketOf(counts: Uint32Array, index: number): { bucket: number; before: number } {
  let before = 0;
  let bucket = 0;
  while (before + counts[bucket] <= index) before += counts[bucket++];
  return { bucket, before };
}

function floatOfBits(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0];
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
  const top = topPixels(image);
  const textured = top.filter(({ count }) => count > 0).length;
  if (textured === 0) return map;
  const gains = top.map(({ count }) => (count > 0 ? (width * height) / (textured * count) : 0));
  visitGradientRows(image, (components, y) => {
    const row = map.data.subarray(y * width, (y + 1) * width);
    for (let c = 0; c < COMPONENTS; c++) {
      const values = components[c];
      const { limit } = top[c];
      for (let x = 0; x < width; x++) if (values[x] >= limit) row[x] += gains[c];
    }
  });
  blurInPlace(map, BLUR_RADIUS);
  return map;
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
  const keep = (y: number): void => ring[y % size].set(data.subarray(y * width, (y + 1) * width));
  for (let y = 0; y < Math.min(radius, height); y++) keep(y);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) keep(y + radius);
    const from = Math.max(0, y - radius);
    const to = Math.min(height - 1, y + radius);
    columns.fill(0);
    // Summed anew for every row: running sums would leave rounding errors where the map is 0.
    for (let r = from; r <= to; r++) {
      const row = ring[r % size];
      for (let x = 0; x < width; x++) columns[x] += row[x];
    }
    for (let x = 0; x < width; x++) prefix[x + 1] = prefix[x] + columns[x];
    const inside = 1 / (size * (to - from + 1));
    for (let x = 0; x < width; x++) {
      const left = x - radius;
      const right = x + radius + 1;
      data[y * width + x] =
        left >= 0 && right <= width
          ? inside * (prefix[right] - prefix[left])
          : (inside * size * (prefix[Math.min(right, width)] - prefix[Math.max(left, 0)])) /
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

/** A mean gradient below this is hardly any texture: photographs have 0.01 to 0.05. */
export const LITTLE_TEXTURE = 0.003;

/**
 * Mean gradient magnitude of the gray image, in gray levels (0–1) per pixel: a measure of how much texture there
 * is. (Images 01 to 06 of the shared bench's `gauss_x2`: 0.010 to 0.046.)
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 */
export function meanGradient(image: PlanarImage): number {
  let sum = 0;
  visitGradientRows(image, (components) => {
    for (const value of components[2]) sum += value;
  });
  return sum / (image.width * image.height);
}
