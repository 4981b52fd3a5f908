/** Whether the samples of an image in colour are interleaved where planes are expected. */
import type { PlanarImage } from "../image/index.js";

/** Fewer pixels say too little. */
const MIN_PIXELS = 1024;
/** About so many pixels are looked at. */
const LOOKED_AT = 20_000;

/** By how much colours of one pixel correlate better than samples far apart. */
const ALIKE = 0.2;
/** Pixels below each other differ less than those a third of a row apart. */
const SMOOTHER = 0.8;

/**
 * Compares both readings of the samples, d[i] and d[n + i] of n pixels as colours of one pixel, or d[3i] and d[3i + 1];
 * and as rows, w apart or 3w. All must speak for interleaved ones: an image that is refused wrongly could not be worked
 * on at all.
 */
export function looksInterleaved({ width, height, channels, data }: PlanarImage): boolean {
  const pixels = width * height;
  if (channels !== 3 || pixels < MIN_PIXELS || height < 4) return false;
  const step = Math.max(1, Math.floor(pixels / LOOKED_AT));
  const planes = new Correlation();
  const neighbours = new Correlation();
  let [planarRows, interleavedRows] = [0, 0];
  for (let i = 0; i < pixels - width; i += step) {
    planes.add(data[i]!, data[pixels + i]!);
    neighbours.add(data[3 * i]!, data[3 * i + 1]!);
    // At the same samples, so in all planes: one may vary where the others are flat.
    planarRows += Math.abs(data[3 * i]! - data[3 * i + width]!);
    interleavedRows += Math.abs(data[3 * i]! - data[3 * (i + width)]!);
  }
  return neighbours.value > planes.value + ALIKE && interleavedRows < SMOOTHER * planarRows;
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
