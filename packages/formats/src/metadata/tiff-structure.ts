/**
 * Directories of tags: the structure of TIFF files, and of EXIF in any file.
 *
 *     header      "II" (little-endian) or "MM" | 42 | where the first directory is (u32)
 *     directory   number of entries (u16) | entries | where the next directory is (u32, 0: none)
 *     entry       tag (u16) | type (u16) | number of values (u32) | the values, or where they are if they have more than 4 bytes
 *
 * TIFF 6.0, section 2. A BigTIFF (43 in place of 42) is the same with wider numbers, and is read only:
 *
 *     header      "II" or "MM" | 43 | 8, bytes of a place (u16) | 0 (u16) | where the first directory is (u64)
 *     directory   number of entries (u64) | entries | where the next directory is (u64)
 *     entry       tag (u16) | type (u16) | number of values (u64) | the values, or where they are if they have more than 8 bytes
 *
 * Reference: AWare Systems, "The BigTIFF File Format".
 */
import type { ByteReader } from "../byte-reader.js";
import { concatBytes, dataView, latin1Text } from "../bytes.js";

/** An entry as it was read. */
export interface Entry {
  tag: number;
  type: number;
  count: number;
  /** Where the entry is. */
  at: number;
  /** Where its values are. */
  valueAt: number;
  /** How many bytes they have. */
  length: number;
}

/** A directory as it was read. */
export interface Directory {
  entries: Entry[];
  /** Where the number of the next directory stands, and that number. */
  nextAt: number;
  next: number;
}

/** Bytes of a value of each type; the last three are those of a BigTIFF. */
const SIZES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** Bytes that change places with the byte order: a fraction is two numbers. */
const WORDS: readonly number[] = [1, 1, 1, 2, 4, 4, 1, 1, 2, 4, 4, 4, 8, 4];

export const SHORT = 3;
export const LONG = 4;
export const RATIONAL = 5;
export const UNDEFINED = 7;
/** Where a directory is. */
const IFD = 13;
const LONG8 = 16;
const IFD8 = 18;

/** Tags whose value is where another directory is: EXIF, GPS, and EXIF's interoperability. */
export const SUBDIRECTORIES: readonly number[] = [34665, 34853, 40965];

const ENTRY = 12;
/** How wide numbers are in directories. */
const CLASSIC = { entry: ENTRY, count: 2, place: 4 } as const;
const BIG = { entry: 20, count: 8, place: 8 } as const;
/** EXIF has a few hundred tags. */
const MAX_ENTRIES = 4096;
/** All values together: more is no metadata, or the same bytes again and again. */
const MAX_BYTES = 32 * 2 ** 20;
const MAX_DEPTH = 3;

/** How numbers stand in a file. */
export interface TiffLayout {
  little: boolean;
  /** A BigTIFF. */
  big?: boolean | undefined;
}

/** The layout, and where the first directory is; undefined for what is no such structure. */
export async function readStructure(
  reader: ByteReader,
): Promise<(TiffLayout & { first: number }) | undefined> {
  const header = await reader.read(0, 16);
  if (header.length < 8) return undefined;
  const order = latin1Text(header.subarray(0, 4));
  const little = order.startsWith("II");
  if (order === "II*\0" || order === "MM\0*") return { little, first: dataView(header).getUint32(4, little) };
  if (header.length < 16 || (order !== "II+\0" && order !== "MM\0+")) return undefined;
  return { little, big: true, first: placeAt(dataView(header), 8, little, BIG.place) };
}

/** An integer of 2, 4 or 8 bytes. */
function placeAt(view: DataView, at: number, little: boolean, bytes: 2 | 4 | 8): number {
  if (bytes === 8) return Number(view.getBigUint64(at, little));
  return bytes === 4 ? view.getUint32(at, little) : view.getUint16(at, little);
}

/** The directory at a place, without the entries that lead out of the file; undefined if there is none. */
export async function readDirectory(
  reader: ByteReader,
  at: number,
  { little, big }: TiffLayout,
): Promise<Directory | undefined> {
  const wide = big ? BIG : CLASSIC;
  const start = await reader.read(at, wide.count);
  if (at < 8 || start.length < wide.count) return undefined;
  const count = placeAt(dataView(start), 0, little, wide.count);
  if (count > MAX_ENTRIES) return undefined;
  const bytes = await reader.read(at + wide.count, count * wide.entry + wide.place);
  if (bytes.length < count * wide.entry) return undefined;
  const view = dataView(bytes);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    const from = i * wide.entry;
    const [tag, type] = [view.getUint16(from, little), view.getUint16(from + 2, little)];
    const values = placeAt(view, from + 4, little, wide.place);
    const length = values * (SIZES[type] ?? 0);
    const entryAt = at + wide.count + from;
    const stored = from + 4 + wide.place;
    const valueAt =
      length > wide.place ? placeAt(view, stored, little, wide.place) : entryAt + 4 + wide.place;
    if (length > 0 && valueAt + length <= reader.size)
      entries.push({ tag, type, count: values, at: entryAt, valueAt, length });
  }
  const nextAt = at + wide.count + count * wide.entry;
  // Some programs leave the last number out.
  const hasNext = bytes.length >= count * wide.entry + wide.place;
  const next = hasNext ? placeAt(view, count * wide.entry, little, wide.place) : 0;
  return { entries, nextAt, next };
}

/** The first number of an entry of integers; undefined for other types. */
export async function readNumber(
  reader: ByteReader,
  entry: Entry | undefined,
  { little }: TiffLayout,
): Promise<number | undefined> {
  if (!entry || ![SHORT, LONG, IFD, LONG8, IFD8].includes(entry.type)) return undefined;
  const size = (SIZES[entry.type] ?? 0) as 2 | 4 | 8;
  return placeAt(dataView(await reader.read(entry.valueAt, size)), 0, little, size);
}

/** A tag and its values, apart from any file. */
export interface Field {
  tag: number;
  type: number;
  count: number;
  /** The values, little-endian; the last four bytes of the entry as they are to stand there if `raw`. */
  bytes: Uint8Array;
  /** `bytes` are the entry's last four bytes, in the byte order of the file that is written. */
  raw?: true;
  /** The directory that the value leads to. */
  directory?: Field[];
}

/** The tags of a directory with their values, those of the directories below too. */
export async function readFields(
  reader: ByteReader,
  at: number,
  layout: TiffLayout,
  keeps: (tag: number) => boolean = () => true,
  depth = 0,
  budget = { bytes: MAX_BYTES },
): Promise<Field[]> {
  const directory = await readDirectory(reader, at, layout);
  const fields: Field[] = [];
  // Of a tag that is there twice the first one counts, also where it says nothing: directories that lead to themselves
  // by thousands of entries are followed by one of each tag.
  const seen = new Set<number>();
  for (const entry of directory?.entries ?? []) {
    const { tag, type, count, valueAt, length } = entry;
    if (!keeps(tag) || seen.has(tag)) continue;
    seen.add(tag);
    budget.bytes -= length;
    if (budget.bytes < 0) return fields;
    if (SUBDIRECTORIES.includes(tag)) {
      const below = await readNumber(reader, entry, layout);
      if (below === undefined || depth === MAX_DEPTH) continue;
      const fieldsBelow = await readFields(reader, below, layout, undefined, depth + 1, budget);
      if (fieldsBelow.length > 0)
        fields.push({ tag, type: LONG, count: 1, bytes: new Uint8Array(4), directory: fieldsBelow });
      continue;
    }
    // What is written is never a BigTIFF, and has no such numbers.
    if (type > IFD) continue;
    const bytes = Uint8Array.from(await reader.read(valueAt, length));
    fields.push({ tag, type, count, bytes: layout.little ? bytes : swapped(bytes, type) });
  }
  return fields;
}

/**
 * A directory with all that belongs to it, to stand at `base`, which must be even.
 *
 * @param next where the next directory is
 */
export function writeFields(fields: readonly Field[], base: number, little: boolean, next = 0): Uint8Array {
  const sorted = [...fields].sort((a, b) => a.tag - b.tag);
  const head = new Uint8Array(2 + sorted.length * ENTRY + 4);
  const view = new DataView(head.buffer);
  const parts: Uint8Array[] = [head];
  let end = base + head.length;
  const append = (bytes: Uint8Array): number => {
    const at = end;
    parts.push(bytes);
    end += bytes.length;
    if (end % 2 === 1) {
      parts.push(new Uint8Array(1));
      end++;
    }
    return at;
  };
  view.setUint16(0, sorted.length, little);
  for (const [i, { tag, type, count, bytes, raw, directory }] of sorted.entries()) {
    const at = 2 + i * ENTRY;
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
    const values = raw || little ? bytes : swapped(bytes, type);
    if (directory) view.setUint32(at + 8, append(writeFields(directory, end, little)), little);
    else if (values.length <= 4) head.set(values, at + 8);
    else view.setUint32(at + 8, append(values), little);
  }
  view.setUint32(head.length - 4, next, little);
  return concatBytes(...parts);
}

/** A field of integers. */
export function numberField(tag: number, type: typeof SHORT | typeof LONG, value: number): Field {
  const bytes = new Uint8Array(type === SHORT ? 2 : 4);
  const view = new DataView(bytes.buffer);
  if (type === SHORT) view.setUint16(0, value, true);
  else view.setUint32(0, value, true);
  return { tag, type, count: 1, bytes };
}

/** Values in the other byte order. */
function swapped(bytes: Uint8Array, type: number): Uint8Array {
  const word = WORDS[type] ?? 1;
  const other = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    other[i] = bytes[i - (i % word) + (word - 1 - (i % word))] ?? 0;
  }
  return other;
}
