/**
 * Metadata in WebP (RFC 9649, section 2.7): chunks behind the picture, which the chunk VP8X in front of it announces.
 *
 *     "RIFF" | length (u32) | "WEBP" | chunks: type (4 letters) | length (u32) | data (even)
 *     VP8X   flags | 0 0 0 | width − 1 (u24) | height − 1 (u24)
 *
 * Numbers are little-endian.
 */
import type { EmbedFacts, PictureMetadata } from "./metadata.js";

const HEADER = 12;
const EXTENDED = "VP8X";
const PROFILE = { type: "ICCP", flag: 0x20 };
const ALPHA_FLAG = 0x10;
const EXIF = { type: "EXIF", flag: 0x08 };
const XMP = { type: "XMP ", flag: 0x04 };

/** The file with metadata, and with a colour profile where one is given. */
export function embedInWebp(
  webp: Uint8Array,
  { exif, xmp }: PictureMetadata,
  { width, height, alpha }: EmbedFacts,
  icc?: Uint8Array,
): Uint8Array {
  const added = [
    ...(exif ? [{ ...EXIF, data: exif }] : []),
    ...(xmp === undefined ? [] : [{ ...XMP, data: Buffer.from(xmp) }]),
  ];
  const profile = icc ? [{ ...PROFILE, data: icc }] : [];
  if (added.length + profile.length === 0) return webp;
  let chunks = Buffer.from(webp.buffer, webp.byteOffset + HEADER, webp.byteLength - HEADER);
  let extended = Buffer.alloc(10);
  if (chunks.toString("latin1", 0, 4) === EXTENDED) {
    extended = Buffer.from(chunks.subarray(8, 18));
    chunks = chunks.subarray(18);
  } else {
    extended.writeUIntLE(width - 1, 4, 3);
    extended.writeUIntLE(height - 1, 7, 3);
    extended[0] = alpha ? ALPHA_FLAG : 0;
  }
  for (const { flag } of [...added, ...profile]) extended[0] = (extended[0] ?? 0) | flag;
  const body = Buffer.concat([
    Buffer.from("WEBP", "latin1"),
    chunk(EXTENDED, extended),
    ...profile.map(({ type, data }) => chunk(type, data)),
    chunks,
    ...added.map(({ type, data }) => chunk(type, data)),
  ]);
  return chunk("RIFF", body);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
