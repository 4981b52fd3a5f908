/** Whether the samples of an image in colour are interleaved where planes are expected. */
import type { PlanarImage } from "../image/index.js";

/**
 * Fewer pixels are not judged: the deviation of a correlation of n samples that have none is 1/√n, here 0.03, far below
 * what is asked of it.
 */
const MIN_PIXELS = 1024;
/** About so many pixels are looked at: a correlation is then known to 0.01, in a millisecond. */
const LOOKED_AT = 20_000;

/**
 * The limits of the signs, chosen by hand. Of 24 photographs in planes, and of pieces of 48 by 48 pixels of them, none
 * has less than 1.15 of the second; of those interleaved, all whole ones have 0.32 or less, and 0.62 or more of the
 * first (`npm run bench:fit-pictures -- PATH… --only interleaved`). A picture of scan lines, three rows apart and in
 * colours that do not go together, had the first two: it has hardly any of the third, and of 48 photographs that were
 * interleaved one has less than 0.2.
 */
export const INTERLEAVED_LIMITS = {
  /** The least by which colours of one pixel correlate better than samples that are far apart. */
  alike: 0.2,
  /** The most that rows of three times the width differ by, over rows of the width. */
  rougher: 0.8,
  /** The least by which differences depend on the place. */
  uneven: 0.15,
} as const;

/** How both readings of the samples of an image compare. */
export interface InterleavedSigns {
  /** The correlation of neighbouring samples less that of the planes, in [−2, 2]. */
  readonly alike: number;
  /** The mean difference of samples 3w apart over that of samples w apart, at least 0. */
  readonly rougher: number;
  /**
   * By how much the mean difference of neighbouring samples depends on the place of the first in its three: the largest
   * of the three means less the smallest, over the mean of all, in [0, 3].
   */
  readonly uneven: number;
}

/**
 * Whether the samples of an image are interleaved. All signs must speak for it: an image that is refused wrongly could
 * not be worked on at all.
 */
export function looksInterleaved(image: PlanarImage): boolean {
  const { width, height, channels } = image;
  if (channels !== 3 || width * height < MIN_PIXELS || height < 4) return false;
  return areSignsOfInterleaved(interleavedSigns(image));
}

/** Whether all signs speak for it. */
export function areSignsOfInterleaved(
  { alike, rougher, uneven }: InterleavedSigns,
  limits: Readonly<Record<keyof InterleavedSigns, number>> = INTERLEAVED_LIMITS,
): boolean {
  return alike > limits.alike && rougher < limits.rougher && uneven > limits.uneven;
}

/**
 * Compares both readings of the samples, d[i] and d[n + i] of n pixels as colours of one pixel, or d[3i] and d[3i + 1];
 * and as rows, w apart or 3w.
 *
 * @param image [3, h, w]
 */
export function interleavedSigns({ width, height, data }: PlanarImage): InterleavedSigns {
  const pixels = width * height;
  const step = Math.max(1, Math.floor(pixels / LOOKED_AT));
  const planes = new Correlation();
  const neighbours = new Correlation();
  let [planarRows, interleavedRows] = [0, 0];
  let [first, second, third] = [0, 0, 0];
  for (let i = 0; i < pixels - width; i += step) {
    planes.add(data[i]!, data[pixels + i]!);
    neighbours.add(data[3 * i]!, data[3 * i + 1]!);
    // At the same samples, so in all planes: one may vary where the others are flat.
    planarRows += Math.abs(data[3 * i]! - data[3 * i + width]!);
    interleavedRows += Math.abs(data[3 * i]! - data[3 * (i + width)]!);
    first += Math.abs(data[3 * i]! - data[3 * i + 1]!);
    second += Math.abs(data[3 * i + 1]! - data[3 * i + 2]!);
    third += Math.abs(data[3 * i + 2]! - data[3 * i + 3]!);
  }
  const differences = first + second + third;
  return {
    alike: neighbours.value - planes.value,
    rougher: planarRows > 0 ? interleavedRows / planarRows : 1,
    uneven:
      differences > 0
        ? (3 * (Math.max(first, second, third) - Math.min(first, second, third))) / differences
        : 0,
  };
}

class Correlation {
  #count = 0;
  #sums = { a: 0, b: 0, aa: 0, bb: 0, ab: 0 };

  add(a: number, b: number): void {
    const sums = this.#sums;
    this.#count++;
    sums.a += a;
    sums.b += b;
    sums.aa += a * a;
    sums.bb += b * b;
    sums.ab += a * b;
  }

  /** 0 where nothing varies. */
  get value(): number {
    const { a, b, aa, bb, ab } = this.#sums;
    const n = this.#count;
    const deviations = Math.sqrt((n * aa - a * a) * (n * bb - b * b));
    return deviations > 0 ? (n * ab - a * b) / deviations : 0;
  }
}
