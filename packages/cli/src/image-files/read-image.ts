/** Image files → planar floats for an estimate: nothing but the pixels. Decoding: see decode.ts. */
import type { PlanarImage, StraightImage, Warning } from "@kernelgan/core";
import { checkNames, fillInvisible, type Names, withCoding } from "@kernelgan/core/internal";
import type { ImageSource } from "./byte-reader.js";
import { DECODE_NAMES, type DecodedPage, type DecodeOptions, decodeFile, openFile } from "./decode.js";
import { type ImageInput, imageSource } from "./image-input.js";
import { planarFromInterleaved } from "./interleaved.js";

/** How to read an image. */
export interface ReadImageOptions extends DecodeOptions {
  /** One channel (`toGray`) whatever the file holds. Default false: gray files give one, others three. */
  gray?: boolean | undefined;
}

const READ_NAMES: Names<ReadImageOptions> = { ...DECODE_NAMES, gray: "boolean" };

/**
 * Reads an image file. Invisible pixels get colours that continue the visible ones;
 * {@link readPicture} also says which they are.
 *
 * @param input a path, bytes, a stream, or an instance of sharp
 * @returns [1 or 3, height, width] samples in [0, 1].
 * @example
 * const image = await readImage("photo.jpg");
 * console.log(image.width, image.height, image.channels); // 1024 683 3
 * @throws KernelGanError `invalid-input` if the file is missing, not an image, or damaged; `image-too-large` if it
 *   has more than `maxPixels` pixels; `invalid-argument` for options that make no sense. The message starts with the
 *   path.
 */
export async function readImage(input: ImageInput, options: ReadImageOptions = {}): Promise<PlanarImage> {
  checkNames(options, READ_NAMES);
  const source = await imageSource(input);
  const { image, alpha } = imageOf(await decodeFile(source, options), options);
  if (alpha) await fillInvisible(image, alpha);
  return image;
}

/** The images of a file with several: frames of an animation, pages of a TIFF. */
export interface OpenedImages {
  count: number;
  /**
   * Decodes one of them, with its transparency.
   *
   * @param index from 0 on
   */
  read(index: number): Promise<StraightImage>;
}

/**
 * Opens an image file with all its pages.
 *
 * @throws KernelGanError as {@link readImage}, `read` too
 */
export async function openImages(source: ImageSource, options: ReadImageOptions = {}): Promise<OpenedImages> {
  const { pages, decode } = await openFile(source, options);
  return { count: pages, read: async (index) => imageOf(await decode(index), options) };
}

function imageOf(page: DecodedPage, options: ReadImageOptions): StraightImage {
  const { image, alpha } = planarFromInterleaved(page.decoded, options.gray);
  if (alpha) options.onWarning?.(transparency(alpha));
  return { image: withCoding(image, page), alpha };
}

/** What is said of a picture whose transparency is not kept: how much of it is transparent. */
export function transparency({ data }: PlanarImage): Warning {
  const share = data.reduce((count, a) => count + (a < 1 ? 1 : 0), 0) / data.length;
  const percent = share < 0.01 ? "under 1" : share > 0.99 && share < 1 ? "over 99" : (share * 100).toFixed(0);
  const inPart = data.some((a) => a > 0 && a < 1) ? ", wholly or in part" : "";
  return {
    code: "transparent",
    message: `${percent}% of the pixels are transparent${inPart}: what counts is what is visible`,
  };
}
