/** Image files → pictures: pixels with all that must survive an upscale. Decoding: see decode.ts. */
import type { Metadata } from "sharp";
import { type DecodeOptions, decodeFile, isGray } from "./decode.js";
import { fillInvisible } from "./fill-invisible.js";
import { planarFromInterleaved } from "./interleaved.js";
import type { Picture } from "./picture.js";

/** How to read a picture. */
export type ReadPictureOptions = DecodeOptions;

/** Files with more pixels per inch make no sense: JPEG has no room for it. */
const MAX_DENSITY = 65535;

/**
 * Reads an image file for an upscale. EXIF orientation is applied. Where alpha is 0, the stored colours mean
 * nothing and are replaced by a smooth continuation of the visible ones.
 *
 * @throws KernelGanError as `readImage` does.
 * @example
 * const { image, alpha, depth, icc } = await readPicture("logo.png");
 * console.log(image.channels, alpha?.channels, depth, icc?.length); // 3 1 8 undefined
 */
export async function readPicture(path: string, options: ReadPictureOptions = {}): Promise<Picture> {
  const { decoded, metadata } = await decodeFile(path, options);
  const straight = planarFromInterleaved(decoded);
  if (straight.alpha) fillInvisible(straight.image, straight.alpha);
  const { icc, density = 0 } = metadata;
  const converted = isConverted(metadata);
  if (converted) options.onNotice?.(`its ${metadata.space?.toUpperCase()} colours are converted to sRGB`);
  return {
    ...straight,
    depth: decoded.samples.BYTES_PER_ELEMENT === 1 ? 8 : 16,
    icc: converted ? undefined : icc,
    density: density > 0 && density <= MAX_DENSITY ? density : undefined,
  };
}

function isConverted(metadata: Metadata): boolean {
  return !isGray(metadata) && !["srgb", "rgb", "rgb16"].includes(metadata.space ?? "");
}
