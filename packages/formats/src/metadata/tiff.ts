/** Metadata in TIFF: tags beside those of the pixels (TIFF 6.0; EXIF, section 4.6; XMP part 3, section 1.1.4). */
import { memoryReader } from "../byte-reader.js";
import { concatBytes, dataView } from "../bytes.js";
import { tiffFieldsOf } from "./exif.js";
import type { PictureMetadata } from "./metadata.js";
import { type Field, readDirectory, readStructure, UNDEFINED, writeFields } from "./tiff-structure.js";

const BYTE = 1;
const XMP = 700;
const IPTC = 33723;

/** The file with metadata: its directory is written again, at the end. What it says itself stays. */
export async function embedInTiff(
  tiff: Uint8Array,
  { exif, xmp, iptc }: PictureMetadata,
): Promise<Uint8Array> {
  const added: Field[] = exif ? await tiffFieldsOf(exif) : [];
  if (xmp !== undefined) added.push(bytesField(XMP, BYTE, new TextEncoder().encode(xmp)));
  if (iptc) added.push(bytesField(IPTC, UNDEFINED, iptc));
  const reader = memoryReader(tiff);
  const structure = await readStructure(reader);
  const directory = structure && (await readDirectory(reader, structure.first, structure));
  if (added.length === 0 || !directory || structure.big) return tiff;
  const { little } = structure;
  const own = directory.entries.map(
    ({ tag, type, count, at }): Field => ({
      tag,
      type,
      count,
      bytes: tiff.subarray(at + 8, at + 12),
      raw: true,
    }),
  );
  const tags = new Set(own.map(({ tag }) => tag));
  const base = tiff.length + (tiff.length % 2);
  const fields = [...own, ...added.filter(({ tag }) => !tags.has(tag))];
  const file = concatBytes(
    tiff,
    new Uint8Array(base - tiff.length),
    writeFields(fields, base, little, directory.next),
  );
  dataView(file).setUint32(4, base, little);
  return file;
}

function bytesField(tag: number, type: number, bytes: Uint8Array): Field {
  return { tag, type, count: bytes.length, bytes };
}
