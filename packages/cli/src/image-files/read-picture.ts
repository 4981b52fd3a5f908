/** Image files → pictures: pixels with all that must survive an upscale. Decoding: see decode.ts. */

import { checkInteger, checkNames, fillInvisible, withCoding } from "@kernelgan/core/internal";
import type { InputFormat, PictureMetadata } from "@kernelgan/formats/internal";
import {
  DECODE_NAMES,
  type DecodedPage,
  type DecodeOptions,
  decodeFile,
  type Header,
  isGray,
  openFile,
} from "./decode.js";
import { type ImageInput, imageSource } from "./image-input.js";
import { planarFromInterleaved } from "./interleaved.js";
import type { Animation } from "./pages.js";
import type { Picture } from "./picture.js";

/** How to read a picture. */
export type ReadPictureOptions = DecodeOptions;

/** Files with more pixels per inch make no sense: JPEG has no room for it. */
const MAX_DENSITY = 65535;

/** The pictures of a file with several: frames of an animation, pages of a TIFF. */
export interface OpenedPictures {
  format: InputFormat;
  /** How many there are. */
  count: number;
  /** How frames follow each other, if they are an animation. */
  animation?: Animation | undefined;
  /**
   * Decodes one of them; metadata are those of the first.
   *
   * @param index from 0 to `count` − 1
   * @throws KernelGanError as `readPicture`; `invalid-argument` for another index
   */
  read(index: number): Promise<Picture>;
}

/**
 * Reads an image file for an upscale. EXIF orientation is applied. Where alpha is 0, the stored
 * colours mean nothing and are replaced by a smooth continuation of the visible ones. Of several pages the first is
 * read, with a warning.
 *
 * @param input a path, bytes, a stream, or an instance of sharp
 * @throws KernelGanError as `readImage` does.
 * @example
 * const { image, alpha, depth, icc } = await readPicture("logo.png");
 * console.log(image.channels, alpha?.channels, depth, icc?.length); // 3 1 8 undefined
 */
export async function readPicture(input: ImageInput, options: ReadPictureOptions = {}): Promise<Picture> {
  checkNames(options, DECODE_NAMES);
  const { metadata, ...page } = await decodeFile(await imageSource(input), options);
  return pictureOf(page, metadata, options);
}

/**
 * Opens an image file with all its pages.
 *
 * @param input as of `readPicture`
 * @throws KernelGanError as `readImage` does, `read` too
 */
export async function openPictures(
  input: ImageInput,
  options: ReadPictureOptions = {},
): Promise<OpenedPictures> {
  checkNames(options, DECODE_NAMES);
  const { format, pages, animation, metadata, decode } = await openFile(await imageSource(input), options);
  return {
    format,
    count: pages,
    animation,
    async read(index) {
      checkInteger("the index of a picture", index, { min: 0, max: pages - 1 });
      return pictureOf(await decode(index), index === 0 ? metadata : undefined, options);
    },
  };
}

async function pictureOf(
  { header, decoded, coding }: DecodedPage,
  metadata: PictureMetadata | undefined,
  { onWarning }: ReadPictureOptions,
): Promise<Picture> {
  const straight = planarFromInterleaved(decoded);
  if (straight.alpha) await fillInvisible(straight.image, straight.alpha);
  const { icc, density = 0 } = header;
  const converted = isConverted(header);
  if (converted) {
    const message = `its ${header.space?.toUpperCase()} colours are converted to sRGB`;
    onWarning?.({ code: "colours-converted", message });
  }
  return {
    ...straight,
    image: withCoding(straight.image, { coding }),
    depth: decoded.samples.BYTES_PER_ELEMENT === 1 ? 8 : 16,
    icc: converted ? undefined : icc,
    density: density > 0 && density <= MAX_DENSITY ? density : undefined,
    metadata,
  };
}

function isConverted(header: Header): boolean {
  return !isGray(header) && !["srgb", "rgb", "rgb16"].includes(header.space ?? "");
}
