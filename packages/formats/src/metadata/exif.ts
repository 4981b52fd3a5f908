/**
 * EXIF (CIPA DC-008): what a camera says about a picture. A block of it is a TIFF structure of its own, whose first
 * directory is about the picture and whose second one, if there is one, about its thumbnail.
 *
 * What becomes wrong with another size is corrected in place: notes of camera makers hold places in the block, so that
 * nothing may move.
 */
import { type ByteReader, memoryReader } from "../byte-reader.js";
import { concatBytes, dataView, latin1Bytes, latin1Text } from "../bytes.js";
import {
  type Directory,
  type Field,
  LONG,
  numberField,
  RATIONAL,
  readDirectory,
  readFields,
  readNumber,
  readStructure,
  SHORT,
  SUBDIRECTORIES,
  writeFields,
} from "./tiff-structure.js";

/** What is true of the picture that the block is for. */
export interface ExifFacts {
  width: number;
  height: number;
}

const IMAGE_WIDTH = 256;
const IMAGE_LENGTH = 257;
const ORIENTATION = 274;
const EXIF_DIRECTORY = 34665;
const PIXEL_X = 40962;
const PIXEL_Y = 40963;
const THUMBNAIL_AT = 513;
const THUMBNAIL_LENGTH = 514;

/** In JPEG a block has this in front. */
const PREFIX = "Exif\0\0";

/**
 * The tags of a TIFF file's first directory that say something about its picture, and not how its pixels are stored.
 */
const DESCRIPTIVE: ReadonlySet<number> = new Set([
  // Description, make, model, resolution, software, date, artist, host.
  ...[270, 271, 272, 282, 283, 296, 305, 306, 315, 316],
  // Rating, copyright, and Windows' title, comment, author, keywords and subject.
  ...[18246, 18249, 33432, 40091, 40092, 40093, 40094, 40095],
  ...SUBDIRECTORIES,
]);

/** Whether the data of a segment of JPEG are a block of EXIF. */
export function isExifSegment(data: Uint8Array): boolean {
  return latin1Text(data.subarray(0, PREFIX.length)) === PREFIX;
}

/** The block without what JPEG puts in front of it. */
export function exifBlock(bytes: Uint8Array): Uint8Array {
  return isExifSegment(bytes) ? bytes.subarray(PREFIX.length) : bytes;
}

/** The block as it stands in JPEG. */
export function exifSegment(block: Uint8Array): Uint8Array {
  return concatBytes(latin1Bytes(PREFIX), block);
}

/** How the picture is to be turned (1: not at all); 1 if the block does not say. */
export async function orientationOf(block: Uint8Array): Promise<number> {
  const reader = memoryReader(block);
  const structure = await readStructure(reader);
  const main = structure && (await readDirectory(reader, structure.first, structure));
  const entry = main?.entries.find(({ tag }) => tag === ORIENTATION);
  return (structure && (await readNumber(reader, entry, structure))) ?? 1;
}

/**
 * The block for a picture that stands upright, of another size.
 *
 * @param thumbnail makes a small JPEG of the picture; called if the block has one
 * @returns undefined if the block is damaged
 */
export async function correctedExif(
  block: Uint8Array,
  { width, height }: ExifFacts,
  thumbnail: () => Promise<Uint8Array>,
): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array = Uint8Array.from(block);
  const reader = memoryReader(bytes);
  const structure = await readStructure(reader);
  const main = structure && (await readDirectory(reader, structure.first, structure));
  // No block of EXIF is a BigTIFF.
  if (!main || structure.big) return undefined;
  const { little } = structure;
  const set = (directory: Directory | undefined, tag: number, value: number): void => {
    const entry = directory?.entries.find((one) => one.tag === tag && one.count === 1);
    if (!entry || entry.length > 4) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset + entry.at, 12);
    const type = value < 2 ** 16 && entry.type === SHORT ? SHORT : LONG;
    view.setUint16(2, type, little);
    view.setUint32(8, 0, little);
    if (type === SHORT) view.setUint16(8, value, little);
    else view.setUint32(8, value, little);
  };
  set(main, ORIENTATION, 1);
  set(main, IMAGE_WIDTH, width);
  set(main, IMAGE_LENGTH, height);
  const below = main.entries.find(({ tag }) => tag === EXIF_DIRECTORY);
  const detailsAt = await readNumber(reader, below, structure);
  const details = detailsAt === undefined ? undefined : await readDirectory(reader, detailsAt, structure);
  set(details, PIXEL_X, width);
  set(details, PIXEL_Y, height);
  if (main.next === 0) return bytes;

  const second = await readDirectory(reader, main.next, structure);
  const find = (wanted: number) => second?.entries.find(({ tag }) => tag === wanted);
  const at = await readNumber(reader, find(THUMBNAIL_AT), structure);
  const length = await readNumber(reader, find(THUMBNAIL_LENGTH), structure);
  if (at === undefined || length === undefined) {
    // Not a JPEG: that of another picture would be worse than none.
    dataView(bytes).setUint32(main.nextAt, 0, little);
    return bytes;
  }
  const small = await thumbnail();
  set(second, ORIENTATION, 1);
  set(second, THUMBNAIL_LENGTH, small.length);
  const isLast = at + length >= bytes.length;
  if (small.length <= length && at + small.length <= bytes.length) {
    bytes.set(small, at);
    return isLast ? bytes.subarray(0, at + small.length) : bytes;
  }
  const place = isLast && at <= bytes.length ? at : bytes.length;
  set(second, THUMBNAIL_AT, place);
  bytes = concatBytes(bytes.subarray(0, place), small);
  return bytes;
}

/** The block that a TIFF file's tags make; undefined if they say nothing but the resolution. */
export async function exifOfTiff(reader: ByteReader): Promise<Uint8Array | undefined> {
  const structure = await readStructure(reader);
  if (!structure) return undefined;
  const fields = await readFields(reader, structure.first, structure, (tag) => DESCRIPTIVE.has(tag));
  const resolution = [282, 283, 296];
  if (fields.every(({ tag }) => resolution.includes(tag))) return undefined;
  return blockOf(fields);
}

/** The tags of a block that belong into a TIFF file beside those of its pixels. */
export async function tiffFieldsOf(block: Uint8Array): Promise<Field[]> {
  const reader = memoryReader(block);
  const structure = await readStructure(reader);
  if (!structure) return [];
  return readFields(reader, structure.first, structure, (tag) => DESCRIPTIVE.has(tag));
}

/** A block that says nothing but how many pixels there are to an inch. */
export function densityBlock(density: number): Uint8Array {
  const ratio = new Uint8Array(8);
  new DataView(ratio.buffer).setUint32(0, Math.round(density * 100), true);
  new DataView(ratio.buffer).setUint32(4, 100, true);
  return blockOf([
    { tag: 282, type: RATIONAL, count: 1, bytes: ratio },
    { tag: 283, type: RATIONAL, count: 1, bytes: ratio },
    numberField(296, SHORT, 2),
  ]);
}

function blockOf(fields: readonly Field[]): Uint8Array {
  const header = latin1Bytes("II*\0\x08\0\0\0");
  return concatBytes(header, writeFields(fields, header.length, true));
}
