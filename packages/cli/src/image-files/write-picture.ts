/** Pictures → image files: see picture-file.ts. */
import { check, checkFinite, checkImage, checkRecord, shown } from "@kernelgan/core/internal";
import { inFile } from "../errors/in-file.js";
import { type WriteOptions, writeFiles } from "../files/atomic-write.js";
import type { Compression } from "./formats.js";
import { joinPictures } from "./join-pictures.js";
import type { Animation } from "./pages.js";
import type { Picture } from "./picture.js";
import { type EncodePictureOptions, type PictureFile, startPicture } from "./picture-file.js";

/** How to write a picture. */
export type WritePictureOptions = EncodePictureOptions & WriteOptions;

/**
 * Writes a picture in the format of the path's extension: .png, .jpg, .webp, .tif or .avif. 16 bits a sample stay so
 * in PNG and TIFF. Alpha stays, but in JPEG, where the picture is put on white.
 *
 * @param picture Values in [0, 1]; others are clipped. Rounded to nearest.
 * @throws KernelGanError `output` if the extension is unknown, the format has no room for so many pixels, the file
 *   exists (without `force`) or cannot be written; `invalid-argument` if the picture or the quality makes no sense.
 * @example
 * await writePicture("photo.avif", await readPicture("photo.png"), { quality: 80 });
 */
export async function writePicture(
  path: string,
  picture: Picture,
  options: WritePictureOptions = {},
): Promise<void> {
  const bytes = await inFile(path, () => encodePicture(path, picture, options));
  await writeFiles([{ path, bytes }], options);
}

/** The bytes that `writePicture` writes. */
export async function encodePicture(
  path: string,
  picture: Picture,
  options: EncodePictureOptions = {},
): Promise<Uint8Array> {
  checkRecord(picture, "a picture must be { image, depth, … }");
  checkRecord(options, "the options must be an object");
  checkPicture(picture, options);
  return fileOf(path, picture, options).encode();
}

function fileOf(
  path: string,
  { image, alpha, ...rest }: Picture,
  options: EncodePictureOptions,
): PictureFile {
  const { width, height, channels } = image;
  const file = startPicture(
    path,
    { ...rest, width, height, channels, hasAlpha: alpha !== undefined },
    options,
  );
  file.addRows(image, 0, alpha);
  return file;
}

/** The bytes of a file with several pictures: an animation as GIF or WebP, pages as TIFF. */
export async function encodePictures(
  path: string,
  pictures: readonly Picture[],
  animation: Animation | undefined,
  options: EncodePictureOptions = {},
): Promise<Uint8Array> {
  const files = pictures.map((picture) => {
    checkPicture(picture, options);
    return fileOf(path, picture, options);
  });
  return joinPictures(path, files, animation, options);
}

function checkPicture({ image, alpha, depth, icc, density }: Picture, { quality }: Compression): void {
  checkImage(image, [1, 3]);
  checkFinite(image);
  if (alpha) {
    checkImage(alpha, [1], "alpha");
    checkFinite(alpha, "alpha");
    check(
      alpha.width === image.width && alpha.height === image.height,
      () =>
        `alpha must have the size of the picture, ${image.width}×${image.height}, got ${alpha.width}×${alpha.height}`,
    );
  }
  check(depth === 8 || depth === 16, () => `a picture's depth must be 8 or 16 bits, got ${shown(depth)}`);
  check(icc === undefined || icc instanceof Uint8Array, () => "a colour profile must be a Uint8Array");
  check(
    density === undefined || (Number.isFinite(density) && density > 0),
    () => `the density must be a positive number of pixels per inch, got ${shown(density)}`,
  );
  check(
    quality === undefined || (Number.isInteger(quality) && quality >= 1 && quality <= 100),
    () => `the quality must be an integer from 1 to 100, got ${shown(quality)}`,
  );
}
