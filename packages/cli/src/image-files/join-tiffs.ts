/**
 * TIFF files, one after the other → one file with all their pages. What says where something is in a file moves with
 * it:
 *
 *     values of an entry that do not fit into it        the strips or tiles of a page
 *     the directories below one                         the next directory
 *
 * Structure: metadata/tiff-structure.ts.
 */

import { KernelGanError } from "@kernelgan/core";
import {
  type Entry,
  LONG,
  readDirectory,
  readStructure,
  SHORT,
  SUBDIRECTORIES,
} from "@kernelgan/formats/internal";
import { memoryReader } from "./byte-reader.js";

/** Tags whose values are where the strips and the tiles of pixels are. */
const PIXELS_AT: readonly number[] = [273, 324];
const MAX_BYTES = 2 ** 32;

/**
 * @param files of one byte order, each with one page
 * @throws KernelGanError `output` if they have 4 GiB or more together
 */
export async function joinTiffs(files: readonly Uint8Array[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let base = 0;
  let link: ((at: number) => void) | undefined;
  for (const file of files) {
    const page = await moved(file, base);
    link?.(base + page.first);
    link = page.link;
    parts.push(page.bytes);
    base += page.bytes.length;
  }
  if (base >= MAX_BYTES) {
    throw new KernelGanError("output", "the pages have more than 4 GiB together, which TIFF has no room for");
  }
  return Buffer.concat(parts);
}

interface Page {
  bytes: Buffer;
  /** Where its directory is, from its own start. */
  first: number;
  /** Sets where the next directory is. */
  link: (at: number) => void;
}

/** The file as it is to stand at `base` of another one; of an even number of bytes. */
async function moved(file: Uint8Array, base: number): Promise<Page> {
  const bytes = Buffer.from(file);
  const reader = memoryReader(file);
  const structure = await readStructure(reader);
  if (!structure || structure.big) throw new Error("a page is no TIFF file");
  const { little, first } = structure;
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const set = (at: number, value: number, into: Buffer = bytes): void => {
    if (little) into.writeUInt32LE(value, at);
    else into.writeUInt32BE(value, at);
  };
  const added: Buffer[] = [];
  let length = bytes.length;
  const add = (part: Buffer): number => {
    const at = length;
    added.push(part);
    length += part.length;
    return at;
  };
  if (length % 2 === 1) add(Buffer.alloc(1));

  /** Places may stand in two bytes each, which are too few now. */
  const movePixels = ({ at, type, count, valueAt }: Entry): void => {
    const size = type === SHORT ? 2 : 4;
    const places = Array.from({ length: count }, (_, i) =>
      size === 2 ? u16(valueAt + size * i) : u32(valueAt + size * i),
    );
    if (little) bytes.writeUInt16LE(LONG, at + 2);
    else bytes.writeUInt16BE(LONG, at + 2);
    if (count === 1) {
      set(at + 8, base + (places[0] ?? 0));
      return;
    }
    const values = Buffer.alloc(4 * count);
    for (const [i, place] of places.entries()) set(4 * i, base + place, values);
    set(at + 8, base + add(values));
  };
  const moveDirectory = async (directoryAt: number): Promise<number> => {
    const directory = await readDirectory(reader, directoryAt, structure);
    for (const entry of directory?.entries ?? []) {
      if (PIXELS_AT.includes(entry.tag)) movePixels(entry);
      else if (SUBDIRECTORIES.includes(entry.tag)) {
        const below = u32(entry.valueAt);
        await moveDirectory(below);
        set(entry.valueAt, base + below);
      } else if (entry.length > 4) set(entry.at + 8, base + entry.valueAt);
    }
    return directory?.nextAt ?? 0;
  };
  const nextAt = await moveDirectory(first);
  const joined = Buffer.concat([bytes, ...added]);
  return { bytes: joined, first, link: (at) => set(nextAt, at, joined) };
}
