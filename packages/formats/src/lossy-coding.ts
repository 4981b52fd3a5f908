/**
 * How many bits the pixels of a WebP or AVIF file have been given, which says how much of their detail was lost.
 *
 *     WebP   "RIFF" | length (u32) | "WEBP" | chunks: type (4 letters) | length (u32) | data (even)
 *            "VP8 ": pixels, lossy; "VP8L": lossless; "ANMF": 16 bytes with its sizes | chunks of one frame
 *     AVIF   boxes (avif-boxes.ts); "mdat": pixels
 *
 * Numbers of WebP are little-endian, those of AVIF big-endian: RFC 9649, section 2; ISO/IEC 14496-12, section 4.2.
 */
import type { LossyCoding } from "@kernelgan/core";
import { AVIF_HEADER_BYTES, avifColour } from "./avif-boxes.js";
import type { ByteReader } from "./byte-reader.js";
import { dataView, latin1Text } from "./bytes.js";
import type { InputFormat } from "./picture-signature.js";

const HEAD = 8;
const WEBP_HEADER = 12;
const FRAME_HEADER = 16;
/** More chunks or boxes are not looked at: what is known by then is enough, and reading each takes its time. */
const MAX_PARTS = 10_000;

/** What takes so many bits of each pixel lost nothing, or as good as nothing: photographs of quality 95 take 2 to 5. */
const MAX_BITS = 8;
/** The matrix of red, green and blue as they are (ITU-T H.273, section 8.3), which only serves to lose nothing. */
const RGB = 0;

/** Pixels, and the bytes that they take. */
interface Coded {
  bytes: number;
  pixels: number;
}

/** How files are looked through. */
const CODECS: Partial<
  Record<
    InputFormat,
    { codec: LossyCoding["codec"]; coded: (reader: ByteReader, pixels: number) => Promise<Coded> }
  >
> = {
  webp: { codec: "webp", coded: codedWebp },
  heif: { codec: "avif", coded: codedAvif },
};

/**
 * How a file holds its pixels, if that lost detail.
 *
 * @param pixels of one picture in it
 * @returns undefined for formats and files that lose nothing, or whose loss shows in the pixels, as JPEG's does
 */
export async function readLossyCoding(
  reader: ByteReader,
  format: InputFormat,
  pixels: number,
): Promise<LossyCoding | undefined> {
  const found = CODECS[format];
  if (!found) return undefined;
  const coded = await found.coded(reader, pixels);
  const bitsPerPixel = coded.bytes > 0 ? (8 * coded.bytes) / coded.pixels : MAX_BITS;
  return bitsPerPixel < MAX_BITS ? { codec: found.codec, bitsPerPixel } : undefined;
}

/** Of an animation, all its frames. */
async function codedWebp(reader: ByteReader, pixels: number): Promise<Coded> {
  const coded: Coded = { bytes: 0, pixels: 0 };
  let ofChunk = pixels;
  for (let at = WEBP_HEADER, part = 0; part < MAX_PARTS; part++) {
    const head = await reader.read(at, HEAD + FRAME_HEADER);
    if (head.length < HEAD) break;
    const view = dataView(head);
    const [type, length] = [latin1Text(head.subarray(0, 4)), view.getUint32(4, true)];
    const isFrame = type === "ANMF" && head.length === HEAD + FRAME_HEADER;
    if (isFrame) {
      const side = (offset: number): number => 1 + (view.getUint32(HEAD + offset, true) & 0xffffff);
      ofChunk = side(6) * side(9);
    } else if (type === "VP8 ") {
      coded.bytes += length;
      coded.pixels += ofChunk;
    }
    at += isFrame ? HEAD + FRAME_HEADER : HEAD + length + (length % 2);
  }
  return coded;
}

async function codedAvif(reader: ByteReader, pixels: number): Promise<Coded> {
  const coded: Coded = { bytes: 0, pixels };
  const [, , matrix] = avifColour(await reader.read(0, AVIF_HEADER_BYTES)) ?? [];
  if (matrix === RGB) return coded;
  for (let at = 0, part = 0; at < reader.size && part < MAX_PARTS; part++) {
    const head = await reader.read(at, 2 * HEAD);
    if (head.length < HEAD) break;
    const view = dataView(head);
    const small = view.getUint32(0);
    // 0: to the end of the file. 1: a number of eight bytes follows.
    const size =
      small === 0
        ? reader.size - at
        : small === 1 && head.length === 2 * HEAD
          ? Number(view.getBigUint64(HEAD))
          : small;
    if (size < HEAD) break;
    if (latin1Text(head.subarray(4, 8)) === "mdat") coded.bytes += Math.min(size, reader.size - at) - HEAD;
    at += size;
  }
  return coded;
}
