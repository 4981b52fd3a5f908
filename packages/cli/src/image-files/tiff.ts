/**
 * An uncompressed TIFF file in memory, for sharp to read: the only way to pass it samples *with* their colour profile.
 * (Its raw input knows no profile, and `withIccProfile` converts the samples.)
 *
 *     "II" or "MM" | 42 | offset of the directory
 *     directory: count | entries: tag, type, count, value (or where it is) | 0
 *     resolution | profile | samples, in one strip
 *
 * (TIFF 6.0, section 2; the profile's tag: ICC.1, annex B.) In the byte order of the machine, so that the samples can
 * be written in place.
 */
import { endianness } from "node:os";
import type { Samples } from "@kernelgan/core/internal";
import { check } from "@kernelgan/core/internal";

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
  /** Pixels per inch. */
  density?: number | undefined;
}

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const HEADER = 8;
/** A fraction of two numbers of four bytes, and its denominator. */
const FRACTION = 8;
const PARTS = 10_000;
const ENTRY = 12;

const LITTLE = endianness() === "LE";

type Entry = [tag: number, type: number, count: number, value: number];

/**
 * A TIFF file that lacks nothing but its samples.
 *
 * @returns The file, and the view of it that the interleaved samples go into.
 * @throws KernelGanError `invalid-argument` if the file would have 4 GiB or more.
 */
export function tiffFile(layout: TiffLayout): { file: Uint8Array; samples: Samples } {
  const { width, height, channels, depth, icc, density } = layout;
  const size = width * height * channels * (depth / 8);
  const entries = (fractionAt: number, profileAt: number, samplesAt: number): Entry[] => [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 1, depth], // for all channels: libtiff needs it once only
    [259, SHORT, 1, 1], // not compressed
    [262, SHORT, 1, channels < 3 ? 1 : 2], // 0 is black; or RGB
    [273, LONG, 1, samplesAt],
    [277, SHORT, 1, channels],
    [278, LONG, 1, height], // rows a strip
    [279, LONG, 1, size],
    ...(density
      ? [
          [282, RATIONAL, 1, fractionAt] satisfies Entry,
          [283, RATIONAL, 1, fractionAt] satisfies Entry,
          [296, SHORT, 1, 2] satisfies Entry, // to an inch
        ]
      : []),
    ...(channels % 2 === 0 ? [[338, SHORT, 1, 2] satisfies Entry] : []), // the last channel is alpha
    ...(icc ? [[34675, UNDEFINED, icc.length, profileAt] satisfies Entry] : []),
  ];
  const fractionAt = HEADER + 2 + entries(0, 0, 0).length * ENTRY + 4;
  const profileAt = fractionAt + (density ? FRACTION : 0);
  const samplesAt = even(profileAt + (icc?.length ?? 0));
  check(
    samplesAt + size < 2 ** 32,
    () =>
      `an image of ${width}×${height} with ${channels} channels of ${depth} bits is too large to be written`,
  );
  const file = new Uint8Array(samplesAt + size);
  writeDirectory(file, entries(fractionAt, profileAt, samplesAt));
  if (density) {
    const view = new DataView(file.buffer);
    view.setUint32(fractionAt, Math.round(density * PARTS), LITTLE);
    view.setUint32(fractionAt + 4, PARTS, LITTLE);
  }
  if (icc) file.set(icc, profileAt);
  const samples = depth === 8 ? file.subarray(samplesAt) : new Uint16Array(file.buffer, samplesAt, size / 2);
  return { file, samples };
}

function even(n: number): number {
  return n + (n % 2);
}

function writeDirectory(file: Uint8Array, entries: readonly Entry[]): void {
  const view = new DataView(file.buffer);
  file.set(Buffer.from(LITTLE ? "II" : "MM"));
  view.setUint16(2, 42, LITTLE);
  view.setUint32(4, HEADER, LITTLE);
  view.setUint16(HEADER, entries.length, LITTLE);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = HEADER + 2 + i * ENTRY;
    view.setUint16(at, tag, LITTLE);
    view.setUint16(at + 2, type, LITTLE);
    view.setUint32(at + 4, count, LITTLE);
    // A value shorter than its field stands at the field's start.
    if (type === SHORT) view.setUint16(at + 8, value, LITTLE);
    else view.setUint32(at + 8, value, LITTLE);
  }
}
