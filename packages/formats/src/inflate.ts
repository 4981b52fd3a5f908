/** Decompression of zlib streams, with what Node and browsers have. */
import { concatBytes } from "./bytes.js";

/**
 * The data in a zlib stream (RFC 1950).
 *
 * @param maxLength in bytes: so that a small file cannot fill the memory.
 * @throws If the stream is damaged or cut off; RangeError if it holds more than `maxLength`.
 */
export async function inflate(bytes: Uint8Array, maxLength: number): Promise<Uint8Array> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(...chunks);
    length += value.length;
    if (length > maxLength) {
      await reader.cancel();
      throw new RangeError(`inflates to more than ${maxLength} bytes`);
    }
    chunks.push(value);
  }
}
