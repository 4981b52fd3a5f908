/** Planar floats → 8-bit image files: pictures without anything but pixels. Everything but JPEG is without loss. */
import type { PlanarImage } from "@kernelgan/core";
import { checkNames, type Names } from "@kernelgan/core/internal";
import { inFile } from "../errors/in-file.js";
import { WRITE_NAMES, type WriteOptions, writeFiles } from "../files/atomic-write.js";
import { type Compression, checkCompression, checkImagePath, imageFormat } from "./formats.js";
import { planarFromInterleaved } from "./interleaved.js";
import { sharp } from "./sharp.js";
import { encodePicture } from "./write-picture.js";

/** How to write an image. */
export interface WriteImageOptions extends WriteOptions {
  /** JPEG quality, 1 to 100, with the usual halved chroma. Default: 95 with full chroma. Other formats ignore it. */
  jpegQuality?: number | undefined;
}

const WRITE_IMAGE_NAMES: Names<WriteImageOptions> = { ...WRITE_NAMES, jpegQuality: "any" };

/**
 * Writes an image in the format of the path's extension: .png, .jpg, .webp, .tif or .avif.
 *
 * @param image Values in [0, 1]; others are clipped. Rounded to 8 bits.
 * @throws KernelGanError `invalid-argument` if the image or an option makes no sense; `output` if the extension is
 *   unknown, the format has no room for so many pixels, the file exists (without `force`) or cannot be written.
 */
export async function writeImage(
  path: string,
  image: PlanarImage,
  options: WriteImageOptions = {},
): Promise<void> {
  checkImagePath(path);
  checkNames(options, WRITE_IMAGE_NAMES);
  const { jpegQuality, force } = options;
  const bytes = await inFile(path, () => encodeImage(path, image, jpegQuality));
  await writeFiles([{ path, bytes }], { force });
}

/**
 * The bytes that `writeImage` writes.
 *
 * @param path its extension names the format; or the format itself, as "png"
 * @throws KernelGanError `invalid-argument` if the image makes no sense, `output` if there is no such format
 */
export async function encodeImage(
  path: string,
  image: PlanarImage,
  jpegQuality?: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return encodePicture(path, { image, depth: 8 }, jpegCompression(path, jpegQuality));
}

/**
 * The compression of a path's format: JPEG of that quality has the usual halved chroma, other formats ignore it.
 *
 * @throws KernelGanError as {@link encodeImage}
 */
export function jpegCompression(path: string, quality: number | undefined): Compression {
  checkCompression({ quality });
  const isCompressed = quality !== undefined && imageFormat(path).name === "JPEG";
  return isCompressed ? { quality, chromaSubsampling: "4:2:0" } : {};
}

/** What JPEG compression of the given quality makes of an image: written and read again. */
export async function jpegRoundTrip(image: PlanarImage, quality: number): Promise<PlanarImage> {
  const bytes = await encodeImage("image.jpg", image, quality);
  const { data, info } = await sharp(bytes)
    .toColourspace(image.channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return planarFromInterleaved({ width, height, channels, samples: data }).image;
}
