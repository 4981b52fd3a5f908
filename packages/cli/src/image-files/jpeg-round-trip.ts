/** What JPEG files of cameras and of the web have lost. */
import type { PlanarImage } from "@kernelgan/core";
import type { Compression } from "./formats.js";
import { planarFromInterleaved } from "./interleaved.js";
import { sharp } from "./sharp.js";
import { encodeImage } from "./write-image.js";

/** JPEG as most programs write it: with halved chroma. */
export function usualJpeg(quality: number): Compression {
  return { quality, chromaSubsampling: "4:2:0" };
}

/**
 * What the usual JPEG compression makes of an image: written and read again.
 *
 * @param quality 1 to 100
 */
export async function jpegRoundTrip(image: PlanarImage, quality: number): Promise<PlanarImage> {
  const bytes = await encodeImage("jpg", image, usualJpeg(quality));
  const { data, info } = await sharp(bytes)
    .toColourspace(image.channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return planarFromInterleaved({ width, height, channels, samples: data }).image;
}
