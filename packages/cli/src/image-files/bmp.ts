/**
 * BMP files: no library that is kept up reads all of them. All numbers are little-endian; rows have a multiple of four
 * bytes and go from the bottom up, unless the height is negative.
 *
 *     file     "BM" | size (u32) | 0 (u32) | where the pixels are (u32) | header | masks | palette: B G R 0, or B G R | pixels
 *     header   own size (u32: 12, or 40 and more) | width | height | planes | bits a pixel | compression | … | pixels a metre …
 *
 * 1, 4 and 8 bits a pixel are places in the palette, which run lengths may shorten (RLE4, RLE8); 16, 24 and 32 are
 * colours, whose bits masks may name. (Microsoft: Bitmap Storage; BITMAPINFOHEADER, BITMAPV5HEADER.)
 */
import { KernelGanError } from "@kernelgan/core";
import type { ByteReader } from "./byte-reader.js";
import type { Interleaved } from "./interleaved.js";

/** What the file says of its picture, in the words of the decoder of other formats. */
export interface BmpHeader {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  space: "b-w" | "srgb";
  depth: "uchar";
  /** Pixels per inch. */
  density?: number;
}

interface Layout {
  header: BmpHeader;
  /** The first row of the file is the upper one. */
  topDown: boolean;
  bits: number;
  compression: number;
  /** Colours of the palette, R G B each. */
  palette: Uint8Array;
  /** The bits of red, green, blue and alpha. */
  masks: readonly number[];
  pixelsAt: number;
}

const FILE_HEADER = 14;
const CORE_HEADER = 12;
const MAX_HEADER = 1024;
const UNCOMPRESSED = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;
/** PNG and JPEG inside, for printers. */
const OTHERS: Readonly<Record<number, string>> = { 4: "a JPEG", 5: "a PNG" };
const MAX_SIDE = 2 ** 20;
const METRES_PER_INCH = 0.0254;

/** @throws KernelGanError `invalid-input` if the header is damaged, or the pixels are held in a way that is not read */
export async function readBmpHeader(reader: ByteReader): Promise<BmpHeader> {
  return (await readLayout(reader)).header;
}

/**
 * The pixels: gray if all colours of the palette are gray.
 *
 * @returns and whether all of them were there; missing ones are black
 * @throws KernelGanError as {@link readBmpHeader}
 */
export async function decodeBmp(reader: ByteReader): Promise<{ decoded: Interleaved; isWhole: boolean }> {
  const layout = await readLayout(reader);
  const { width, height, channels } = layout.header;
  const bytes = await reader.read(layout.pixelsAt, reader.size);
  const samples = new Uint8Array(width * height * channels);
  const runLengths = layout.compression === RLE8 || layout.compression === RLE4;
  const indices = runLengths ? decodeRuns(bytes, layout) : undefined;
  const rowBytes = Math.ceil((width * layout.bits) / 32) * 4;
  const used = Math.ceil((width * layout.bits) / 8);
  for (let y = 0; y < height; y++) {
    const row = samples.subarray(y * width * channels, (y + 1) * width * channels);
    const at = layout.topDown ? y : height - 1 - y;
    if (indices) fromPalette(indices.places.subarray(at * width, (at + 1) * width), 8, layout, row);
    else {
      const packed = bytes.subarray(at * rowBytes, at * rowBytes + used);
      if (layout.bits <= 8) fromPalette(packed, layout.bits, layout, row);
      else fromColours(packed, layout, row);
    }
  }
  // Many programs leave alpha empty, and mean an opaque picture.
  if (channels === 4 && samples.every((value, i) => i % 4 !== 3 || value === 0)) {
    for (let i = 3; i < samples.length; i += 4) samples[i] = 255;
  }
  const isWhole = indices?.isWhole ?? bytes.length >= (height - 1) * rowBytes + used;
  return { decoded: { width, height, channels, samples }, isWhole };
}

async function readLayout(reader: ByteReader): Promise<Layout> {
  const start = await reader.read(0, FILE_HEADER + MAX_HEADER + 1024);
  const size = start.length < FILE_HEADER + 4 ? 0 : start.readUInt32LE(FILE_HEADER);
  const isCore = size === CORE_HEADER;
  if ((!isCore && size < 40) || size > MAX_HEADER || start.length < FILE_HEADER + size) throw damaged();
  const u32 = (at: number): number => start.readUInt32LE(FILE_HEADER + at);
  const i32 = (at: number): number => start.readInt32LE(FILE_HEADER + at);
  const u16 = (at: number): number => start.readUInt16LE(FILE_HEADER + at);
  const width = isCore ? u16(4) : i32(4);
  const signedHeight = isCore ? u16(6) : i32(8);
  const height = Math.abs(signedHeight);
  const bits = isCore ? u16(10) : u16(14);
  const compression = isCore ? UNCOMPRESSED : u32(16);
  const isPossible = width > 0 && width <= MAX_SIDE && height > 0 && height <= MAX_SIDE;
  if (!isPossible || ![1, 2, 4, 8, 16, 24, 32].includes(bits)) throw damaged();
  const inside = OTHERS[compression];
  if (inside !== undefined) {
    throw new KernelGanError("invalid-input", `a BMP that holds ${inside} inside; save it as PNG or JPEG`);
  }
  const wantedBits = { [RLE8]: 8, [RLE4]: 4 }[compression];
  const hasMasks = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  if (compression > ALPHA_BITFIELDS || (wantedBits ?? bits) !== bits) throw damaged();
  if (hasMasks && bits !== 16 && bits !== 32) throw damaged();

  // With the oldest of the long headers, masks follow it; later ones have them inside, at the same place.
  const count = hasMasks ? (size >= 56 || compression === ALPHA_BITFIELDS ? 4 : 3) : 0;
  const masks = hasMasks
    ? Array.from({ length: count }, (_, i) => maskAt(start, FILE_HEADER + 40 + 4 * i))
    : bits === 16
      ? [0x7c00, 0x03e0, 0x001f]
      : [0xff0000, 0xff00, 0xff];
  const paletteAt = FILE_HEADER + size + (hasMasks && size === 40 ? 4 * count : 0);
  const pixelsAt = start.readUInt32LE(10);
  const palette =
    bits <= 8 ? await readPalette(reader, paletteAt, isCore, bits, isCore ? 0 : u32(32)) : new Uint8Array(0);
  const isGray = bits <= 8 && palette.every((value, i) => value === palette[i - (i % 3)]);
  const hasAlpha = (masks[3] ?? 0) !== 0;
  const perMetre = isCore ? 0 : i32(24);
  return {
    header: {
      width,
      height,
      channels: isGray ? 1 : hasAlpha ? 4 : 3,
      space: isGray ? "b-w" : "srgb",
      depth: "uchar",
      ...(perMetre > 0 && { density: Math.round(perMetre * METRES_PER_INCH) }),
    },
    topDown: signedHeight < 0,
    bits,
    compression,
    palette,
    masks,
    pixelsAt: pixelsAt >= paletteAt ? pixelsAt : paletteAt + palette.length,
  };
}

function maskAt(start: Buffer, at: number): number {
  return at + 4 <= start.length ? start.readUInt32LE(at) : 0;
}

async function readPalette(
  reader: ByteReader,
  at: number,
  isCore: boolean,
  bits: number,
  used: number,
): Promise<Uint8Array> {
  const colours = used > 0 && used < 2 ** bits ? used : 2 ** bits;
  const step = isCore ? 3 : 4;
  const bytes = await reader.read(at, colours * step);
  // What lies beyond the palette is black.
  const palette = new Uint8Array(3 * 2 ** bits);
  for (let i = 0; i < Math.floor(bytes.length / step); i++) {
    for (let c = 0; c < 3; c++) palette[3 * i + c] = bytes[i * step + 2 - c] ?? 0;
  }
  return palette;
}

/** Places in the palette, packed with the first pixel in the highest bits → colours. */
function fromPalette(packed: Uint8Array, bits: number, { palette, header }: Layout, row: Uint8Array): void {
  const { channels } = header;
  const perByte = 8 / bits;
  const most = 2 ** bits - 1;
  for (let x = 0; x * channels < row.length; x++) {
    const byte = packed[Math.floor(x / perByte)] ?? 0;
    const place = (byte >> (8 - bits * ((x % perByte) + 1))) & most;
    for (let c = 0; c < channels; c++) row[x * channels + c] = palette[3 * place + c] ?? 0;
  }
}

function fromColours(packed: Uint8Array, { bits, masks, header }: Layout, row: Uint8Array): void {
  const { channels } = header;
  const step = bits / 8;
  const shifts = masks.map((mask) => (mask === 0 ? 0 : Math.log2((mask & -mask) >>> 0)));
  const most = masks.map((mask, c) => mask >>> (shifts[c] ?? 0));
  for (let x = 0; x * channels < row.length; x++) {
    let value = 0;
    for (let b = step - 1; b >= 0; b--) value = (value << 8) | (packed[x * step + b] ?? 0);
    for (let c = 0; c < channels; c++) {
      const part = (value & (masks[c] ?? 0)) >>> (shifts[c] ?? 0);
      row[x * channels + c] = most[c] === 255 ? part : Math.round((255 * part) / (most[c] || 1));
    }
  }
}

/**
 * Run lengths → one byte a pixel, the rows as the file has them.
 *
 *     n v     n pixels of v (of the two halves of v in turn)        0 0   end of the row
 *     0 n …   n ≥ 3 pixels as they are, filled up to two bytes      0 1   end of the picture       0 2 x y   move on
 */
function decodeRuns(bytes: Uint8Array, { header, bits }: Layout): { places: Uint8Array; isWhole: boolean } {
  const { width, height } = header;
  const places = new Uint8Array(width * height);
  let [x, y, at] = [0, 0, 0];
  const put = (place: number): void => {
    if (x < width && y < height) places[y * width + x] = place;
    x++;
  };
  const half = (byte: number, i: number): number => (bits === 8 ? byte : i % 2 === 0 ? byte >> 4 : byte & 15);
  while (at + 1 < bytes.length && y < height) {
    const [count, value] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
    at += 2;
    if (count > 0) for (let i = 0; i < count; i++) put(half(value, i));
    else if (value === 0) [x, y] = [0, y + 1];
    else if (value === 1) return { places, isWhole: true };
    else if (value === 2) {
      x += bytes[at] ?? 0;
      y += bytes[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) put(half(bytes[at + (bits === 8 ? i : i >> 1)] ?? 0, i));
      const length = bits === 8 ? value : Math.ceil(value / 2);
      at += length + (length % 2);
    }
  }
  // Some programs leave the end out.
  return { places, isWhole: y >= height || (y === height - 1 && x >= width) };
}

function damaged(): KernelGanError {
  return new KernelGanError("invalid-input", "its header is damaged or cut off; get the whole file again");
}
