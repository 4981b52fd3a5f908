/** An image file with all that must survive an upscale. */
import type { StraightImage } from "@kernelgan/core";
import type { PictureMetadata } from "@kernelgan/formats/internal";

/**
 * An image as it goes from file to file: colours and alpha apart, and what the file says of them.
 *
 * @example
 * const picture = await readPicture("photo.tif");
 * const image = imresize(picture.image, { scale: 2 });
 * const alpha = picture.alpha && imresize(picture.alpha, { scale: 2 });
 * await writePicture("photo_x2.tif", { ...picture, image, alpha });
 */
export interface Picture extends StraightImage {
  /** Bits a sample. */
  depth: 8 | 16;
  /** The colour profile that the values refer to; absent if the file has none, or if its colours were converted. */
  icc?: Uint8Array | undefined;
  /** Pixels per inch, if the file says. */
  density?: number | undefined;
  /**
   * EXIF, XMP, IPTC and so on, if the file has any, as the file has them: what a new size makes wrong is put right on
   * writing.
   */
  metadata?: PictureMetadata | undefined;
}
