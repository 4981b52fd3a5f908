/**
 * Image files → interleaved samples, with sharp: PNG, JPEG, WebP, TIFF, AVIF, GIF and what else it reads.
 *
 * The samples come out as the file stores them: 16 bits stay 16 bits, gray stays gray, and an RGB profile is not
 * applied (a kernel is found in the file's own values, whatever colours they stand for). CMYK is converted to sRGB,
 * EXIF orientation is applied, the first page is taken.
 */
import { statSync } from "node:fs";
import { KernelGanError } from "@kernelgan/core";
import type { Metadata } from "sharp";
import { fileReason } from "../errors/in-file.js";
import { FORMATS_TEXT } from "./formats.js";
import type { Interleaved } from "./interleaved.js";
import { sharp } from "./sharp.js";

/** How to open an image file. */
export interface DecodeOptions {
  /** The largest number of pixels to accept, against files that would fill the memory. Default 100 million. */
  maxPixels?: number | undefined;
  /** Called with a line for each thing worth knowing, e.g. that only the first of several pages is used. */
  onNotice?: ((message: string) => void) | undefined;
}

/** Without a limit given. */
export const DEFAULT_MAX_PIXELS = 100e6;

/**
 * Decodes an image file.
 *
 * @throws KernelGanError `invalid-input` if the file is missing, not an image, or damaged; `image-too-large` if it
 *   has more than `maxPixels` pixels.
 */
export async function decodeFile(
  path: string,
  options: DecodeOptions,
): Promise<{ decoded: Interleaved; metadata: Metadata }> {
  checkFile(path);
  const metadata = await readHeader(path);
  checkSamples(metadata);
  checkSize(metadata, options.maxPixels ?? DEFAULT_MAX_PIXELS);
  if ((metadata.pages ?? 1) > 1) options.onNotice?.(`only the first of ${metadata.pages} pages is used`);
  return { decoded: await decode(path, metadata), metadata };
}

/** Whether the file holds gray, with or without alpha. */
export function isGray({ space }: Metadata): boolean {
  return space === "b-w" || space === "grey16";
}

function checkFile(path: string): void {
  try {
    if (statSync(path).isFile()) return;
  } catch (error) {
    throw new KernelGanError("invalid-input", `${fileReason(error)}; check the path`, { cause: error });
  }
  throw new KernelGanError("invalid-input", "not a file; give the path of an image");
}

async function readHeader(path: string): Promise<Metadata> {
  try {
    return await sharp(path, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw new KernelGanError(
      "invalid-input",
      `not an image, or cut off in its header; give one of these: ${FORMATS_TEXT}`,
      { cause: error },
    );
  }
}

function checkSamples({ depth, space }: Metadata): void {
  // scRGB (Radiance files) has a defined range, other numbers mean anything.
  if (depth === "uchar" || depth === "ushort" || space === "scrgb") return;
  throw new KernelGanError(
    "invalid-input",
    `has samples of type ${depth}; save it with 8 or 16 bits a sample`,
  );
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

async function decode(path: string, metadata: Metadata): Promise<Interleaved> {
  const wide = metadata.depth !== "uchar";
  const gray = isGray(metadata);
  // sharp's raw "b-w" has no alpha: such images come as RGB + alpha.
  const grayAlpha = gray && !wide && metadata.channels === 2;
  const image = sharp(path, {
    autoOrient: true,
    failOn: "error",
    limitInputPixels: false,
    ignoreIcc: metadata.space !== "cmyk",
  });
  if (wide) image.toColourspace(gray ? "grey16" : "rgb16");
  else if (gray && !grayAlpha) image.toColourspace("b-w");
  try {
    const { data, info } = await image
      .raw({ depth: wide ? "ushort" : "uchar" })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (grayAlpha) return { width, height, channels: 2, samples: redAndAlpha(data) };
    const samples = wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    return { width, height, channels, samples };
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new KernelGanError("invalid-input", `damaged or cut off (${reason}); get the whole file again`, {
      cause: error,
    });
  }
}

/** R G B α R G B α … → R α R α … */
function redAndAlpha(rgba: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgba.length / 2 }, (_, i) => rgba[2 * i + (i % 2)] as number);
}
