/** Planar floats → 8-bit image files: pictures without anything but pixels. */
import type { PlanarImage } from "@kernelgan/core";
import type { EncodePictureOptions } from "./picture-file.js";
import { encodePicture, type WritePictureOptions, writePicture } from "./write-picture.js";

const DEPTH = 8;

/**
 * Writes an image in the format of the path's extension: .png, .jpg, .webp, .tif or .avif. Everything but JPEG is
 * without loss, unless a quality is given.
 *
 * @param image Values in [0, 1]; others are clipped. Rounded to 8 bits.
 * @throws KernelGanError `invalid-argument` if the image or an option makes no sense; `output` if the extension is
 *   unknown, the format has no room for so many pixels, the file exists (without `force`) or cannot be written.
 * @example
 * await writeImage("photo.jpg", image, { quality: 90 });
 */
export function writeImage(
  path: string,
  image: PlanarImage,
  options: WritePictureOptions = {},
): Promise<void> {
  return writePicture(path, { image, depth: DEPTH }, options);
}

/**
 * The bytes that `writeImage` writes.
 *
 * @param path its extension names the format; or the format itself, as "png"
 * @throws KernelGanError `invalid-argument` if the image or an option makes no sense, `output` if there is no such
 *   format
 */
export function encodeImage(
  path: string,
  image: PlanarImage,
  options: EncodePictureOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return encodePicture(path, { image, depth: DEPTH }, options);
}
