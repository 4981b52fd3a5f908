/** Planar floats → 8-bit image files, with sharp. Everything but JPEG is written without loss. */
import { extname } from "node:path";
import { KernelGanError, type PlanarImage } from "@kernelgan/core";
import type { Sharp } from "sharp";
import { type WriteOptions, writeFiles } from "../files/atomic-write.js";
import { interleaved8, planarFromInterleaved } from "./interleaved.js";
import { sharp } from "./sharp.js";

/** How to write an image. */
export interface WriteImageOptions extends WriteOptions {
  /** JPEG quality, 1 to 100, with the usual halved chroma. Default: 95 with full chroma. Other formats ignore it. */
  jpegQuality?: number;
}

/**
 * Writes an image in the format of the path's extension: .png, .jpg, .webp, .tif or .avif.
 *
 * @param image Values in [0, 1]; others are clipped. Rounded to 8 bits.
 * @throws KernelGanError `output` if the extension is unknown, the file exists (without `force`) or cannot be written.
 */
export async function writeImage(
  path: string,
  image: PlanarImage,
  options: WriteImageOptions = {},
): Promise<void> {
  await writeFiles([{ path, bytes: await encodeImage(path, image, options.jpegQuality) }], options);
}

/** The bytes that `writeImage` writes. */
export async function encodeImage(
  path: string,
  image: PlanarImage,
  jpegQuality?: number,
): Promise<Uint8Array> {
  checkImageExtension(path);
  return encoders[extname(path).toLowerCase()](toSharp(image), jpegQuality).toBuffer();
}

/**
 * Checks that `writeImage` knows the path's extension.
 *
 * @throws KernelGanError `output` if not.
 */
export function checkImageExtension(path: string): void {
  const extension = extname(path).toLowerCase();
  if (extension in encoders) return;
  throw new KernelGanError(
    "output",
    `${path}: cannot write ${extension ? `${extension} images` : "an image without an extension"}; ` +
      `use one of ${Object.keys(encoders).join(", ")}`,
  );
}

/** What JPEG compression of the given quality makes of an image: written and read again. */
export async function jpegRoundTrip(image: PlanarImage, quality: number): Promise<PlanarImage> {
  const bytes = await encodeJpeg(toSharp(image), quality).toBuffer();
  const { data, info } = await sharp(bytes)
    .toColourspace(image.channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const decoded = { width: info.width, height: info.height, channels: info.channels, samples: data };
  return planarFromInterleaved(decoded, false).image;
}

const encodeJpeg = (image: Sharp, quality?: number): Sharp =>
  image.jpeg(
    quality === undefined
      ? { quality: 95, chromaSubsampling: "4:4:4" }
      : { quality, chromaSubsampling: "4:2:0" },
  );

const encoders: Record<string, (image: Sharp, jpegQuality?: number) => Sharp> = {
  ".png": (image) => image.png({ compressionLevel: 9 }),
  ".jpg": encodeJpeg,
  ".jpeg": encodeJpeg,
  ".webp": (image) => image.webp({ lossless: true }),
  ".tif": (image) => image.tiff({ compression: "lzw" }),
  ".tiff": (image) => image.tiff({ compression: "lzw" }),
  ".avif": (image) => image.avif({ lossless: true }),
};

function toSharp(image: PlanarImage): Sharp {
  const { width, height, channels, samples } = interleaved8(image);
  const raw = sharp(samples, { raw: { width, height, channels: channels as 1 | 3 } });
  return channels === 1 ? raw.toColourspace("b-w") : raw;
}
