/**
 * Metadata in JPEG: segments in front of the picture (ITU-T T.81, annex B; EXIF, section 4.7; XMP part 3, section
 * 1.1.3).
 *
 *     SOI | segments: 0xFF | marker | length (u16, of itself and the data) | data
 */
import type { ByteReader } from "../byte-reader.js";
import { concatBytes, dataView, latin1Bytes, latin1Text } from "../bytes.js";
import { exifBlock, exifSegment, isExifSegment } from "./exif.js";
import { iptcRecords, iptcSegment } from "./iptc.js";
import type { EmbedFacts, FileFacts, PictureMetadata } from "./metadata.js";

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;
const XMP_NAME = "http://ns.adobe.com/xap/1.0/\0";

const JFIF_NAME = "JFIF\0";
/** A profile stands in parts: name | number of the part, from 1 on | how many there are | bytes (ICC.1, annex B.4). */
const PROFILE_NAME = "ICC_PROFILE\0";
const PROFILE_HEAD = PROFILE_NAME.length + 2;

/** The data that a segment has room for. */
const ROOM = 2 ** 16 - 1 - 2;

interface Segment {
  marker: number;
  data: Uint8Array;
}

/** The segments in front of the picture. */
async function* readSegments(reader: ByteReader): AsyncGenerator<Segment> {
  for (let at = 2; ; ) {
    const head = await reader.read(at, 4);
    if (head.length < 4 || head[0] !== 0xff || head[1] === START_OF_SCAN) return;
    const length = dataView(head).getUint16(2);
    yield { marker: head[1] as number, data: await reader.read(at + 4, Math.max(0, length - 2)) };
    at += 2 + length;
  }
}

/** The comments of a file. */
export async function readComments(reader: ByteReader): Promise<Uint8Array[]> {
  const comments: Uint8Array[] = [];
  for await (const { marker, data } of readSegments(reader)) {
    if (marker === COMMENT) comments.push(data);
  }
  return comments;
}

/** What a file says beside its pixels. */
export async function readJpeg(reader: ByteReader): Promise<FileFacts> {
  const metadata: PictureMetadata = {};
  const comments: Uint8Array[] = [];
  const profile = new Map<number, Uint8Array>();
  let density: number | undefined;
  const hasName = (data: Uint8Array, name: string): boolean =>
    latin1Text(data.subarray(0, name.length)) === name;
  for await (const { marker, data } of readSegments(reader)) {
    if (marker === APP0 && hasName(data, JFIF_NAME)) density = densityOf(data);
    else if (marker === APP1 && isExifSegment(data)) metadata.exif ??= exifBlock(data);
    else if (marker === APP1 && hasName(data, XMP_NAME))
      metadata.xmp ??= new TextDecoder().decode(data.subarray(XMP_NAME.length));
    else if (marker === APP2 && hasName(data, PROFILE_NAME))
      profile.set(data[PROFILE_NAME.length] ?? 0, data.subarray(PROFILE_HEAD));
    else if (marker === APP13) metadata.iptc ??= iptcRecords(data);
    else if (marker === COMMENT) comments.push(data);
  }
  const parts = [...profile].sort(([a], [b]) => a - b).map(([, part]) => part);
  if (comments.length > 0) metadata.comments = comments;
  return { depth: 8, icc: parts.length > 0 ? concatBytes(...parts) : undefined, density, metadata };
}

/** JFIF's: name | version (u16) | unit: 1 inch, 2 cm | across (u16) | down (u16). */
function densityOf(jfif: Uint8Array): number | undefined {
  if (jfif.length < 12) return undefined;
  const unit = jfif[7];
  const density = dataView(jfif).getUint16(8) * (unit === 2 ? 2.54 : 1);
  return unit === 1 || unit === 2 ? density || undefined : undefined;
}

/**
 * The file with metadata, which it must not have yet, with its density, and with a colour profile, in place of its own,
 * where one is given.
 *
 * @param onLost called with the name of each part that has no room
 */
export function embedInJpeg(
  jpeg: Uint8Array,
  { exif, xmp, iptc, comments = [] }: PictureMetadata,
  { density }: EmbedFacts,
  onLost: (what: string) => void,
  icc?: Uint8Array,
): Uint8Array {
  const segments: Uint8Array[] = [];
  const add = (what: string, marker: number, data: Uint8Array): void => {
    if (data.length <= ROOM) segments.push(segment(marker, data));
    else onLost(what);
  };
  if (exif) add("EXIF", APP1, exifSegment(exif));
  if (xmp !== undefined) add("XMP", APP1, concatBytes(latin1Bytes(XMP_NAME), new TextEncoder().encode(xmp)));
  if (iptc) add("IPTC", APP13, iptcSegment(iptc));
  for (const comment of comments) add("a comment", COMMENT, comment);
  const rest = jpeg.subarray(afterJfif(jpeg));
  return concatBytes(
    ...withJfif(jpeg, density),
    ...segments,
    ...(icc ? profileSegments(icc) : []),
    icc ? withoutProfile(rest) : rest,
  );
}

/** Where JFIF's own segment, which comes first, ends. */
function afterJfif(jpeg: Uint8Array): number {
  const view = dataView(jpeg);
  return view.getUint8(3) === APP0 ? 4 + view.getUint16(4) : 2;
}

/** The start of the file, with a segment that says the density. */
function withJfif(jpeg: Uint8Array, density: number | undefined): Uint8Array[] {
  if (!density) return [jpeg.subarray(0, afterJfif(jpeg))];
  // Version 1.1; pixels to an inch in both directions; no thumbnail.
  const data = latin1Bytes(`${JFIF_NAME}\x01\x01\x01\0\0\0\0\0\0`);
  dataView(data).setUint16(8, Math.round(density));
  dataView(data).setUint16(10, Math.round(density));
  return [jpeg.subarray(0, 2), segment(APP0, data)];
}

/** A profile as it stands in a file. */
function profileSegments(icc: Uint8Array): Uint8Array[] {
  const room = ROOM - PROFILE_HEAD;
  const count = Math.ceil(icc.length / room);
  return Array.from({ length: count }, (_, i) => {
    const head = latin1Bytes(`${PROFILE_NAME}${String.fromCharCode(i + 1, count)}`);
    return segment(APP2, concatBytes(head, icc.subarray(i * room, (i + 1) * room)));
  });
}

/** The rest of a file, from one of its segments on, without the profile. */
function withoutProfile(rest: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const view = dataView(rest);
  let at = 0;
  while (at + 4 <= rest.length && rest[at] === 0xff && rest[at + 1] !== START_OF_SCAN) {
    const end = at + 2 + view.getUint16(at + 2);
    const name = latin1Text(rest.subarray(at + 4, at + 4 + PROFILE_NAME.length));
    if (rest[at + 1] !== APP2 || name !== PROFILE_NAME) parts.push(rest.subarray(at, end));
    at = end;
  }
  return concatBytes(...parts, rest.subarray(at));
}

function segment(marker: number, data: Uint8Array): Uint8Array {
  const head = Uint8Array.of(0xff, marker, 0, 0);
  dataView(head).setUint16(2, data.length + 2);
  return concatBytes(head, data);
}
