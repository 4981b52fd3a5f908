/**
 * Pictures → image files, with sharp. The samples are written as they are, with the very colour profile they came
 * with; what a format does not hold is left out with a notice.
 */
import { KernelGanError, type PlanarImage } from "@kernelgan/core";
import { check, checkFinite, checkImage, checkRecord, shown } from "@kernelgan/core/internal";
import { saysNoMemory } from "../errors/error-record.js";
import { type WriteOptions, writeFiles } from "../files/atomic-write.js";
import { type Compression, checkImageFits, type ImageFormat, imageFormat } from "./formats.js";
import { interleave } from "./interleaved.js";
import type { Picture } from "./picture.js";
import { sharp } from "./sharp.js";
import { tiffFile } from "./tiff.js";

/** How to encode a picture. */
export interface EncodePictureOptions extends Compression {
  /** Called with a line for each thing that the format does not hold. */
  onNotice?: ((message: string) => void) | undefined;
}

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
  await writeFiles([{ path, bytes: await encodePicture(path, picture, options) }], options);
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
  const { width, height, channels } = picture.image;
  const file = startPicture(path, { ...picture, width, height, channels }, options);
  file.addRows(picture.image, 0);
  return file.encode();
}

/** A picture of which all is known but its colours. */
export interface PictureFacts extends Omit<Picture, "image"> {
  width: number;
  height: number;
  /** Of the colours: 1 or 3. */
  channels: number;
}

/** A file that takes its colours row by row, and has them in memory with the depth of the file. */
export interface PictureFile {
  /**
   * Takes rows of the colours.
   *
   * @param rows [c, rows, w], as in `writePicture`
   * @param top number of the first of them
   */
  addRows(rows: PlanarImage, top: number): void;
  /** The bytes, once all rows are there. */
  encode(): Promise<Uint8Array>;
}

/** Starts a file as `writePicture` writes it. */
export function startPicture(
  path: string,
  picture: PictureFacts,
  options: EncodePictureOptions = {},
): PictureFile {
  const { width, height, alpha, icc, density } = picture;
  const format = imageFormat(path);
  checkImageFits(path, width, height);
  noteWhatIsLost(picture, format, options);

  const depth = picture.depth === 16 ? format.depth : 8;
  const channels = picture.channels + (alpha && format.alpha ? 1 : 0);
  const { file, samples } = tiffFile({ width, height, channels, depth, icc });

  const encoded = (withProfile: boolean): Promise<Uint8Array> => {
    const source = sharp(file, { limitInputPixels: false, ignoreIcc: true });
    if (withProfile) source.keepIccProfile();
    if (density) source.withDensity(density);
    source.toColourspace(colourSpace(picture.channels, depth));
    return format.encode(source, options, density).toBuffer();
  };
  const encodedOrFailed = (): Promise<Uint8Array> =>
    encoded(false).catch((error) => {
      if (saysNoMemory(String(error))) throw error;
      throw new KernelGanError("output", `${path}: the image cannot be encoded as ${format.name}`, {
        cause: error,
      });
    });
  return {
    addRows(rows, top) {
      const part = alpha && { ...alpha, height: rows.height, data: rowsOf(alpha, top, rows.height) };
      interleave({ image: rows, alpha: part }, samples, { channels, offset: top * width });
    },
    async encode() {
      if (!icc) return encodedOrFailed();
      // A profile that does not fit is skipped by libvips, but for some that make PNG fail.
      const bytes = await encoded(true).catch(encodedOrFailed);
      if (!(await sharp(bytes, { limitInputPixels: false }).metadata()).icc)
        options.onNotice?.(profileLost(picture, format));
      return bytes;
    },
  };
}

function rowsOf({ width, data }: PlanarImage, top: number, count: number): Float32Array {
  return data.subarray(top * width, (top + count) * width);
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

function noteWhatIsLost(
  picture: PictureFacts,
  format: ImageFormat,
  { onNotice }: EncodePictureOptions,
): void {
  if (picture.depth > format.depth)
    onNotice?.(`${format.name} is written with 8 bits a sample, not 16; .png and .tif keep them`);
  if (picture.alpha && !format.alpha)
    onNotice?.(`${format.name} has no transparency: the image is put on white; .png or .webp keeps it`);
}

function profileLost({ channels }: PictureFacts, { name, gray }: ImageFormat): string {
  return channels === 1 && !gray
    ? `${name} has no gray images, so the gray colour profile is left out; .png and .tif keep it`
    : `the colour profile is damaged or not made for ${channels === 1 ? "gray" : "RGB"}: it is left out`;
}

function colourSpace(channels: number, depth: 8 | 16): string {
  if (channels === 1) return depth === 8 ? "b-w" : "grey16";
  return depth === 8 ? "srgb" : "rgb16";
}
