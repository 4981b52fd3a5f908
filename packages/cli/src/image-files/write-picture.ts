/** Pictures → image files: see picture-file.ts. */
import {
  check,
  checkFinite,
  checkImage,
  checkInteger,
  checkNames,
  checkRecord,
  type Names,
  shown,
} from "@kernelgan/core/internal";
import type { PictureMetadata } from "@kernelgan/formats/internal";
import { inFile } from "../errors/in-file.js";
import { WRITE_NAMES, type WriteOptions, writeFiles } from "../files/atomic-write.js";
import { checkCompression, checkImagePath } from "./formats.js";
import { joinPictures } from "./join-pictures.js";
import { ownBytes } from "./own-bytes.js";
import type { Animation } from "./pages.js";
import type { Picture } from "./picture.js";
import { ENCODE_NAMES, type EncodePictureOptions, type PictureFile, startPicture } from "./picture-file.js";

/** How to write a picture. */
export type WritePictureOptions = EncodePictureOptions & WriteOptions;

/**
 * Writes a picture in the format of the path's extension: .png, .jpg, .webp, .tif or .avif. 16 bits a sample stay so
 * in PNG and TIFF. Alpha stays, but in JPEG, where the picture is put on white.
 *
 * @param picture Values in [0, 1]; others are clipped. Rounded to nearest.
 * @throws KernelGanError `output` if the extension is unknown, the format has no room for so many pixels, the file
 *   exists (without `force`) or cannot be written; `invalid-argument` if the picture or an option makes no sense.
 * @example
 * await writePicture("photo.avif", await readPicture("photo.png"), { quality: 80 });
 */
export async function writePicture(
  path: string,
  picture: Picture,
  options: WritePictureOptions = {},
): Promise<void> {
  checkImagePath(path);
  checkNames(options, { ...ENCODE_NAMES, ...WRITE_NAMES });
  const { force, ...encoding } = options;
  const bytes = await inFile(path, () => encodePicture(path, picture, encoding));
  await writeFiles([{ path, bytes }], { force });
}

/**
 * The bytes that `writePicture` writes.
 *
 * @throws KernelGanError `invalid-argument` if the picture or an option makes no sense, `output` if there is no such
 *   format, or it has no room for so many pixels
 */
export async function encodePicture(
  path: string,
  picture: Picture,
  options: EncodePictureOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkEncoding(options);
  checkPicture(picture);
  return ownBytes(await fileOf(path, picture, options).encode());
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

/**
 * The bytes of a file with several pictures: an animation as GIF or WebP, pages as TIFF.
 *
 * @throws KernelGanError as `encodePicture`; `invalid-argument` if there is no picture or the animation makes no sense,
 *   `output` if the format holds one picture, or frames of one size
 */
export async function encodePictures(
  path: string,
  pictures: readonly Picture[],
  animation: Animation | undefined,
  options: EncodePictureOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkEncoding(options);
  check(
    Array.isArray(pictures) && pictures.length > 0,
    () => `the pictures must be an array of one or more, got ${shown(pictures)}`,
  );
  if (animation !== undefined) checkAnimation(animation);
  const files = pictures.map((picture) => {
    checkPicture(picture);
    return fileOf(path, picture, options);
  });
  return joinPictures(path, files, animation, options);
}

function checkEncoding(options: EncodePictureOptions): void {
  checkNames(options, ENCODE_NAMES);
  checkCompression(options);
}

/** The largest numbers that files have: a delay in WebP has 24 bits, and 65535 repetitions in GIF are 65536 times. */
const MAX_DELAY = 2 ** 24 - 1;
const MAX_LOOP = 2 ** 16;

function checkAnimation(animation: Animation): void {
  checkNames(animation, { delays: "object", loop: "any" }, "an animation");
  const { delays = [], loop = 0 } = animation;
  check(Array.isArray(delays), () => `the delays must be an array of numbers, got ${shown(delays)}`);
  for (const delay of delays) {
    checkInteger("the delay of a frame", delay, { min: 0, max: MAX_DELAY });
  }
  checkInteger("how often an animation is shown", loop, { min: 0, max: MAX_LOOP });
}

const METADATA_NAMES: Names<PictureMetadata> = {
  exif: "any",
  xmp: "text",
  iptc: "any",
  pngChunks: "object",
  comments: "object",
};

function checkMetadata(metadata: PictureMetadata): void {
  checkNames(metadata, METADATA_NAMES, "a picture's metadata");
  for (const name of ["exif", "iptc"] as const) {
    const block = metadata[name];
    check(
      block === undefined || block instanceof Uint8Array,
      () => `"${name}" of a picture's metadata must be a Uint8Array, got ${shown(block)}`,
    );
  }
}

function checkPicture(picture: Picture): void {
  checkRecord(picture, "a picture must be { image, depth, … }");
  const { image, alpha, depth, icc, density, metadata } = picture;
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
  if (metadata !== undefined) checkMetadata(metadata);
}
