/** Bytes and Latin-1 text, of which the headers of binary files are made. */
import { check, shown } from "@kernelgan/core/internal";

/** The text with one byte for each character; characters must be Latin-1 (U+0000 to U+00FF). */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/** The text of which each byte is a character. (TextDecoder's "latin1" is Windows-1252.) */
export function latin1Text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** The parts one after the other. */
export function concatBytes(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A view for reading and writing numbers in the bytes. */
export function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @throws KernelGanError `invalid-argument` unless these are bytes */
export function checkBytes(bytes: Uint8Array, what = "a kernel file"): void {
  check(
    bytes instanceof Uint8Array,
    () => `${what} is given as its bytes, a Uint8Array; got ${shown(bytes)}`,
  );
}
