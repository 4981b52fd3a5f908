/**
 * Text inside PNG files (PNG specification, sections 5.3 and 11.3).
 *
 *     file    signature | chunks, the first of them IHDR with 13 bytes of data
 *     chunk   length of the data (u32) | type (4 letters) | data | CRC-32 of type and data (u32)
 *     tEXt    data: keyword | NUL | Latin-1 text
 *     zTXt    data: keyword | NUL | 0 | the text as a zlib stream
 *
 * Numbers are big-endian. We write tEXt; programs that save a picture again may turn it into zTXt.
 */
import { concatBytes, dataView, latin1Bytes, latin1Text } from "./bytes.js";
import { inflate } from "./inflate.js";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
const END_OF_HEADER = SIGNATURE.length + 12 + 13;
/** The longest text that is read, in bytes. */
const MAX_TEXT = 16 * 2 ** 20;

interface Chunk {
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

/** The PNG with a tEXt chunk more, straight after the header. Keyword and text are Latin-1. */
export function insertText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const body = latin1Bytes(`tEXt${keyword}\0${text}`);
  const chunk = concatBytes(bigEndian(body.length - 4), body, bigEndian(crc32(body)));
  return concatBytes(png.subarray(0, END_OF_HEADER), chunk, png.subarray(END_OF_HEADER));
}

/**
 * The first text with the keyword; undefined if there is none.
 *
 * @throws RangeError if the file is cut off before it, or if the text is damaged or too long.
 */
export async function readText(png: Uint8Array, keyword: string): Promise<string | undefined> {
  for (const { type, data, body, crc } of readChunks(png)) {
    if (type !== "tEXt" && type !== "zTXt") continue;
    const end = data.indexOf(0);
    if (latin1Text(data.subarray(0, end)) !== keyword) continue;
    if (crc32(body) !== crc) throw new RangeError("the text is damaged");
    return latin1Text(
      type === "tEXt" ? data.subarray(end + 1) : await inflate(data.subarray(end + 2), MAX_TEXT),
    );
  }
  return undefined;
}

function* readChunks(png: Uint8Array): Generator<Chunk> {
  const view = dataView(png);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const end = at + 8 + view.getUint32(at);
    const crc = view.getUint32(end);
    const body = png.subarray(at + 4, end);
    yield { type: latin1Text(body.subarray(0, 4)), data: body.subarray(4), body, crc };
    at = end + 4;
  }
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  dataView(bytes).setUint32(0, value);
  return bytes;
}

/** CRC-32 as in PNG and zlib. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
