/**
 * Text inside PNG files (PNG specification, section 11.3).
 *
 *     tEXt    data: keyword | NUL | Latin-1 text
 *     zTXt    data: keyword | NUL | 0 | the text as a zlib stream
 *
 * We write tEXt; programs that save a picture again may turn it into zTXt.
 */
import { concatBytes, latin1Bytes, latin1Text } from "./bytes.js";
import { inflate } from "./inflate.js";
import { crc32, PNG_HEADER_LENGTH, pngChunk, readChunks } from "./png-chunks.js";

/** The longest text that is read, in bytes. */
const MAX_TEXT = 16 * 2 ** 20;

/** The PNG with a tEXt chunk more, straight after the header. Keyword and text are Latin-1. */
export function insertText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const chunk = pngChunk("tEXt", latin1Bytes(`${keyword}\0${text}`));
  return concatBytes(png.subarray(0, PNG_HEADER_LENGTH), chunk, png.subarray(PNG_HEADER_LENGTH));
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
