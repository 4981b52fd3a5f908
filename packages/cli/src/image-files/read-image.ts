/** Image files → planar floats for an estimate: nothing but the pixels. Decoding: see decode.ts. */
import type { PlanarImage } from "@kernelgan/core";
import { compositeOverMean } from "@kernelgan/core/internal";
import type { ImageSource } from "./byte-reader.js";
import { type DecodeOptions, decodeFile } from "./decode.js";
import { planarFromInterleaved } from "./interleaved.js";

/** How to read an image. */
export interface ReadImageOptions extends DecodeOptions {
  /** One channel (`toGray`) whatever the file holds. Default false: gray files give one, others three. */
  gray?: boolean | undefined;
}

/**
 * Reads an image file: its path, or its bytes. Transparent pixels count as the mean colour of the visible ones.
 *
 * @returns [1 or 3, height, width] samples in [0, 1].
 * @example
 * const image = await readImage("photo.jpg");
 * console.log(image.width, image.height, image.channels); // 1024 683 3
 * @throws KernelGanError `invalid-input` if the file is missing, not an image, or damaged; `image-too-large` if it
 *   has more than `maxPixels` pixels. The message starts with the path.
 */
export async function readImage(source: ImageSource, options: ReadImageOptions = {}): Promise<PlanarImage> {
  const { decoded } = await decodeFile(source, options);
  const { image, alpha } = planarFromInterleaved(decoded, options.gray);
  if (alpha) {
    compositeOverMean(image, alpha);
    const share = alpha.data.reduce((count, a) => count + (a < 1 ? 1 : 0), 0) / alpha.data.length;
    const percent = share < 0.01 ? "under 1" : (share * 100).toFixed(0);
    options.onNotice?.(
      `${percent}% of the pixels are transparent; they count as the mean colour of the rest`,
    );
  }
  return image;
}
