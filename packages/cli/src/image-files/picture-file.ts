/**
 * A picture on its way into an image file. The samples are written as they are, with the very colour profile and the
 * metadata that they came with; what a format does not hold is left out with a warning.
 */
import { KernelGanError, type PlanarImage, type Warning, type WarningCode } from "@kernelgan/core";
import { interleave, type Names, saysNoMemory } from "@kernelgan/core/internal";
import {
  correctedMetadata,
  densityBlock,
  embedInPng,
  isSrgb,
  lostMetadata,
  type PictureMetadata,
  unusualColour,
} from "@kernelgan/formats/internal";
import { type Compression, checkImageFits, type ImageFormat, imageFormat } from "./formats.js";
import type { Interleaved } from "./interleaved.js";
import type { Picture } from "./picture.js";
import { sharp } from "./sharp.js";
import { tiffFile } from "./tiff.js";

/** How to encode a picture. */
export interface EncodePictureOptions extends Compression {
  /** Write the pixels alone: no colour profile, density, EXIF, XMP, IPTC or the like. Default false. */
  strip?: boolean | undefined;
  /** Called for each thing that the format does not hold. */
  onWarning?: ((warning: Warning) => void) | undefined;
}

export const ENCODE_NAMES: Names<EncodePictureOptions> = {
  quality: "any",
  chromaSubsampling: "any",
  strip: "boolean",
  onWarning: "function",
};

/** A picture of which all is known but its colours. */
export interface PictureFacts extends Omit<Picture, "image" | "alpha"> {
  width: number;
  height: number;
  /** Of the colours: 1 or 3. */
  channels: number;
  hasAlpha: boolean;
}

/** A file that takes its pixels row by row, and has them in memory with the depth of the file. */
export interface PictureFile {
  /**
   * Takes rows of the picture.
   *
   * @param rows [c, rows, w], as in `writePicture`
   * @param top number of the first of them
   * @param alpha of these rows, if the picture has any
   */
  addRows(rows: PlanarImage, top: number, alpha?: PlanarImage): void;
  /** The samples as they go into the file. */
  readonly interleaved: Interleaved;
  /** The colour profile that goes into the file. */
  readonly icc: Uint8Array | undefined;
  /** The bytes, once all rows are there. */
  encode(): Promise<Uint8Array>;
}

/** Starts a file as `writePicture` writes it. */
export function startPicture(
  path: string,
  picture: PictureFacts,
  options: EncodePictureOptions = {},
): PictureFile {
  const { width, height, hasAlpha, icc, density, metadata } = options.strip
    ? stripped(picture, options)
    : picture;
  const format = imageFormat(path);
  checkImageFits(path, width, height);
  noteWhatIsLost({ ...picture, metadata }, format, options);

  const depth = picture.depth === 16 ? format.depth : 8;
  const channels = picture.channels + (hasAlpha && format.alpha ? 1 : 0);
  const { file, samples } = tiffFile({ width, height, channels, depth, icc, density });
  const facts = { width, height, alpha: channels > picture.channels, density };

  const encoded = async (withProfile: boolean, carried?: PictureMetadata): Promise<Uint8Array> => {
    let source = sharp(file, { limitInputPixels: false, ignoreIcc: true });
    if (carried) {
      // What the encoder takes from its source has a place in PNG.
      const plain = source.keepIccProfile().toColourspace(colourSpace(picture.channels, depth));
      const carrier = await embedInPng(await plain.png({ compressionLevel: 0 }).toBuffer(), carried, {});
      source = sharp(carrier, { limitInputPixels: false, ignoreIcc: true }).keepExif().keepXmp();
    }
    if (withProfile) source.keepIccProfile();
    source.toColourspace(colourSpace(picture.channels, depth));
    return format.encode(source, options, density).toBuffer();
  };
  const encodedOrFailed = (carried?: PictureMetadata): Promise<Uint8Array> =>
    encoded(false, carried).catch((error) => {
      if (saysNoMemory(String(error))) throw error;
      throw new KernelGanError("output", `the image cannot be encoded as ${format.name}`, {
        cause: error,
      });
    });
  const encodedPixels = async (carried?: PictureMetadata): Promise<Uint8Array> => {
    if (!icc) return encodedOrFailed(carried);
    // A profile that does not fit is skipped by libvips, but for some that make PNG fail.
    const bytes = await encoded(true, carried).catch(() => encodedOrFailed(carried));
    if (!(await sharp(bytes, { limitInputPixels: false }).metadata()).icc)
      options.onWarning?.({ code: "profile-left-out", message: profileLost(picture, format) });
    return bytes;
  };
  /** The metadata as they are to be written. */
  const metadataToWrite = async (): Promise<PictureMetadata | undefined> => {
    const all =
      density && density !== DEFAULT_DENSITY && !format.density ? withDensity(metadata, density) : metadata;
    return all && correctedMetadata(all, facts, () => thumbnail(file), options.onWarning);
  };
  return {
    interleaved: { width, height, channels, samples },
    icc,
    addRows(rows, top, alpha) {
      interleave({ image: rows, alpha }, samples, { channels, offset: top * width });
    },
    async encode() {
      const written = await metadataToWrite();
      if (!format.embed) return encodedPixels(written);
      return format.embed(await encodedPixels(), written ?? {}, facts, (what) =>
        options.onWarning?.({
          code: "metadata-left-out",
          message: `its ${what} is too long for ${format.name}, and left out; .png keeps it`,
        }),
      );
    },
  };
}

/** What files mean that do not say. */
const DEFAULT_DENSITY = 72;

function withDensity(metadata: PictureMetadata | undefined, density: number): PictureMetadata {
  return metadata?.exif ? metadata : { ...metadata, exif: densityBlock(density) };
}

/** The longest side of a thumbnail (EXIF recommends 160×120). */
const THUMBNAIL = 160;

async function thumbnail(tiff: Uint8Array): Promise<Uint8Array> {
  return sharp(tiff, { limitInputPixels: false, ignoreIcc: true })
    .resize({ width: THUMBNAIL, height: THUMBNAIL, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .jpeg({ quality: 75 })
    .toBuffer();
}

/** The picture without all that can be left out. */
function stripped(picture: PictureFacts, { onWarning }: EncodePictureOptions): PictureFacts {
  const { icc, metadata = {} } = picture;
  const means = icc ? (isSrgb(icc) ? undefined : "colour profile") : unusualColour(metadata, false);
  if (means !== undefined) {
    const message = `its ${means} is left out, too: the picture may look different without it`;
    onWarning?.({ code: "profile-left-out", message });
  }
  return { ...picture, icc: undefined, density: undefined, metadata: undefined };
}

function noteWhatIsLost(
  picture: PictureFacts,
  format: ImageFormat,
  { onWarning, quality }: EncodePictureOptions,
): void {
  const warn = (code: WarningCode, message: string): void =>
    onWarning?.({ code, message: `${format.name} ${message}` });
  if (quality !== undefined && !format.quality) {
    warn(
      "option-without-effect",
      'has no quality to choose: "quality" has no effect; .jpg, .webp and .avif have one',
    );
  }
  if (format.warning) onWarning?.(format.warning);
  if (picture.depth > format.depth)
    warn("fewer-colours", "is written with 8 bits a sample, not 16; .png and .tif keep them");
  if (picture.hasAlpha && !format.alpha)
    warn("transparency-left-out", "has no transparency: the image is put on white; .png or .webp keeps it");
  if (!picture.metadata) return;
  const lost = lostMetadata(picture.metadata, format.name, format.places, picture.icc !== undefined);
  for (const warning of lost) onWarning?.(warning);
}

function profileLost({ channels }: PictureFacts, { name, gray, profile }: ImageFormat): string {
  if (!profile) return `${name} has no place for a colour profile; .png and .webp keep it`;
  return channels === 1 && !gray
    ? `${name} has no gray images, so the gray colour profile is left out; .png and .tif keep it`
    : `the colour profile is damaged or not made for ${channels === 1 ? "gray" : "RGB"}: it is left out`;
}

function colourSpace(channels: number, depth: 8 | 16): string {
  if (channels === 1) return depth === 8 ? "b-w" : "grey16";
  return depth === 8 ? "srgb" : "rgb16";
}
