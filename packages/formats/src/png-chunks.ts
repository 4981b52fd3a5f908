/**
 * The chunks that PNG files are made of (PNG specification, section 5.3).
 *
 *     file    signature | chunks, the first of them IHDR with 13 bytes of data
 *     chunk   length of the data (u32) | type (4 letters) | data | CRC-32 of type and data (u32)
 *
 * Numbers are big-endian.
 */
import { concatBytes, dataView, latin1Bytes, latin1Text } from "./bytes.js";

const SIGNATURE = "\x89PNG\r\n\x1a\n";

/** How many bytes the signature has. */
export const PNG_SIGNATURE_LENGTH: number = SIGNATURE.length;

/** How many bytes the signature and the first chunk have. */
export const PNG_HEADER_LENGTH: number = SIGNATURE.length + 12 + 13;

/** A chunk of a file. */
export interface Chunk {
  type: string;
  data: Uint8Array;
  /** Type and data. */
  body: Uint8Array;
  crc: number;
}

/** Whether the bytes are a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return latin1Text(bytes.subarray(0, SIGNATURE.length)) === SIGNATURE;
}

/**
 * The chunks of a file.
 *
 * @throws RangeError if it is cut off
 */
export function* readChunks(png: Uint8Array): Generator<Chunk> {
  const view = dataView(png);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const end = at + 8 + view.getUint32(at);
    const crc = view.getUint32(end);
    const body = png.subarray(at + 4, end);
    yield { type: latin1Text(body.subarray(0, 4)), data: body.subarray(4), body, crc };
    at = end + 4;
  }
}

/** A chunk as it stands in a file. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = concatBytes(latin1Bytes(type), data);
  return concatBytes(bigEndian(data.length), body, bigEndian(crc32(body)));
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  dataView(bytes).setUint32(0, value);
  return bytes;
}

/** What each byte does to the remainder. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 as in PNG and zlib. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
