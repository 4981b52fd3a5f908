/**
 * Metadata in PNG: chunks between the header and the pixels (PNG specification, third edition, section 11.3; XMP part 3, section
 * 1.1.5). IPTC has no chunk of its own; ImageMagick's and ExifTool's way is a text of hexadecimal digits.
 */
import { deflateSync, inflateSync } from "node:zlib";
import { PNG_HEADER_LENGTH, PNG_SIGNATURE_LENGTH, pngChunk } from "@kernelgan/formats/internal";
import type { ByteReader } from "../byte-reader.js";
import { iptcResource } from "./iptc.js";
import {
  COLOUR_CHUNKS,
  type EmbedFacts,
  type PictureMetadata,
  type PngChunk,
  TEXT_CHUNKS,
} from "./metadata.js";

const XMP_KEYWORD = "XML:com.adobe.xmp";
const PIXEL_SIZE = "pHYs";
const PIXELS = "IDAT";
/** Texts that hold other metadata. */
const OTHER_TEXT = /^(?:XML:com\.adobe\.xmp|Raw profile type .*)$/i;
/** What a decoder is asked to keep is not endless. */
const MAX_CHUNK = 16 * 2 ** 20;
const IPTC_KEYWORD = "Raw profile type iptc";
/** Characters to a line of digits. */
const LINE = 72;

/** The chunks of a file that are kept as they are. */
export async function readPngChunks(reader: ByteReader): Promise<PngChunk[]> {
  const chunks = await readChunks(reader, new Set([...COLOUR_CHUNKS, ...TEXT_CHUNKS, PIXEL_SIZE]));
  return chunks.filter(({ type, data }) => !isKeptElsewhere(type, data));
}

/** The data of the chunks of some types, in front of the pixels and behind them. */
async function readChunks(reader: ByteReader, wanted: ReadonlySet<string>): Promise<PngChunk[]> {
  const found: PngChunk[] = [];
  for (let at = PNG_SIGNATURE_LENGTH; ; ) {
    const head = await reader.read(at, 8);
    if (head.length < 8) return found;
    const [length, type] = [head.readUInt32BE(), head.toString("latin1", 4)];
    if (wanted.has(type) && length <= MAX_CHUNK) {
      const data = Uint8Array.from(await reader.read(at + 8, length));
      if (data.length === length) found.push({ type, data });
    }
    at += 12 + length;
  }
}

/** The IPTC of a file, as other programs write it; undefined if there is none, or if it is damaged. */
export async function readPngIptc(reader: ByteReader): Promise<Uint8Array | undefined> {
  const texts = await readChunks(reader, new Set(["tEXt", "zTXt"]));
  const found = texts.find(({ data }) => keywordOf(data) === IPTC_KEYWORD);
  if (!found) return undefined;
  const start = IPTC_KEYWORD.length + 1;
  try {
    const text =
      found.type === "tEXt"
        ? Buffer.from(found.data.subarray(start))
        : inflateSync(found.data.subarray(start + 1), { maxOutputLength: 2 * MAX_CHUNK });
    const digits = text
      .toString("latin1")
      .replace(/^\s*iptc\s+\d+\s/, "")
      .replace(/\s/g, "");
    return Buffer.from(digits, "hex");
  } catch {
    return undefined;
  }
}

/** Whether a file says how large its pixels are. */
export async function hasPixelSize(reader: ByteReader): Promise<boolean> {
  return (await readChunks(reader, new Set([PIXEL_SIZE]))).length > 0;
}

function isKeptElsewhere(type: string, data: Uint8Array): boolean {
  // A density is one number to a length.
  if (type === PIXEL_SIZE)
    return data[8] === 1 && Buffer.compare(data.subarray(0, 4), data.subarray(4, 8)) === 0;
  return TEXT_CHUNKS.includes(type) && OTHER_TEXT.test(keywordOf(data));
}

/** The keyword of a text. */
export function keywordOf(data: Uint8Array): string {
  const end = data.indexOf(0);
  return Buffer.from(data.subarray(0, Math.max(0, Math.min(end, 79)))).toString("latin1");
}

/** The file with metadata, in place of what it has, and without a size of its pixels where none is known. */
export function embedInPng(
  png: Uint8Array,
  { exif, xmp, iptc, pngChunks = [] }: PictureMetadata,
  { density }: Pick<EmbedFacts, "density">,
): Uint8Array {
  const chunks = pngChunks.map(({ type, data }) => pngChunk(type, data));
  if (exif) chunks.push(pngChunk("eXIf", exif));
  if (xmp !== undefined) {
    // Neither compressed nor in a language.
    chunks.push(pngChunk("iTXt", Buffer.from(`${XMP_KEYWORD}\0\0\0\0\0${xmp}`)));
  }
  if (iptc) chunks.push(pngChunk("zTXt", rawProfile("iptc", iptcResource(iptc))));
  const replaced = new Set(pngChunks.map(({ type }) => type).filter((type) => !TEXT_CHUNKS.includes(type)));
  if (density === undefined) replaced.add(PIXEL_SIZE);
  const parts: Uint8Array[] = [png.subarray(0, PNG_HEADER_LENGTH), ...chunks];
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = PNG_HEADER_LENGTH; at < png.length; ) {
    const type = Buffer.from(png.subarray(at + 4, at + 8)).toString("latin1");
    if (type === PIXELS) {
      parts.push(png.subarray(at));
      break;
    }
    const end = at + 12 + view.getUint32(at);
    if (!replaced.has(type)) parts.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** `keyword | NUL | 0 | zlib stream of: newline | name | newline | length | newline | digits`. */
function rawProfile(name: string, data: Uint8Array): Uint8Array {
  const digits = Buffer.from(data).toString("hex");
  const lines = digits.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  const text = `\n${name}\n${String(data.length).padStart(8)}\n${lines.join("\n")}\n`;
  return Buffer.concat([Buffer.from(`Raw profile type ${name}\0\0`, "latin1"), deflateSync(text)]);
}
