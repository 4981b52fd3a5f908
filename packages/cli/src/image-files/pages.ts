/** Files with several images: the frames of an animation, the pages of a TIFF. */

import type { Warning } from "@kernelgan/core";
import type { InputFormat } from "@kernelgan/formats/internal";
import {
  isAvifSequence,
  pngFrames,
  readDirectory,
  readNumber,
  readStructure,
} from "@kernelgan/formats/internal";
import type { ByteReader } from "./byte-reader.js";

/** How frames follow each other. */
export interface Animation {
  /** How long each frame is shown, in milliseconds, up to 2^24 − 1; more than 65535 are written as so many. */
  delays: readonly number[];
  /** How often all of them are shown, up to 65536; 0, and as it is written more than 65535: without end. */
  loop: number;
}

/** Whether the images of such a file are frames of an animation. */
export function isAnimation(format: InputFormat): boolean {
  return format === "gif" || format === "webp";
}

/**
 * What is to be said of an animation whose frames the decoder does not read, but for the first; undefined for any other
 * file.
 *
 * @param start the first bytes of the file
 */
export async function warningOfFrames(
  reader: ByteReader,
  format: InputFormat,
  start: Uint8Array,
): Promise<Warning | undefined> {
  const more = "are not read; to upscale all of them convert it to WebP or GIF";
  const firstOnly = (message: string): Warning => ({ code: "first-page", message });
  if (format === "heif" && isAvifSequence(start))
    return firstOnly(`only the first frame is used: the others of an animated AVIF ${more}`);
  const frames = format === "png" ? await pngFrames(reader) : 1;
  return frames > 1
    ? firstOnly(`only the first of ${frames} frames is used: the others of an animated PNG ${more}`)
    : undefined;
}

const SUBFILE_TYPE = 254;
/** Bits of that tag: a smaller version of another page, a mask of another page. */
const REDUCED = 1;
const MASK = 4;
/** More directories than that are a circle. */
const MAX_DIRECTORIES = 65536;

/**
 * The numbers of the images, as the decoder counts them, that are pages.
 *
 * @param pages how many there are for the decoder
 */
export async function pagesOf(
  reader: ByteReader,
  format: InputFormat,
  { pages = 1 }: { pages?: number | undefined },
): Promise<number[]> {
  const all = Array.from({ length: pages }, (_, i) => i);
  if (isAnimation(format)) return all;
  if (format !== "tiff" || pages === 1) return [0];
  const structure = await readStructure(reader);
  if (!structure) return all;
  const found: number[] = [];
  let at = structure.first;
  for (let i = 0; at !== 0 && i < Math.min(pages, MAX_DIRECTORIES); i++) {
    const directory = await readDirectory(reader, at, structure);
    if (!directory) break;
    const entry = directory.entries.find(({ tag }) => tag === SUBFILE_TYPE);
    const type = (await readNumber(reader, entry, structure)) ?? 0;
    if ((type & (REDUCED | MASK)) === 0) found.push(i);
    at = directory.next;
  }
  return found[0] === 0 ? found : [0, ...found];
}
