/**
 * Image files → planar floats, with sharp: PNG, JPEG, WebP, TIFF, AVIF, GIF and what else it reads.
 *
 * The samples come out as the file stores them: 16 bits stay 16 bits, gray stays one channel, and an RGB profile is
 * not applied (a kernel is found in the file's own values, whatever colours they stand for). CMYK is converted to
 * sRGB, EXIF orientation is applied, the first page is taken. Transparency: see interleaved.ts.
 */
import { statSync } from "node:fs";
import { KernelGanError, type PlanarImage } from "@kernelgan/core";
import type { Metadata } from "sharp";
import { fileReason, inFile } from "../files/in-file.js";
import { type Interleaved, planarFromInterleaved } from "./interleaved.js";
import { sharp } from "./sharp.js";

/** How to read an image. */
export interface ReadImageOptions {
  /** The most pixels to accept, against files that would fill the memory. Default 100 million. */
  maxPixels?: number;
  /** One channel (`toGray`) whatever the file holds. Default false: gray files give one, others three. */
  gray?: boolean;
  /** Called with a line for each thing worth knowing, e.g. that transparency was composited. */
  onNotice?: (message: string) => void;
}

const DEFAULT_MAX_PIXELS = 100e6;

/**
 * Reads an image file.
 *
 * @returns [1 or 3, height, width] samples in [0, 1].
 * @example
 * const image = await readImage("photo.jpg");
 * console.log(image.width, image.height, image.channels); // 1024 683 3
 * @throws KernelGanError `invalid-input` if the file is missing, not an image, or damaged; `image-too-large` if it
 *   has more than `maxPixels` pixels. The message starts with the path.
 */
export function readImage(path: string, options: ReadImageOptions = {}): Promise<PlanarImage> {
  return inFile(path, async () => {
    checkFile(path);
    const metadata = await readHeader(path);
    checkSamples(metadata);
    checkSize(metadata, options.maxPixels ?? DEFAULT_MAX_PIXELS);
    if ((metadata.pages ?? 1) > 1) options.onNotice?.(`only the first of ${metadata.pages} pages is used`);
    const decoded = await decode(path, metadata);
    const { image, transparent } = planarFromInterleaved(decoded, options.gray ?? false);
    if (transparent > 0) {
      const percent = transparent < 0.01 ? "under 1" : (transparent * 100).toFixed(0);
      options.onNotice?.(
        `${percent}% of the pixels are transparent; they count as the mean colour of the rest`,
      );
    }
    return image;
  });
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
      "not an image, or cut off in its header; give a PNG, JPEG, WebP, TIFF or AVIF file",
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
  const gray = metadata.space === "b-w" || metadata.space === "grey16";
  const image = sharp(path, {
    autoOrient: true,
    failOn: "error",
    limitInputPixels: false,
    ignoreIcc: metadata.space !== "cmyk",
  });
  if (wide) image.toColourspace(gray ? "grey16" : "rgb16");
  else if (gray) image.toColourspace("b-w");
  try {
    const { data, info } = await image
      .raw({ depth: wide ? "ushort" : "uchar" })
      .toBuffer({ resolveWithObject: true });
    const samples = wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    return { width: info.width, height: info.height, channels: info.channels, samples };
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new KernelGanError("invalid-input", `damaged or cut off (${reason}); get the whole file again`, {
      cause: error,
    });
  }
}
