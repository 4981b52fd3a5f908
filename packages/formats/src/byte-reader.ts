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

/** Reads a file of a browser. */
export function blobReader(blob: Blob): ByteReader {
  return {
    size: blob.size,
    read: async (at, length) => new Uint8Array(await blob.slice(at, at + length).arrayBuffer()),
  };
}
