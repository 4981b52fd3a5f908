/**
 * An uncompressed TIFF file in memory, for sharp to read: the only way to pass it samples *with* their colour profile.
 * (Its raw input knows no profile, and `withIccProfile` converts the samples.)
 *
 *     "II" or "MM" | 42 | offset of the directory
 *     directory: count | entries: tag, type, count, value (or where it is) | 0
 *     profile | samples, in one strip
 *
 * (TIFF 6.0, section 2; the profile's tag: ICC.1, annex B.) In the byte order of the machine, so that the samples can
 * be written in place.
 */
import { endianness } from "node:os";
import { check } from "@kernelgan/core/internal";
import type { Samples } from "./interleaved.js";

/** What the samples are. */
export interface TiffLayout {
  width: number;
  height: number;
  /** 1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha (not multiplied into the colours). */
  channels: number;
  /** Bits a sample. */
  depth: 8 | 16;
  /** The colour profile. */
  icc?: Uint8Array | undefined;
}

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
const HEADER = 8;
const ENTRY = 12;

type Entry = [tag: number, type: number, count: number, value: number];

/**
 * A TIFF file that lacks nothing but its samples.
 *
 * @returns The file, and the view of it that the interleaved samples go into.
 * @throws KernelGanError `invalid-argument` if the file would have 4 GiB or more.
 */
export function tiffFile(layout: TiffLayout): { file: Uint8Array; samples: Samples } {
  const { width, height, channels, depth, icc } = layout;
  const size = width * height * channels * (depth / 8);
  const entries = (profileAt: number, samplesAt: number): Entry[] => [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 1, depth], // for all channels: libtiff needs it once only
    [259, SHORT, 1, 1], // not compressed
    [262, SHORT, 1, channels < 3 ? 1 : 2], // 0 is black; or RGB
    [273, LONG, 1, samplesAt],
    [277, SHORT, 1, channels],
    [278, LONG, 1, height], // rows a strip
    [279, LONG, 1, size],
    ...(channels % 2 === 0 ? [[338, SHORT, 1, 2] satisfies Entry] : []), // the last channel is alpha
    ...(icc ? [[34675, UNDEFINED, icc.length, profileAt] satisfies Entry] : []),
  ];
  const profileAt = HEADER + 2 + entries(0, 0).length * ENTRY + 4;
  const samplesAt = even(profileAt + (icc?.length ?? 0));
  check(
    samplesAt + size < 2 ** 32,
    () =>
      `an image of ${width}×${height} with ${channels} channels of ${depth} bits is too large to be written`,
  );
  const file = new Uint8Array(samplesAt + size);
  writeDirectory(file, entries(profileAt, samplesAt));
  if (icc) file.set(icc, profileAt);
  const samples = depth === 8 ? file.subarray(samplesAt) : new Uint16Array(file.buffer, samplesAt, size / 2);
  return { file, samples };
}

function even(n: number): number {
  return n + (n % 2);
}

function writeDirectory(file: Uint8Array, entries: readonly Entry[]): void {
  const little = endianness() === "LE";
  const view = new DataView(file.buffer);
  file.set(Buffer.from(little ? "II" : "MM"));
  view.setUint16(2, 42, little);
  view.setUint32(4, HEADER, little);
  view.setUint16(HEADER, entries.length, little);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = HEADER + 2 + i * ENTRY;
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
    // A value shorter than its field stands at the field's start.
    if (type === SHORT) view.setUint16(at + 8, value, little);
    else view.setUint32(at + 8, value, little);
  }
}
