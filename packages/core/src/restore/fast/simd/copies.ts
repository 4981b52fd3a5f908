/**
 * What the caller and its workers send each other where they have no memory in common: copies of regions, whose memory
 * moves.
 */
import type { Picture, PictureParts } from "./picture.js";
import type { PlaneName, Region } from "./regions.js";

/** Samples of a region, row by row. */
export type RegionSamples = Picture[PlaneName] & { readonly buffer: ArrayBuffer };

/** A piece for a worker to do, and the samples that it reads. */
export interface SentPiece {
  readonly index: number;
  readonly reads: readonly RegionSamples[];
}

/** What it writes, and the memory that is left over, for the next pieces. */
export interface ReturnedPiece {
  readonly writes: readonly RegionSamples[];
  readonly spare: readonly ArrayBuffer[];
}

/** The most spare memory that is kept, in bytes. */
const MAX_SPARE = 2 ** 26;

/** Memory to use again: new memory costs more than the copy. The same sizes come back in each round. */
export class SpareMemory {
  readonly #bySize = new Map<number, ArrayBuffer[]>();
  #bytes = 0;

  take(bytes: number): ArrayBuffer {
    const spare = this.#bySize.get(bytes)?.pop();
    if (!spare) return new ArrayBuffer(bytes);
    this.#bytes -= bytes;
    return spare;
  }

  add(...buffers: readonly ArrayBuffer[]): void {
    for (const buffer of buffers) {
      if (this.#bytes + buffer.byteLength > MAX_SPARE) continue;
      this.#bytes += buffer.byteLength;
      const same = this.#bySize.get(buffer.byteLength);
      if (same) same.push(buffer);
      else this.#bySize.set(buffer.byteLength, [buffer]);
    }
  }

  all(): ArrayBuffer[] {
    return [...this.#bySize.values()].flat();
  }
}

/** Copies a region. */
export function copyRegion(
  picture: PictureParts,
  { plane, at, stride, width, height }: Region,
  memory: SpareMemory,
): RegionSamples {
  const source = picture[plane];
  const Samples = source.subarray(at, at).constructor as new (buffer: ArrayBuffer) => RegionSamples;
  const copy = new Samples(memory.take(width * height * source.BYTES_PER_ELEMENT));
  const step = width === stride ? width * height : width;
  for (let from = at, to = 0; to < copy.length; from += stride, to += step) {
    copy.set(source.subarray(from, from + step), to);
  }
  return copy;
}

/** Writes what {@link copyRegion} returned. */
export function writeRegion(
  picture: PictureParts,
  { plane, at, stride, width }: Region,
  samples: RegionSamples,
): void {
  const target = picture[plane];
  const step = width === stride ? samples.length : width;
  for (let from = 0, to = at; from < samples.length; from += step, to += stride) {
    target.set(samples.subarray(from, from + step), to);
  }
}

/** The memory of copies. */
export function buffersOf(copies: readonly RegionSamples[]): ArrayBuffer[] {
  return copies.map(({ buffer }) => buffer);
}
