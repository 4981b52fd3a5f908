/** Reading parts of a file, of which a header says where to look next. */

/** Parts of a file or of bytes in memory. */
export interface ByteReader {
  readonly size: number;
  /** `length` bytes from `at` on; fewer at the end. */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** Reads what is in memory. */
export function memoryReader(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: async (at, length) => bytes.subarray(at, Math.min(bytes.length, at + length)),
  };
}

/** So many bytes of a browser's file are read at a time: each reading takes its time. */
const WINDOW = 256 * 1024;

/** Reads a file of a browser. */
export function blobReader(blob: Blob): ByteReader {
  let start = 0;
  let window = new Uint8Array();
  return {
    size: blob.size,
    async read(at, length) {
      const end = Math.min(at + length, blob.size);
      if (at < start || end > start + window.length) {
        const wanted = blob.slice(at, at + Math.max(length, WINDOW));
        window = new Uint8Array(await wanted.arrayBuffer());
        start = at;
      }
      return window.subarray(at - start, Math.max(end, at) - start);
    },
  };
}
