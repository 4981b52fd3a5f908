/** Results without loss: raw samples in a Blob, which browsers may keep on the disk. */
import type { StraightImage } from "@kernelgan/core";
import { fromInterleaved } from "@kernelgan/core";
import { interleave, type Samples } from "@kernelgan/core/internal";
import type { SampleLayout, StoredPicture } from "../tasks.js";

/** So many bytes are handed over to the browser at a time. */
const PART_BYTES = 8 * 2 ** 20;

const samplesOf = (depth: 8 | 16, length: number): Samples & { buffer: ArrayBuffer } =>
  depth === 16 ? new Uint16Array(length) : new Uint8Array(length);

/** Takes rows from the top down. */
export class SampleStore {
  readonly #layout: SampleLayout;
  readonly #parts: Blob[] = [];
  #waiting: (Samples & { buffer: ArrayBuffer })[] = [];
  #bytes = 0;

  constructor(layout: SampleLayout) {
    this.#layout = layout;
  }

  add(rows: StraightImage): void {
    const { width, height } = rows.image;
    const { channels, depth } = this.#layout;
    const samples = samplesOf(depth, width * height * channels);
    interleave(rows, samples);
    this.#waiting.push(samples);
    this.#bytes += samples.byteLength;
    if (this.#bytes >= PART_BYTES) this.#handOver();
  }

  finish(): StoredPicture {
    this.#handOver();
    return { ...this.#layout, samples: new Blob(this.#parts) };
  }

  #handOver(): void {
    this.#parts.push(new Blob(this.#waiting));
    this.#waiting = [];
    this.#bytes = 0;
  }
}

/** Some rows as they are stored. */
export async function storedSamples(
  { samples, width, channels, depth }: StoredPicture,
  top: number,
  count: number,
): Promise<Samples> {
  const length = (width * channels * depth) / 8;
  const bytes = await samples.slice(top * length, (top + count) * length).arrayBuffer();
  return depth === 16 ? new Uint16Array(bytes) : new Uint8Array(bytes);
}

/** Some rows as planar floats. */
export async function storedRows(stored: StoredPicture, top: number, count: number): Promise<StraightImage> {
  const { width, channels } = stored;
  const rows = fromInterleaved({
    width,
    height: count,
    channels,
    data: await storedSamples(stored, top, count),
  });
  // Rows that are opaque have no alpha of their own.
  if (channels % 2 === 1 || rows.alpha) return rows;
  const alpha = { width, height: count, channels: 1, data: new Float32Array(width * count).fill(1) };
  return { ...rows, alpha };
}
