/** Where an image's bytes are, and reading parts of them: a header says where to look next. */
import { cannotRead } from "../errors/in-file.js";
import { withFile } from "../files/read-file.js";

/** An image file by its path, or its bytes. */
export type ImageSource = string | Uint8Array;

/** Parts of a file or of bytes in memory. */
export interface ByteReader {
  readonly size: number;
  /** `length` bytes from `at` on; fewer at the end. */
  read(at: number, length: number): Promise<Buffer>;
}

/** Reads what is in memory. */
export function memoryReader(bytes: Uint8Array): ByteReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: async (at, length) => buffer.subarray(at, Math.min(buffer.length, at + length)),
  };
}

/**
 * Hands a reader to `use`; a file is closed afterwards.
 *
 * @throws KernelGanError `invalid-input` if the file cannot be read, its message starting with the path
 */
export function withReader<T>(source: ImageSource, use: (reader: ByteReader) => Promise<T>): Promise<T> {
  if (typeof source !== "string") return use(memoryReader(source));
  return withFile(source, {}, (file, { size }) =>
    use({
      size,
      async read(at, length) {
        const wanted = Math.max(0, Math.min(length, size - at));
        const { bytesRead, buffer } = await file.read(Buffer.alloc(wanted), 0, wanted, at).catch((error) => {
          throw cannotRead(source, error);
        });
        return buffer.subarray(0, bytesRead);
      },
    }),
  );
}
