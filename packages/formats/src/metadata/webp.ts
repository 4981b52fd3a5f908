/**
 * Metadata in WebP (RFC 9649, section 2.7): chunks around the picture, which the chunk VP8X in front of it announces.
 *
 *     "RIFF" | length (u32) | "WEBP" | chunks: type (4 letters) | length (u32) | data (even)
 *     VP8X   flags | 0 0 0 | width − 1 (u24) | height − 1 (u24)
 *
 * Numbers are little-endian.
 */
import type { ByteReader } from "../byte-reader.js";
import { concatBytes, dataView, latin1Bytes, latin1Text } from "../bytes.js";
import { exifBlock } from "./exif.js";
import { type EmbedFacts, type FileFacts, MAX_PART, type PictureMetadata } from "./metadata.js";

const HEADER = 12;
const EXTENDED = "VP8X";
const PROFILE = { type: "ICCP", flag: 0x20 };
const ALPHA_FLAG = 0x10;
const EXIF = { type: "EXIF", flag: 0x08 };
const XMP = { type: "XMP ", flag: 0x04 };

/** What a file says beside its pixels. */
export async function readWebp(reader: ByteReader): Promise<FileFacts> {
  const wanted = [PROFILE.type, EXIF.type, XMP.type];
  const found = new Map<string, Uint8Array>();
  for (let at = HEADER; ; ) {
    const head = await reader.read(at, 8);
    if (head.length < 8) break;
    const [type, length] = [latin1Text(head.subarray(0, 4)), dataView(head).getUint32(4, true)];
    if (wanted.includes(type) && length <= MAX_PART) found.set(type, await reader.read(at + 8, length));
    at += 8 + length + (length % 2);
  }
  const exif = found.get(EXIF.type);
  const xmp = found.get(XMP.type);
  return {
    depth: 8,
    icc: found.get(PROFILE.type),
    metadata: { exif: exif && exifBlock(exif), xmp: xmp && new TextDecoder().decode(xmp) },
  };
}

/** The file with metadata, and with a colour profile, in place of its own, where one is given. */
export function embedInWebp(
  webp: Uint8Array,
  { exif, xmp }: PictureMetadata,
  { width, height, alpha }: EmbedFacts,
  icc?: Uint8Array,
): Uint8Array {
  const added = [
    ...(exif ? [{ ...EXIF, data: exif }] : []),
    ...(xmp === undefined ? [] : [{ ...XMP, data: new TextEncoder().encode(xmp) }]),
  ];
  const profile = icc ? [{ ...PROFILE, data: icc }] : [];
  if (added.length + profile.length === 0) return webp;
  let chunks = webp.subarray(HEADER);
  const extended = new Uint8Array(10);
  const view = dataView(extended);
  if (latin1Text(chunks.subarray(0, 4)) === EXTENDED) {
    extended.set(chunks.subarray(8, 18));
    chunks = chunks.subarray(18);
  } else {
    view.setUint32(4, width - 1, true);
    view.setUint16(7, (height - 1) & 0xffff, true);
    view.setUint8(9, (height - 1) >> 16);
    view.setUint8(0, alpha ? ALPHA_FLAG : 0);
  }
  if (icc) chunks = withoutChunk(chunks, PROFILE.type);
  for (const { flag } of [...added, ...profile]) view.setUint8(0, view.getUint8(0) | flag);
  return riffChunk(
    "RIFF",
    concatBytes(
      latin1Bytes("WEBP"),
      riffChunk(EXTENDED, extended),
      ...profile.map(({ type, data }) => riffChunk(type, data)),
      chunks,
      ...added.map(({ type, data }) => riffChunk(type, data)),
    ),
  );
}

/** The chunks but those of a type. */
function withoutChunk(chunks: Uint8Array, unwanted: string): Uint8Array {
  const parts: Uint8Array[] = [];
  const view = dataView(chunks);
  for (let at = 0; at + 8 <= chunks.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (latin1Text(chunks.subarray(at, at + 4)) !== unwanted) parts.push(chunks.subarray(at, end));
    at = end;
  }
  return concatBytes(...parts);
}

function riffChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = latin1Bytes(`${type}\0\0\0\0`);
  dataView(head).setUint32(4, data.length, true);
  return concatBytes(head, data, new Uint8Array(data.length % 2));
}
