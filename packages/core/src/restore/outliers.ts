/**
 * Outliers: pixels that no picture explains under the kernel. What was laid over a blurred photograph is sharp (a
 * frame, a letterbox, a date, a caption), and so is what the sensor added or cut off (hot pixels, burnt-out lights). A
 * solver that takes it for blurred finds a picture all the same, of black and white stripes.
 *
 * What the blur cannot have passed of y, r (wiener-misfit.ts), is a few gray levels of noise and kernel error in a
 * blurred photograph, tens beside what is sharp. Where |r| is beyond a limit, and where a picture meets its flat
 * borders, the image is as it should be, so that what is to come out there is its interpolation x₀ = y↑s. Hence y is
 * replaced by A x₀ there, which the solver undoes:
 *
 *     y ← y + m (A x₀ − y),   m = 1 there, 0 elsewhere, with a soft border.
 *
 * Cf. S. Cho, J. Wang, S. Lee, "Handling Outliers in Non-Blind Image Deconvolution", ICCV 2011, who give such pixels no
 * weight.
 */
import {
  forEachNear,
  imresize,
  insideFlatBorder,
  type PlanarImage,
  planarImage,
  type Rectangle,
  toGrayWithPauses,
} from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { type Pause, pauses } from "../pause.js";
import { simdFftLength } from "../simd/fft.js";
import { imageNoise } from "./assumed-noise.js";
import { filterTiles, frameTransform } from "./filter-tiles.js";
import { TileFrame } from "./tile-frame.js";
import { BICUBIC_REACH } from "./tiles.js";
import { WienerMisfit } from "./wiener-misfit.js";

/** What decides; `npm run bench:fit-outliers` prints what others give on named photographs. */
export interface OutlierConstants {
  /** λ₀. */
  readonly regularisation: number;
  /** The limit of |r| in an image without noise, on [0, 1]. */
  readonly limit: number;
  /** What the limit rises by, times the noise. */
  readonly noiseFactor: number;
  /** Pixels of so great a share of the limit that are connected to one beyond it belong to it. */
  readonly connectedShare: number;
  /** Pixels around those that belong to them. */
  readonly margin: number;
}

export const OUTLIER_CONSTANTS: OutlierConstants = {
  regularisation: 3e-3,
  limit: 8 / 255,
  noiseFactor: 3.5,
  connectedShare: 0.45,
  margin: 2,
};

/** How far apart pixels can be that are connected: with more, noise connects all of an image. */
const CONNECTION = 1;
/** Largest side of a tile. */
const TILE = 256;

/** Options of {@link withoutOutliers}. */
export interface OutlierOptions {
  /** The image's noise, on [0, 1]; by default it is measured. */
  readonly noise?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Other constants than the method's, to measure them. */
  readonly constants?: OutlierConstants | undefined;
}

/** An image without outliers. */
export interface WithoutOutliers {
  /** [c, h, w]; the same object if there are none. */
  readonly image: PlanarImage;
  /** The share of its pixels that were replaced, in [0, 1]. */
  readonly share: number;
}

/**
 * Replaces the outliers of an image by what the kernel makes of their interpolation.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param kernel of sum 1
 * @param scale s ≥ 1
 * @throws AbortError
 */
export async function withoutOutliers(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  { noise = () => imageNoise(image, scale), signal, constants = OUTLIER_CONSTANTS }: OutlierOptions = {},
): Promise<WithoutOutliers> {
  const pause = pauses(signal);
  const gray = await toGrayWithPauses(image, pause);
  const misfitOf = (await WienerMisfit.of(kernel, scale, gray)).filter(constants);
  if (!misfitOf) return { image, share: 0 };
  const misfit = await misfitOf(gray, pause);
  const inside = insideFlatBorder(image);
  // Most images need no measurement of the noise.
  if (!inside && !misfit.some((value) => Math.abs(value) > constants.limit)) return { image, share: 0 };
  const limit = constants.limit + constants.noiseFactor * noise();
  const known = inside ? besideBorder(inside, image) : [];
  const found = connected(misfit, image.width, limit, constants.connectedShare * limit, known);
  if (!found) return { image, share: 0 };
  const weights = softened(widened(found, image.width, constants.margin), image.width);
  const share = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return { image: await reblurred(image, weights, kernel, scale, pause), share };
}

/**
 * Indices of the pixels on both sides of where a picture meets its flat borders; none where it reaches the image's own.
 */
function besideBorder({ x, y, width, height }: Rectangle, image: PlanarImage): number[] {
  const found: number[] = [];
  const [right, bottom] = [x + width, y + height];
  const addLine = (edge: number, length: number, add: (line: number) => void): void => {
    if (edge > 0 && edge < length) for (const line of [edge - 1, edge]) add(line);
  };
  for (const edge of [y, bottom]) {
    addLine(edge, image.height, (row) => {
      for (let column = x; column < right; column++) found.push(row * image.width + column);
    });
  }
  for (const edge of [x, right]) {
    addLine(edge, image.width, (column) => {
      for (let row = y; row < bottom; row++) found.push(row * image.width + column);
    });
  }
  return found;
}

/**
 * 1 for samples that are beyond `limit` or known to be outliers, and for those beyond `least` that are connected to
 * them; undefined if there are none.
 *
 * @param known indices
 */
function connected(
  misfit: Float32Array,
  width: number,
  limit: number,
  least: number,
  known: readonly number[],
): Uint8Array | undefined {
  const height = misfit.length / width;
  const found = new Uint8Array(misfit.length);
  const toVisit = [...known];
  for (const i of known) found[i] = 1;
  for (let i = 0; i < misfit.length; i++) {
    if (found[i] || Math.abs(misfit[i]!) <= limit) continue;
    found[i] = 1;
    toVisit.push(i);
  }
  if (toVisit.length === 0) return undefined;
  for (let at = toVisit.pop(); at !== undefined; at = toVisit.pop()) {
    forEachNear(at, CONNECTION, width, height, (i) => {
      if (found[i] || Math.abs(misfit[i]!) <= least) return;
      found[i] = 1;
      toVisit.push(i);
    });
  }
  return found;
}

/** 1 within `margin` pixels of one, in each direction. */
function widened(found: Uint8Array, width: number, margin: number): Uint8Array {
  const height = found.length / width;
  const result = new Uint8Array(found.length);
  for (let at = 0; at < found.length; at++) {
    if (!found[at]) continue;
    forEachNear(at, margin, width, height, (i) => {
      result[i] = 1;
    });
  }
  return result;
}

/** The mean of each pixel and its eight neighbours, of those that the image has. */
function softened(found: Uint8Array, width: number): Float32Array {
  const height = found.length / width;
  const result = new Float32Array(found.length);
  for (let at = 0; at < found.length; at++) {
    if (!found[at]) continue;
    forEachNear(at, 1, width, height, (i) => {
      result[i]! += 1 / neighbours(i, width, height);
    });
  }
  return result;
}

/** How many pixels the image has of the square of side 3 around one. */
function neighbours(at: number, width: number, height: number): number {
  const along = (i: number, length: number): number => Math.min(i, 1) + 1 + Math.min(length - 1 - i, 1);
  return along(Math.floor(at / width), height) * along(at % width, width);
}

/** y + m (A x₀ − y). A x₀ is one filter on y, as wide as kernel and interpolation. */
async function reblurred(
  image: PlanarImage,
  weights: Float32Array,
  kernel: Kernel,
  scale: number,
  pause: Pause,
): Promise<PlanarImage> {
  const { width, height, channels } = image;
  const reach = Math.ceil(kernel.size / 2 / scale) + BICUBIC_REACH;
  // The half of the overlap that fades is out of the filter's reach.
  const frame = new TileFrame(width, height, TILE, 2 * reach, simdFftLength);
  const cores = frame.cores.filter((core) => isTouched(weights, width, core));
  const fft = await frameTransform(frame);
  const transfer = { re: new Float32Array(frame.samples), im: new Float32Array(frame.samples) };
  placeReblurring(kernel, scale, frame, transfer.re);
  fft.forward(transfer.re, transfer.im);
  const multiply = (re: Float32Array, im: Float32Array): void => {
    for (let f = 0; f < frame.samples; f++) {
      const [a, b] = [re[f]! / frame.samples, im[f]! / frame.samples];
      re[f] = a * transfer.re[f]! - b * transfer.im[f]!;
      im[f] = a * transfer.im[f]! + b * transfer.re[f]!;
    }
  };
  const data = image.data.slice();
  // One channel after the other: their tiles are paired alike, so that channels that are equal stay equal.
  for (let channel = 0; channel < channels; channel++) {
    const plane = data.subarray(channel * weights.length, (channel + 1) * weights.length);
    const take = (row: Float32Array, at: number): void => {
      for (let x = 0; x < row.length; x++) plane[at + x]! += weights[at + x]! * (row[x]! - plane[at + x]!);
    };
    await filterTiles({ image, channel, frame, cores }, fft, multiply, take, pause);
  }
  return { ...image, data };
}

/** Whether a pixel of the tile is replaced. */
function isTouched(weights: Float32Array, width: number, { x, y, ...core }: Rectangle): boolean {
  for (let row = y; row < y + core.height; row++) {
    const start = row * width + x;
    if (weights.subarray(start, start + core.width).some((weight) => weight > 0)) return true;
  }
  return false;
}

/**
 * Adds what A x₀ is of an image that is 1 in its first pixel and 0 elsewhere, as a circular convolution has it: each
 * pixel q of its enlargement has a part in the pixels i with s·i + u − ⌊n/2⌋ = q.
 */
function placeReblurring(
  { size, data }: Kernel,
  scale: number,
  { width, height }: TileFrame,
  target: Float32Array,
): void {
  // The borders are further from the middle than the interpolation reaches.
  const middle = 2 * BICUBIC_REACH;
  const impulse = planarImage(2 * middle + 1, 2 * middle + 1, 1);
  impulse.data[middle * impulse.width + middle] = 1;
  const enlarged = scale === 1 ? impulse : imresize(impulse, { scale });
  const origin = Math.floor(size / 2) - scale * middle;
  const wrap = (i: number, length: number): number => ((i % length) + length) % length;
  enlarged.data.forEach((part, at) => {
    if (part === 0) return;
    const [y, x] = [Math.floor(at / enlarged.width) + origin, (at % enlarged.width) + origin];
    for (let u = wrap(y, scale); u < size; u += scale) {
      const row = wrap((y - u) / scale, height) * width;
      for (let v = wrap(x, scale); v < size; v += scale) {
        target[row + wrap((x - v) / scale, width)]! += part * data[u * size + v]!;
      }
    }
  });
}
