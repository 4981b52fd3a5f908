/**
 * Image files → interleaved samples, with sharp: PNG, JPEG, WebP, TIFF and AVIF (signature.ts).
 *
 * The samples come out as the file stores them: 16 bits stay 16 bits, gray stays gray, and an RGB profile is not
 * applied (a kernel is found in the file's own values, whatever colours they stand for). CMYK is converted to sRGB,
 * EXIF orientation is applied, the first page is taken.
 */
import { KernelGanError } from "@kernelgan/core";
import { check, checkRecord, shown } from "@kernelgan/core/internal";
import type { Metadata, SharpOptions } from "sharp";
import { saysNoMemory } from "../errors/error-record.js";
import { inFile } from "../errors/in-file.js";
import { readStart } from "../files/read-file.js";
import { AVIF_HEADER_BYTES, hasAvifSizes } from "./avif-size.js";
import type { Interleaved } from "./interleaved.js";
import { sharp } from "./sharp.js";
import { type InputFormat, inputFormat, SIGNATURE_BYTES } from "./signature.js";

/** How to open an image file. */
export interface DecodeOptions {
  /** The largest number of pixels to accept, against files that would fill the memory. Default 100 million. */
  maxPixels?: number | undefined;
  /** Read what can be read of a file that is damaged or cut off, with a notice. Default false: it is an error. */
  allowDamaged?: boolean | undefined;
  /** Called with the image's size, before it is decoded. */
  onSize?: ((size: { width: number; height: number }) => void) | undefined;
  /** Called with a line for each thing worth knowing, e.g. that only the first of several pages is used. */
  onNotice?: ((message: string) => void) | undefined;
}

/** Without a limit given. */
export const DEFAULT_MAX_PIXELS = 100e6;

/**
 * Decodes an image file.
 *
 * @throws KernelGanError `invalid-input` if the file cannot be read, is no image, or damaged; `image-too-large` if it
 *   has more than `maxPixels` pixels. The message starts with the path.
 */
export async function decodeFile(
  path: string,
  options: DecodeOptions,
): Promise<{ decoded: Interleaved; metadata: Metadata }> {
  check(typeof path === "string", () => `an image file is given by its path, a text; got ${shown(path)}`);
  checkRecord(options, "the options must be an object");
  const { maxPixels = DEFAULT_MAX_PIXELS, allowDamaged = false, onSize, onNotice } = options;
  check(maxPixels > 0, () => `"maxPixels" must be a positive number, got ${shown(maxPixels)}`);
  const start = await readStart(path, SIGNATURE_BYTES);
  return inFile(path, async () => {
    const format = inputFormat(start);
    if (format === "heif" && !hasAvifSizes(await readStart(path, AVIF_HEADER_BYTES))) {
      throw damaged("its header is damaged");
    }
    const metadata = await readHeader(path, format);
    checkSamples(metadata);
    checkSize(metadata, maxPixels);
    onSize?.({ width: metadata.width, height: metadata.height });
    if ((metadata.pages ?? 1) > 1) onNotice?.(`only the first of ${metadata.pages} pages is used`);
    return { decoded: await decode(path, format, metadata, allowDamaged, onNotice), metadata };
  });
}

/** Whether the file holds gray, with or without alpha. */
export function isGray({ space }: Metadata): boolean {
  return space === "b-w" || space === "grey16";
}

async function readHeader(path: string, format: InputFormat): Promise<Metadata> {
  try {
    const metadata = await sharp(path, { limitInputPixels: false }).metadata();
    // A JPEG may hold a second picture for brighter screens ("Ultra HDR").
    if (metadata.format === format || (format === "jpeg" && String(metadata.format) === "uhdr"))
      return metadata;
  } catch (error) {
    throw damaged("its header is damaged or cut off", error);
  }
  throw damaged("its header is damaged");
}

function damaged(what: string, cause?: unknown): KernelGanError {
  return new KernelGanError("invalid-input", `${what}; get the whole file again`, { cause });
}

/** Channels of each colour space, without alpha. */
const CHANNELS: Readonly<Record<string, number>> = { "b-w": 1, grey16: 1, cmyk: 4, scrgb: 3 };

function checkSamples({ depth, space, channels }: Metadata): void {
  // scRGB has a defined range, other numbers mean anything.
  if (depth !== "uchar" && depth !== "ushort" && space !== "scrgb") {
    throw new KernelGanError(
      "invalid-input",
      `has samples of type ${depth}; save it with 8 or 16 bits a sample`,
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

function checkSize({ width, height }: Metadata, maxPixels: number): void {
  const pixels = width * height;
  if (pixels <= maxPixels) return;
  throw new KernelGanError(
    "image-too-large",
    `${width}×${height} is ${(pixels / 1e6).toFixed(1)} megapixels, more than the ${maxPixels / 1e6} allowed; ` +
      `crop it, or allow more with --max-pixels ${pixels}`,
  );
}

/**
 * How strict the decoder is. What is missing from a JPEG may be no more than a warning of its decoder; of the others, warnings are
 * about tags and profiles.
 */
const STRICT: Readonly<Record<InputFormat, SharpOptions["failOn"]>> = {
  jpeg: "warning",
  png: "error",
  webp: "error",
  tiff: "error",
  heif: "error",
};

/** Warnings of JPEG's decoder about headers that some cameras write. */
const HARMLESS = /Invalid SOS parameters|unknown JFIF revision/i;

async function decode(
  path: string,
  format: InputFormat,
  metadata: Metadata,
  allowDamaged: boolean,
  onNotice: DecodeOptions["onNotice"],
): Promise<Interleaved> {
  try {
    return await decodeSamples(path, metadata, STRICT[format]);
  } catch (error) {
    if (HARMLESS.test(String(error))) return decodeLeniently(path, metadata, "error");
    if (saysNoMemory(String(error))) throw error;
    if (!allowDamaged) {
      throw new KernelGanError(
        "invalid-input",
        "damaged or cut off; get the whole file again, or read what is there with --allow-damaged",
        { cause: error },
      );
    }
    const decoded = await decodeLeniently(path, metadata, "none");
    onNotice?.("damaged or cut off: parts of it are missing or wrong");
    return decoded;
  }
}

async function decodeLeniently(
  path: string,
  metadata: Metadata,
  failOn: SharpOptions["failOn"],
): Promise<Interleaved> {
  try {
    return await decodeSamples(path, metadata, failOn);
  } catch (error) {
    throw damaged("damaged or cut off", error);
  }
}

async function decodeSamples(
  path: string,
  metadata: Metadata,
  failOn: SharpOptions["failOn"],
): Promise<Interleaved> {
  const wide = metadata.depth !== "uchar";
  const gray = isGray(metadata);
  // sharp's raw "b-w" has no alpha: such images come as RGB + alpha.
  const grayAlpha = gray && !wide && metadata.channels === 2;
  const image = sharp(path, {
    autoOrient: true,
    failOn,
    limitInputPixels: false,
    ignoreIcc: metadata.space !== "cmyk",
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
