/**
 * Directories of tags: the structure of TIFF files, and of EXIF in any file.
 *
 *     header      "II" (little-endian) or "MM" | 42 | where the first directory is (u32)
 *     directory   number of entries (u16) | entries | where the next directory is (u32, 0: none)
 *     entry       tag (u16) | type (u16) | number of values (u32) | the values, or where they are if they have more than 4 bytes
 *
 * TIFF 6.0, section 2. BigTIFF (43 in place of 42) is another structure.
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

/** Bytes of a value of each type. */
const SIZES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
/** Bytes that change places with the byte order: a fraction is two numbers. */
const WORDS: readonly number[] = [1, 1, 1, 2, 4, 4, 1, 1, 2, 4, 4, 4, 8, 4];

export const SHORT = 3;
export const LONG = 4;
export const RATIONAL = 5;
export const UNDEFINED = 7;

/** Tags whose value is where another directory is: EXIF, GPS, and EXIF's interoperability. */
export const SUBDIRECTORIES: readonly number[] = [34665, 34853, 40965];

const ENTRY = 12;
/** EXIF has a few hundred tags. */
const MAX_ENTRIES = 4096;
/** All values together: more is no metadata, or the same bytes again and again. */
const MAX_BYTES = 32 * 2 ** 20;
const MAX_DEPTH = 3;

/** Whether numbers are little-endian, and where the first directory is; undefined for what is no such structure. */
export async function readStructure(
  reader: ByteReader,
): Promise<{ little: boolean; first: number } | undefined> {
  const header = await reader.read(0, 8);
  if (header.length < 8) return undefined;
  const order = latin1Text(header.subarray(0, 4));
  if (order !== "II*\0" && order !== "MM\0*") return undefined;
  const little = order === "II*\0";
  return { little, first: dataView(header).getUint32(4, little) };
}

/** The directory at a place, without the entries that lead out of the file; undefined if there is none. */
export async function readDirectory(
  reader: ByteReader,
  at: number,
  little: boolean,
): Promise<Directory | undefined> {
  const start = await reader.read(at, 2);
  if (at < 8 || start.length < 2) return undefined;
  const count = dataView(start).getUint16(0, little);
  const bytes = await reader.read(at + 2, count * ENTRY + 4);
  if (count > MAX_ENTRIES || bytes.length < count * ENTRY) return undefined;
  const view = dataView(bytes);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    const [tag, type] = [view.getUint16(i * ENTRY, little), view.getUint16(i * ENTRY + 2, little)];
    const values = view.getUint32(i * ENTRY + 4, little);
    const length = values * (SIZES[type] ?? 0);
    const entryAt = at + 2 + i * ENTRY;
    const valueAt = length > 4 ? view.getUint32(i * ENTRY + 8, little) : entryAt + 8;
    if (length > 0 && valueAt + length <= reader.size)
      entries.push({ tag, type, count: values, at: entryAt, valueAt, length });
  }
  const nextAt = at + 2 + count * ENTRY;
  // Some programs leave the last number out.
  const next = bytes.length < count * ENTRY + 4 ? 0 : view.getUint32(count * ENTRY, little);
  return { entries, nextAt, next };
}

/** The first number of an entry of integers; undefined for other types. */
export async function readNumber(
  reader: ByteReader,
  entry: Entry | undefined,
  little: boolean,
): Promise<number | undefined> {
  if (!entry || (entry.type !== SHORT && entry.type !== LONG && entry.type !== 13)) return undefined;
  const value = await reader.read(entry.valueAt, SIZES[entry.type] ?? 0);
  const view = dataView(value);
  return entry.type === SHORT ? view.getUint16(0, little) : view.getUint32(0, little);
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
  little: boolean,
  keeps: (tag: number) => boolean = () => true,
  depth = 0,
  budget = { bytes: MAX_BYTES },
): Promise<Field[]> {
  const directory = await readDirectory(reader, at, little);
  const fields: Field[] = [];
  for (const entry of directory?.entries ?? []) {
    const { tag, type, count, valueAt, length } = entry;
    if (!keeps(tag) || fields.some((field) => field.tag === tag)) continue;
    budget.bytes -= length;
    if (budget.bytes < 0) return fields;
    if (SUBDIRECTORIES.includes(tag)) {
      const below = await readNumber(reader, entry, little);
      if (below === undefined || depth === MAX_DEPTH) continue;
      const fieldsBelow = await readFields(reader, below, little, undefined, depth + 1, budget);
      if (fieldsBelow.length > 0)
        fields.push({ tag, type: LONG, count: 1, bytes: new Uint8Array(4), directory: fieldsBelow });
      continue;
    }
    const bytes = Uint8Array.from(await reader.read(valueAt, length));
    fields.push({ tag, type, count, bytes: little ? bytes : swapped(bytes, type) });
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
