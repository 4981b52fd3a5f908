/**
 * Image files → interleaved samples: PNG, JPEG, WebP, TIFF, AVIF and GIF with sharp, BMP with bmp.ts (signature.ts).
 *
 * The samples come out as the file stores them: 16 bits stay 16 bits, gray stays gray, and an RGB profile is not
 * applied (a kernel is found in the file's own values, whatever colours they stand for). CMYK is converted to sRGB,
 * EXIF orientation is applied.
 */
import { KernelGanError, type LossyCoding, type Warning } from "@kernelgan/core";
import { check, type Names, saysNoMemory, shown } from "@kernelgan/core/internal";
import {
  AVIF_HEADER_BYTES,
  hasAvifSizes,
  hasPixelSize,
  type InputFormat,
  type PictureMetadata,
  readLossyCoding,
  SIGNATURE_BYTES,
} from "@kernelgan/formats/internal";
import type { Metadata, SharpOptions } from "sharp";
import { inFile } from "../errors/in-file.js";
import { decodeBmp, readBmpHeader } from "./bmp.js";
import { type ByteReader, type ImageSource, withReader } from "./byte-reader.js";
import { isGifWhole } from "./gif-blocks.js";
import type { Interleaved } from "./interleaved.js";
import { isScanWhole } from "./jpeg-scan.js";
import { isLab } from "./lab.js";
import { type Animation, isAnimation, pagesOf, warningOfFrames } from "./pages.js";
import { readMetadata } from "./read-metadata.js";
import { sharp } from "./sharp.js";
import { inputFormat } from "./signature.js";

/** How to open an image file. */
export interface DecodeOptions {
  /** The largest number of pixels to accept, against files that would fill the memory. Default 100 million. */
  maxPixels?: number | undefined;
  /** Read what can be read of a file that is damaged or cut off, with a warning. Default false: it is an error. */
  allowDamaged?: boolean | undefined;
  /** Called with the image's size, before it is decoded. */
  onSize?: ((size: { width: number; height: number }) => void) | undefined;
  /** Called for each thing worth knowing, e.g. that only the first of several pages is used. */
  onWarning?: ((warning: Warning) => void) | undefined;
}

export const DECODE_NAMES: Names<DecodeOptions> = {
  maxPixels: "any",
  allowDamaged: "boolean",
  onSize: "function",
  onWarning: "function",
};

/** Without a limit given. */
export const DEFAULT_MAX_PIXELS = 100e6;

/** What a file says of a page, as sharp has it. */
export type Header = Pick<
  Metadata,
  "width" | "height" | "space" | "channels" | "depth" | "icc" | "density" | "pages" | "delay" | "loop"
>;

/** One page of a file. */
export interface DecodedPage {
  header: Header;
  decoded: Interleaved;
  /** How the file holds its pages, if it loses detail in a way that does not show. */
  coding?: LossyCoding | undefined;
}

/** A file that was looked at. */
export interface OpenedFile {
  format: InputFormat;
  /** Of the first page. */
  header: Header;
  /** How many pages it has: frames of an animation, pages of a TIFF. */
  pages: number;
  /** How the frames follow each other, if it is an animation. */
  animation?: Animation | undefined;
  metadata?: PictureMetadata | undefined;
  /** Decodes a page; the frames of an animation but the first are decoded all at once, and kept. */
  decode(page: number): Promise<DecodedPage>;
}

/**
 * Looks at an image file: all but its pixels.
 *
 * @param source its path, or its bytes
 * @param options their names are checked
 * @throws KernelGanError `invalid-input` if the file cannot be read, is no image, or damaged; `image-too-large` if it
 *   has more than `maxPixels` pixels; `invalid-argument` for another limit. The message starts with the path. `decode`
 *   throws the same.
 */
export async function openFile(source: ImageSource, options: DecodeOptions): Promise<OpenedFile> {
  const { maxPixels = DEFAULT_MAX_PIXELS, onSize, onWarning } = options;
  check(
    typeof maxPixels === "number" && maxPixels > 0,
    () => `"maxPixels" must be a positive number, got ${shown(maxPixels)}`,
  );
  const named = <T>(work: () => Promise<T>): Promise<T> =>
    typeof source === "string" ? inFile(source, work) : work();
  // An error of the reader names the file itself.
  const start = await withReader(source, (reader) => reader.read(0, SIGNATURE_BYTES));
  return named(async () => {
    const format = inputFormat(start);
    if (format === "bmp") return openBmp(source, options);
    if (format === "tiff" && (await withReader(source, isLab)))
      throw new KernelGanError("invalid-input", LAB);
    if (format === "heif") {
      const boxes = await withReader(source, (reader) => reader.read(0, AVIF_HEADER_BYTES));
      if (!hasAvifSizes(boxes)) throw damaged();
    }
    const first: Header & Metadata = await readHeader(source, format, 0);
    checkSize(first, maxPixels);
    onSize?.({ width: first.width, height: first.height });
    const [indices, metadata, coding] = await withReader(source, async (reader) => {
      // The decoder has a number where the file has none.
      if (format === "png" && !(await hasPixelSize(reader))) first.density = undefined;
      const found = await readMetadata(reader, format, first, onWarning);
      const framesLeftOut = await warningOfFrames(reader, format, start);
      if (framesLeftOut) onWarning?.(framesLeftOut);
      const loss = await readLossyCoding(reader, format, first.width * first.height);
      return [await pagesOf(reader, format, first), found, loss] as const;
    });
    const animation = isAnimation(format) && indices.length > 1 ? animationOf(first) : undefined;
    let frames: Promise<Interleaved> | undefined;
    return {
      format,
      header: first,
      pages: indices.length,
      animation,
      metadata,
      decode: (page) =>
        named(async () => {
          // The first frame needs no other.
          if (animation && page > 0) {
            checkSize({ ...first, height: first.height * indices.length }, maxPixels);
            frames ??= decode(source, format, first, options, { pages: -1 });
            return { header: first, decoded: frameOf(await frames, page, indices.length), coding };
          }
          const index = indices[page] ?? 0;
          const header = index === 0 ? first : await readHeader(source, format, index);
          checkSize(header, maxPixels);
          return { header, decoded: await decode(source, format, header, options, { page: index }), coding };
        }),
    };
  });
}

/**
 * Decodes the first page of an image file.
 *
 * @throws KernelGanError as {@link openFile}
 */
export async function decodeFile(
  source: ImageSource,
  options: DecodeOptions,
): Promise<DecodedPage & Pick<OpenedFile, "metadata">> {
  const { pages, metadata, animation, decode: decodePage } = await openFile(source, options);
  if (pages > 1) {
    const message = `only the first of ${pages} ${animation ? "frames" : "pages"} is used`;
    options.onWarning?.({ code: "first-page", message });
  }
  return { ...(await decodePage(0)), metadata };
}

/** Whether the file holds gray, with or without alpha. */
export function isGray({ space }: Header): boolean {
  return space === "b-w" || space === "grey16";
}

async function openBmp(source: ImageSource, options: DecodeOptions): Promise<OpenedFile> {
  const header = await withReader(source, readBmpHeader);
  checkSize(header, options.maxPixels ?? DEFAULT_MAX_PIXELS);
  return {
    format: "bmp",
    header,
    pages: 1,
    async decode() {
      const { decoded, isWhole } = await withReader(source, (reader) => decodeBmp(reader));
      if (!isWhole && !options.allowDamaged) throw cutOff();
      if (!isWhole) options.onWarning?.(MISSING);
      return { header, decoded };
    },
  };
}

async function readHeader(source: ImageSource, format: InputFormat, page: number): Promise<Metadata> {
  let metadata: Metadata;
  try {
    metadata = await sharp(source, { limitInputPixels: false, ...(page > 0 && { page }) }).metadata();
  } catch (error) {
    throw beyondDecoder(error) ?? damaged(error);
  }
  // A JPEG may hold a second picture for brighter screens ("Ultra HDR").
  const isExpected = metadata.format === format || (format === "jpeg" && String(metadata.format) === "uhdr");
  if (!isExpected) throw damaged();
  checkSamples(metadata);
  return metadata;
}

function animationOf({ delay = [], loop = 0 }: Header): Animation {
  return { delays: delay, loop };
}

/** One of the frames that lie below each other. */
function frameOf(
  { width, height, channels, samples }: Interleaved,
  frame: number,
  frames: number,
): Interleaved {
  const rows = height / frames;
  const size = rows * width * channels;
  return { width, height: rows, channels, samples: samples.subarray(frame * size, (frame + 1) * size) };
}

/** What decoders say of images larger than they take, of JPEG and of AVIF. */
const DECODER_LIMITS = [
  { says: /maximum supported image dimension is (\d+)/i, unit: "pixels a side" },
  { says: /exceeds the maximum image size (\d+)/i, unit: "pixels" },
];

/** An image that is whole, but larger than its decoder takes whatever the options. */
function beyondDecoder(cause: unknown): KernelGanError | undefined {
  for (const { says, unit } of DECODER_LIMITS) {
    const most = says.exec(String(cause))?.[1];
    if (most === undefined) continue;
    const message = `has more than ${most} ${unit}, the most that its decoder takes; save it as PNG or TIFF`;
    return new KernelGanError("image-too-large", message, { cause });
  }
  return undefined;
}

function damaged(cause?: unknown): KernelGanError {
  return new KernelGanError("invalid-input", "damaged or cut off; get the whole file again", { cause });
}

/** A file of which something can be read. */
function cutOff(cause?: unknown): KernelGanError {
  return new KernelGanError(
    "invalid-input",
    `damaged or cut off; get the whole file again, or read what is there with "allowDamaged"`,
    { cause },
  );
}

const MISSING: Warning = {
  code: "damaged",
  message: "damaged or cut off: parts of it are missing or wrong",
};

/** Channels of each colour space, without alpha. */
const CHANNELS: Readonly<Record<string, number>> = { "b-w": 1, grey16: 1, cmyk: 4 };

const LAB = "its colours are in CIE Lab, which is not read; convert it to RGB";

function checkSamples({ depth, space, channels }: Metadata): void {
  // No file says which range floating-point numbers have, or whether they are linear light: a guess would be silent.
  if (depth !== "uchar" && depth !== "ushort") {
    throw new KernelGanError(
      "invalid-input",
      `has samples of type ${depth}, whose range the file does not say; save it with 8 or 16 bits a sample`,
    );
  }
  const colours = CHANNELS[space ?? ""] ?? 3;
  if (channels !== colours && channels !== colours + 1) {
    throw new KernelGanError(
      "invalid-input",
      `has ${channels} channels, which are no colours; save it as gray, RGB or CMYK`,
    );
  }
}

function checkSize({ width, height }: Header, maxPixels: number): void {
  const pixels = width * height;
  if (pixels <= maxPixels) return;
  throw new KernelGanError(
    "image-too-large",
    `${width}×${height} is ${Number((pixels / 1e6).toPrecision(4))} megapixels, more than the ${maxPixels / 1e6} allowed; ` +
      `crop it, or allow more with "maxPixels" ${pixels}`,
  );
}

/**
 * How strict the decoder is. What is missing from a JPEG, or from the tiles of a TIFF, may be no more than a warning; of
 * the others, warnings are about tags and profiles.
 */
const STRICT: Readonly<Record<Exclude<InputFormat, "bmp">, SharpOptions["failOn"]>> = {
  jpeg: "warning",
  png: "error",
  webp: "error",
  tiff: "warning",
  heif: "error",
  gif: "error",
};

/** Warnings of JPEG's decoder about headers that some cameras write. */
const HARMLESS_IN_JPEG = /Invalid SOS parameters|unknown JFIF revision/i;
/** Warnings of TIFF's decoder about pixels: all others are about tags. */
const ABOUT_PIXELS_OF_TIFF = /scanline|\b(?:strip|tile) \d|read error|code not yet in table|corrupt/i;

/** Whether what a strict decoder refuses may be read without a word. */
function isHarmless(format: InputFormat, error: unknown): boolean {
  if (format === "jpeg") return HARMLESS_IN_JPEG.test(String(error));
  return format === "tiff" && !ABOUT_PIXELS_OF_TIFF.test(String(error));
}

/** Which pages to decode, as sharp has it. */
type Which = Pick<SharpOptions, "page" | "pages">;

async function decode(
  source: ImageSource,
  format: Exclude<InputFormat, "bmp">,
  header: Header,
  { allowDamaged = false, onWarning }: DecodeOptions,
  which: Which,
): Promise<Interleaved> {
  const attempt = (failOn: SharpOptions["failOn"]): Promise<Interleaved> =>
    decodeSamples(source, header, failOn, which);
  try {
    const decoded = await attempt(STRICT[format]).catch((error) => {
      if (isHarmless(format, error)) return attempt("error");
      throw error;
    });
    if (!(await withReader(source, (reader) => isWhole(format, reader))))
      throw new Error("missing or other than it was written, unnoticed by the decoder");
    return decoded;
  } catch (error) {
    if (saysNoMemory(String(error))) throw error;
    // Of some formats nothing can be read without the whole: the error is to name the option only where it helps.
    const rest = await attempt("none").catch(() => {
      throw beyondDecoder(error) ?? damaged(error);
    });
    if (!allowDamaged) throw cutOff(error);
    onWarning?.(MISSING);
    return rest;
  }
}

/** What decoders do not notice: that of JPEG takes damaged bytes for other pixels, that of GIF leaves frames out. */
async function isWhole(format: InputFormat, reader: ByteReader): Promise<boolean> {
  if (format !== "jpeg" && format !== "gif") return true;
  const file = await reader.read(0, reader.size);
  return format === "jpeg" ? isScanWhole(file) : isGifWhole(file);
}

async function decodeSamples(
  source: ImageSource,
  header: Header,
  failOn: SharpOptions["failOn"],
  which: Which,
): Promise<Interleaved> {
  const wide = header.depth !== "uchar";
  const gray = isGray(header);
  // sharp's raw "b-w" has no alpha: such images come as RGB + alpha.
  const grayAlpha = gray && !wide && header.channels === 2;
  const image = sharp(source, {
    // Frames that lie below each other cannot be turned; their formats have no orientation.
    autoOrient: which.pages === undefined,
    failOn,
    limitInputPixels: false,
    ignoreIcc: header.space !== "cmyk",
    ...(which.page === 0 ? {} : which),
  });
  if (wide) image.toColourspace(gray ? "grey16" : "rgb16");
  else if (gray && !grayAlpha) image.toColourspace("b-w");
  const { data, info } = await image
    .raw({ depth: wide ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (grayAlpha) return { width, height, channels: 2, samples: redAndAlpha(data) };
  const samples = wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  return { width, height, channels, samples };
}

/** R G B α R G B α … → R α R α … */
function redAndAlpha(rgba: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgba.length / 2 }, (_, i) => rgba[2 * i + (i % 2)] as number);
}
