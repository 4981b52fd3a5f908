/**
 * Metadata in PNG: chunks between the header and the pixels (PNG specification, third edition, section 11.3; XMP part
 * 3, section 1.1.5). IPTC has no chunk of its own; ImageMagick's and ExifTool's way is a text of hexadecimal digits.
 */
import type { ByteReader } from "../byte-reader.js";
import { concatBytes, dataView, latin1Bytes, latin1Text } from "../bytes.js";
import { deflate } from "../deflate.js";
import { inflate } from "../inflate.js";
import { PNG_HEADER_LENGTH, PNG_SIGNATURE_LENGTH, pngChunk } from "../png-chunks.js";
import { iptcRecords, iptcResource } from "./iptc.js";
import {
  COLOUR_CHUNKS,
  type EmbedFacts,
  type FileFacts,
  MAX_PART,
  type PictureMetadata,
  type PngChunk,
  TEXT_CHUNKS,
} from "./metadata.js";

const XMP_KEYWORD = "XML:com.adobe.xmp";
const PIXEL_SIZE = "pHYs";
const PIXELS = "IDAT";
const PROFILE = "iCCP";
const EXIF = "eXIf";
const ANIMATION = "acTL";
/** Metres to an inch: pHYs has pixels per metre. */
const METRES_PER_INCH = 0.0254;
/** Texts that hold other metadata. */
const OTHER_TEXT = /^(?:XML:com\.adobe\.xmp|Raw profile type .*)$/i;
const IPTC_KEYWORD = "Raw profile type iptc";
/** Characters to a line of digits. */
const LINE = 72;

/** What a file says beside its pixels. */
export async function readPng(reader: ByteReader): Promise<FileFacts> {
  const chunks = await readChunks(reader, new Set(["IHDR", PROFILE, EXIF, PIXEL_SIZE, ...TEXT_CHUNKS]));
  const dataOf = (type: string): Uint8Array | undefined => chunks.find((chunk) => chunk.type === type)?.data;
  const kept = await readPngChunks(reader);
  return {
    depth: dataOf("IHDR")?.[8] === 16 ? 16 : 8,
    icc: await profileOf(dataOf(PROFILE)),
    density: densityOf(dataOf(PIXEL_SIZE)),
    metadata: {
      exif: dataOf(EXIF),
      xmp: await xmpOf(chunks),
      iptc: iptcRecords((await readPngIptc(reader)) ?? new Uint8Array()),
      pngChunks: kept.length > 0 ? kept : undefined,
    },
  };
}

/** Profile: name | NUL | 0 | zlib stream. */
async function profileOf(data: Uint8Array | undefined): Promise<Uint8Array | undefined> {
  if (!data) return undefined;
  return inflate(data.subarray(data.indexOf(0) + 2), MAX_PART).catch(() => undefined);
}

/** The density of pixels that are squares, if it is known. */
function densityOf(data: Uint8Array | undefined): number | undefined {
  if (data?.length !== 9 || !isDensity(data)) return undefined;
  return dataView(data).getUint32(0) * METRES_PER_INCH;
}

/**
 * XMP, which some programs write into other kinds of texts than the one that it belongs into:
 *
 *     iTXt   keyword | NUL | whether it is compressed | 0 | language | NUL | translated keyword | NUL | UTF-8
 *     tEXt   keyword | NUL | text
 *     zTXt   keyword | NUL | 0 | zlib stream
 */
async function xmpOf(chunks: readonly PngChunk[]): Promise<string | undefined> {
  const found = chunks.find(
    ({ type, data }) => TEXT_CHUNKS.includes(type) && keywordOf(data) === XMP_KEYWORD,
  );
  if (!found) return undefined;
  const { type, data } = found;
  const end = XMP_KEYWORD.length + 1;
  const translatedAt = data.indexOf(0, end + 2) + 1;
  const start = type === "iTXt" ? data.indexOf(0, translatedAt) + 1 : type === "zTXt" ? end + 1 : end;
  const isCompressed = type === "zTXt" || (type === "iTXt" && data[end] !== 0);
  const text = data.subarray(start);
  const bytes = isCompressed ? await inflate(text, MAX_PART).catch(() => undefined) : text;
  return bytes && new TextDecoder().decode(bytes);
}

/** A picture's profile, density and metadata as the chunks of a file that is written anew. */
export async function pngChunksOf({
  icc,
  density,
  metadata,
}: Omit<FileFacts, "depth">): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  if (icc) chunks.push(pngChunk(PROFILE, concatBytes(latin1Bytes("icc\0\0"), await deflate(icc))));
  if (density) {
    const data = new Uint8Array(9);
    const perMetre = Math.round(density / METRES_PER_INCH);
    dataView(data).setUint32(0, perMetre);
    dataView(data).setUint32(4, perMetre);
    data[8] = 1;
    chunks.push(pngChunk(PIXEL_SIZE, data));
  }
  return [...chunks, ...(await metadataChunks(metadata))];
}

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
    const [length, type] = [dataView(head).getUint32(0), latin1Text(head.subarray(4))];
    if (wanted.has(type) && length <= MAX_PART) {
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
        ? found.data.subarray(start)
        : await inflate(found.data.subarray(start + 1), 2 * MAX_PART);
    const digits = latin1Text(text)
      .replace(/^\s*iptc\s+\d+\s/, "")
      .replace(/\s/g, "");
    return bytesOfDigits(digits);
  } catch {
    return undefined;
  }
}

/** Pairs of hexadecimal digits, as far as they are some. */
function bytesOfDigits(digits: string): Uint8Array {
  const pairs = digits.match(/^(?:[\da-f]{2})*/i)?.[0].match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** How many frames an animated PNG has; 1 for others (PNG specification, third edition, section 11.3.6.1). */
export async function pngFrames(reader: ByteReader): Promise<number> {
  const [control] = await readChunks(reader, new Set([ANIMATION]));
  return control && control.data.length >= 4 ? Math.max(1, dataView(control.data).getUint32(0)) : 1;
}

/** Whether the file holds a colour profile, sound or not. */
export async function hasPngProfile(reader: ByteReader): Promise<boolean> {
  return (await readChunks(reader, new Set([PROFILE]))).length > 0;
}

/** Whether a file says how large its pixels are. */
export async function hasPixelSize(reader: ByteReader): Promise<boolean> {
  return (await readChunks(reader, new Set([PIXEL_SIZE]))).length > 0;
}

function isKeptElsewhere(type: string, data: Uint8Array): boolean {
  if (type === PIXEL_SIZE) return isDensity(data);
  return TEXT_CHUNKS.includes(type) && OTHER_TEXT.test(keywordOf(data));
}

/** Whether a size of pixels is one number to a length. */
const isDensity = (data: Uint8Array): boolean =>
  data[8] === 1 && [0, 1, 2, 3].every((i) => data[i] === data[4 + i]);

/** The keyword of a text. */
export function keywordOf(data: Uint8Array): string {
  const end = data.indexOf(0);
  return latin1Text(data.subarray(0, Math.max(0, Math.min(end, 79))));
}

/** The file with metadata, in place of what it has, and without a size of its pixels where none is known. */
export async function embedInPng(
  png: Uint8Array,
  metadata: PictureMetadata,
  { density }: Pick<EmbedFacts, "density">,
): Promise<Uint8Array> {
  const chunks = await metadataChunks(metadata);
  const { pngChunks = [] } = metadata;
  const replaced = new Set(pngChunks.map(({ type }) => type).filter((type) => !TEXT_CHUNKS.includes(type)));
  if (density === undefined) replaced.add(PIXEL_SIZE);
  const parts: Uint8Array[] = [png.subarray(0, PNG_HEADER_LENGTH), ...chunks];
  const view = dataView(png);
  for (let at = PNG_HEADER_LENGTH; at < png.length; ) {
    const type = latin1Text(png.subarray(at + 4, at + 8));
    if (type === PIXELS) {
      parts.push(png.subarray(at));
      break;
    }
    const end = at + 12 + view.getUint32(at);
    if (!replaced.has(type)) parts.push(png.subarray(at, end));
    at = end;
  }
  return concatBytes(...parts);
}

async function metadataChunks({ exif, xmp, iptc, pngChunks = [] }: PictureMetadata): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = pngChunks.map(({ type, data }) => pngChunk(type, data));
  if (exif) chunks.push(pngChunk(EXIF, exif));
  if (xmp !== undefined) {
    // Neither compressed nor in a language.
    chunks.push(pngChunk("iTXt", new TextEncoder().encode(`${XMP_KEYWORD}\0\0\0\0\0${xmp}`)));
  }
  if (iptc) chunks.push(pngChunk("zTXt", await rawProfile("iptc", iptcResource(iptc))));
  return chunks;
}

/** `keyword | NUL | 0 | zlib stream of: newline | name | newline | length | newline | digits`. */
async function rawProfile(name: string, data: Uint8Array): Promise<Uint8Array> {
  const digits = Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const lines = digits.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  const text = `\n${name}\n${String(data.length).padStart(8)}\n${lines.join("\n")}\n`;
  return concatBytes(latin1Bytes(`Raw profile type ${name}\0\0`), await deflate(latin1Bytes(text)));
}
