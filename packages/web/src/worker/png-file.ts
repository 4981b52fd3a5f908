/**
 * Writes PNG files row by row, with 8 or 16 bits a sample (PNG specification, third edition): canvases have 8 bits, and
 * no room for the largest pictures. The browser compresses.
 */
import type { Samples } from "@kernelgan/core/internal";
import { concatBytes, dataView, latin1Bytes, pngChunk } from "@kernelgan/formats/internal";
import type { SampleLayout } from "../tasks.js";

const SIGNATURE = latin1Bytes("\x89PNG\r\n\x1a\n");
/** PNG's colour types by the number of channels: gray, gray and alpha, RGB, RGB and alpha. */
const COLOUR_TYPES = [0, 4, 2, 6];

/**
 * Predictions of a byte from those to the left (a), above (b), and above to the left (c), by their numbers in PNG
 * (section 9).
 */
const PREDICTIONS: readonly ((a: number, b: number, c: number) => number)[] = [
  () => 0,
  (a) => a,
  (_, b) => b,
  (a, b) => (a + b) >> 1,
  (a, b, c) => {
    const [left, above, corner] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
    if (left <= above && left <= corner) return a;
    return above <= corner ? b : c;
  },
];
/** A filter is chosen by every so many-th byte of a row. */
const SAMPLING = 7;

/** A file that takes its rows from the top down. */
export class PngFile {
  readonly #layout: SampleLayout;
  readonly #parts: Uint8Array<ArrayBuffer>[];
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #compressed: Promise<void>;
  #above: Uint8Array;

  /** @param chunks between the header and the pixels */
  constructor(layout: SampleLayout, chunks: readonly Uint8Array[] = []) {
    this.#layout = layout;
    const { width, height, channels, depth } = layout;
    const header = new Uint8Array(13);
    dataView(header).setUint32(0, width);
    dataView(header).setUint32(4, height);
    header[8] = depth;
    header[9] = COLOUR_TYPES[channels - 1] as number;
    this.#parts = [SIGNATURE, pngChunk("IHDR", header), ...chunks.map((chunk) => concatBytes(chunk))];
    const { readable, writable } = new CompressionStream("deflate");
    this.#writer = writable.getWriter();
    this.#compressed = this.#collect(readable);
    this.#above = new Uint8Array((width * channels * depth) / 8);
  }

  /** Adds rows: interleaved samples of the file's depth. */
  async add(samples: Samples): Promise<void> {
    const { channels, depth } = this.#layout;
    const bytes = bytesOf(samples);
    const length = this.#above.length;
    const rows = bytes.length / length;
    const filtered = new Uint8Array(rows * (length + 1));
    for (let y = 0; y < rows; y++) {
      const row = bytes.subarray(y * length, (y + 1) * length);
      const out = filtered.subarray(y * (length + 1), (y + 1) * (length + 1));
      filterRow(row, this.#above, (channels * depth) / 8, out);
      this.#above = row;
    }
    // Others are written over by the next rows.
    this.#above = this.#above.slice();
    await this.#writer.write(filtered);
  }

  /** The file, once all rows are there. */
  async finish(): Promise<Blob> {
    await this.#writer.close();
    await this.#compressed;
    return new Blob([...this.#parts, pngChunk("IEND", new Uint8Array())], { type: "image/png" });
  }

  async #collect(readable: ReadableStream<Uint8Array>): Promise<void> {
    const reader = readable.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      this.#parts.push(pngChunk("IDAT", part.value));
  }
}

/** Big-endian. */
function bytesOf(samples: Samples): Uint8Array {
  if (samples instanceof Uint8Array) return samples;
  const bytes = new Uint8Array(2 * samples.length);
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    bytes[2 * i] = sample >> 8;
    bytes[2 * i + 1] = sample & 0xff;
  }
  return bytes;
}

/** The row with the filter that leaves the smallest differences, as the specification recommends (section 12.7). */
function filterRow(row: Uint8Array, above: Uint8Array, step: number, out: Uint8Array): void {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [filter, predict] of PREDICTIONS.entries()) {
    let sum = 0;
    for (let i = step; i < row.length; i += SAMPLING) {
      const difference = ((row[i]! - predict(row[i - step]!, above[i]!, above[i - step]!)) << 24) >> 24;
      sum += Math.abs(difference);
    }
    if (sum < least) {
      best = filter;
      least = sum;
    }
  }
  const predict = PREDICTIONS[best]!;
  out[0] = best;
  for (let i = 0; i < step; i++) out[i + 1] = row[i]! - predict(0, above[i]!, 0);
  for (let i = step; i < row.length; i++)
    out[i + 1] = row[i]! - predict(row[i - step]!, above[i]!, above[i - step]!);
}
