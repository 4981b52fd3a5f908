/**
 * Metadata in JPEG: segments in front of the picture (ITU-T T.81, annex B; EXIF, section 4.7; XMP part 3, section 1.1.3).
 *
 *     SOI | segments: 0xFF | marker | length (u16, of itself and the data) | data
 */
import type { ByteReader } from "../byte-reader.js";
import { exifSegment } from "./exif.js";
import { iptcSegment } from "./iptc.js";
import type { EmbedFacts, PictureMetadata } from "./metadata.js";

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP13 = 0xed;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;
const XMP_NAME = "http://ns.adobe.com/xap/1.0/\0";

/** The data that a segment has room for. */
const ROOM = 2 ** 16 - 1 - 2;

/** The comments of a file. */
export async function readComments(reader: ByteReader): Promise<Uint8Array[]> {
  const comments: Uint8Array[] = [];
  for (let at = 2; ; ) {
    const head = await reader.read(at, 4);
    if (head.length < 4 || head[0] !== 0xff || head[1] === START_OF_SCAN) return comments;
    const length = head.readUInt16BE(2);
    if (head[1] === COMMENT) comments.push(await reader.read(at + 4, length - 2));
    at += 2 + length;
  }
}

/**
 * The file with metadata, which it must not have yet, and with its density.
 *
 * @param onLost called with the name of each part that has no room
 */
export function embedInJpeg(
  jpeg: Uint8Array,
  { exif, xmp, iptc, comments = [] }: PictureMetadata,
  { density }: EmbedFacts,
  onLost: (what: string) => void,
): Uint8Array {
  const segments: Uint8Array[] = [];
  const add = (what: string, marker: number, data: Uint8Array): void => {
    if (data.length <= ROOM) segments.push(segment(marker, data));
    else onLost(what);
  };
  if (exif) add("EXIF", APP1, exifSegment(exif));
  if (xmp !== undefined) add("XMP", APP1, Buffer.concat([Buffer.from(XMP_NAME, "latin1"), Buffer.from(xmp)]));
  if (iptc) add("IPTC", APP13, iptcSegment(iptc));
  for (const comment of comments) add("a comment", COMMENT, comment);
  return Buffer.concat([...withJfif(jpeg, density), ...segments, jpeg.subarray(afterJfif(jpeg))]);
}

/** Where JFIF's own segment, which comes first, ends. */
function afterJfif(jpeg: Uint8Array): number {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  return view.getUint8(3) === APP0 ? 4 + view.getUint16(4) : 2;
}

/** The start of the file, with a segment that says the density. */
function withJfif(jpeg: Uint8Array, density: number | undefined): Uint8Array[] {
  if (!density) return [jpeg.subarray(0, afterJfif(jpeg))];
  // Version 1.1; pixels to an inch in both directions; no thumbnail.
  const data = Buffer.from("JFIF\0\x01\x01\x01\0\0\0\0\0\0", "latin1");
  data.writeUInt16BE(Math.round(density), 8);
  data.writeUInt16BE(Math.round(density), 10);
  return [jpeg.subarray(0, 2), segment(APP0, data)];
}

function segment(marker: number, data: Uint8Array): Uint8Array {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}
