/** The image formats that can be written: what each holds, and how sharp is to encode it. */
import { extname } from "node:path";
import { KernelGanError, type Warning } from "@kernelgan/core";
import { check, shown } from "@kernelgan/core/internal";
import {
  type EmbedFacts,
  embedInJpeg,
  embedInPng,
  embedInTiff,
  embedInWebp,
  METADATA_PLACES,
  type MetadataPlaces,
  type PictureMetadata,
} from "@kernelgan/formats/internal";
import type { Sharp } from "sharp";
import { fileError } from "../errors/file-error.js";

/** How strongly to compress. */
export interface Compression {
  /** Of JPEG, WebP and AVIF, 1 to 100; others have none, and a warning. Default: JPEG 95, the others without loss. */
  quality?: number | undefined;
  /** Full or halved chroma in lossy JPEG and AVIF (lossy WebP always has it halved). Default: full. */
  chromaSubsampling?: "4:4:4" | "4:2:0" | undefined;
}

const CHROMA_SUBSAMPLINGS: readonly Compression["chromaSubsampling"][] = ["4:4:4", "4:2:0", undefined];

/** @throws KernelGanError `invalid-argument` unless they make sense */
export function checkCompression({ quality, chromaSubsampling }: Compression): void {
  check(
    quality === undefined || (Number.isInteger(quality) && quality >= 1 && quality <= 100),
    () => `the quality must be an integer from 1 to 100, got ${shown(quality)}`,
  );
  check(
    CHROMA_SUBSAMPLINGS.includes(chromaSubsampling),
    () => `"chromaSubsampling" must be 4:4:4 or 4:2:0, got ${shown(chromaSubsampling)}`,
  );
}

/** How the frames of an animation follow each other, as sharp has it. */
interface Frames {
  animation?: { delay: number[]; loop: number } | undefined;
}

/** A format. */
export interface ImageFormat {
  name: string;
  /** The largest number of bits a sample that it is written with. */
  depth: 8 | 16;
  /** Whether it has a quality to choose. */
  quality: boolean;
  /** Whether it has transparency. */
  alpha: boolean;
  /** Whether it has one-channel images; otherwise gray is written as R = G = B. */
  gray: boolean;
  /** The longest side, in pixels. */
  maxSide: number;
  /** What it has a place for. */
  places: MetadataPlaces;
  /** Whether it has a place for a colour profile. */
  profile: boolean;
  /** How it holds several pictures: frames of the same size, or pages of any; absent if it does not. */
  several?: "frames" | "pages";
  /** Whether files hold a density; otherwise it stands in EXIF. */
  density: boolean;
  /**
   * Puts metadata into an encoded file. Absent where the encoder itself takes it, from the image that it is given.
   *
   * @param onLost called with the name of each part that has no room
   */
  embed?: (
    file: Uint8Array,
    metadata: PictureMetadata,
    facts: EmbedFacts,
    onLost: (what: string) => void,
  ) => Uint8Array | Promise<Uint8Array>;
  /** What is to be said to everyone who chooses it. */
  warning?: Warning;
  /** @param density Pixels per inch; `image` has it already, but for TIFF it must be said again. */
  encode(image: Sharp, compression: Compression & Frames, density?: number): Sharp;
}

const png: ImageFormat = {
  name: "PNG",
  depth: 16,
  quality: false,
  alpha: true,
  gray: true,
  maxSide: 2 ** 31 - 1,
  places: METADATA_PLACES.png,
  density: true,
  profile: true,
  embed: embedInPng,
  // Level 9 takes more than three times as long as 6, for files at most 8% smaller.
  encode: (image) => image.png({ compressionLevel: 6, adaptiveFiltering: true }),
};

const jpeg: ImageFormat = {
  name: "JPEG",
  depth: 8,
  quality: true,
  alpha: false,
  gray: true,
  maxSide: 65500, // of all that use libjpeg; the format itself has room for 65535
  places: METADATA_PLACES.jpeg,
  density: true,
  profile: true,
  embed: embedInJpeg,
  encode: (image, { quality = 95, chromaSubsampling = "4:4:4" }) =>
    image.jpeg({ quality, chromaSubsampling }),
};

const webp: ImageFormat = {
  name: "WebP",
  depth: 8,
  quality: true,
  alpha: true,
  gray: false,
  maxSide: 16383,
  several: "frames",
  places: METADATA_PLACES.webp,
  density: false,
  profile: true,
  embed: (file, metadata, facts) => embedInWebp(file, metadata, facts),
  encode: (image, { quality, animation }) =>
    image.webp({ ...(quality ? { quality } : { lossless: true, exact: true }), ...animation }),
};

const tiff: ImageFormat = {
  name: "TIFF",
  depth: 16,
  quality: false,
  alpha: true,
  gray: true,
  maxSide: 2 ** 31 - 1,
  places: METADATA_PLACES.tiff,
  several: "pages",
  density: true,
  profile: true,
  embed: embedInTiff,
  encode: (image, _, density) => {
    const perMillimetre = density && { xres: density / 25.4, yres: density / 25.4 };
    return image.tiff({ compression: "lzw", ...perMillimetre });
  },
};

const avif: ImageFormat = {
  name: "AVIF",
  depth: 8, // sharp's prebuilt libvips encodes no more
  quality: true,
  alpha: true,
  gray: false,
  maxSide: 16384,
  places: METADATA_PLACES.avif,
  density: false,
  profile: true,
  // sharp's own effort, 4, takes several times as long as 2, minutes for a large image.
  encode: (image, { quality, chromaSubsampling = "4:4:4" }) =>
    image.avif({ effort: 2, ...(quality ? { quality, chromaSubsampling } : { lossless: true }) }),
};

const gif: ImageFormat = {
  name: "GIF",
  depth: 8,
  quality: false,
  alpha: true,
  gray: false,
  maxSide: 65535,
  places: METADATA_PLACES.gif,
  several: "frames",
  density: true, // which nobody expects of it
  profile: false,
  embed: (file) => file,
  warning: {
    code: "fewer-colours",
    message: "GIF has 256 colours a picture, and pixels are opaque or not; .webp keeps all",
  },
  encode: (image, { animation }) => image.gif({ ...animation }),
};

/** By extension; the first of each format is the usual one. */
const formats = { png, jpg: jpeg, jpeg, webp, tif: tiff, tiff, avif, gif } as const;

/** The extensions of images. */
export const IMAGE_EXTENSIONS = Object.keys(formats) as readonly (keyof typeof formats)[];

/** The extensions of images that are read, and not written. */
const INPUT_ONLY: readonly string[] = [".bmp", ".jfif"];

/** Of pictures that are not read, as cameras and phones write them, or programs that edit pictures. */
const UNREAD: ReadonlySet<string> = new Set(
  ["heic", "heif", "jxl", "jp2", "dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "psd", "svg"].map(
    (extension) => `.${extension}`,
  ),
);

/** Whether a path is named as an image that is read. */
export function isInputName(path: string): boolean {
  return isImageName(path) || INPUT_ONLY.includes(extname(path).toLowerCase());
}

/** Whether a path is named as a picture of a format that is not read. */
export function isUnreadName(path: string): boolean {
  return UNREAD.has(extname(path).toLowerCase());
}

/** For messages: ".png, .jpg, …", all that are written. */
export const EXTENSIONS_TEXT: string = IMAGE_EXTENSIONS.map((extension) => `.${extension}`).join(", ");

/** For messages: the extensions of all that are read. */
export const INPUT_EXTENSIONS_TEXT = [EXTENSIONS_TEXT, ...INPUT_ONLY].join(", ");

/** For messages: the formats that are read. */
export const INPUT_FORMATS_TEXT = "PNG, JPEG, WebP, TIFF, AVIF, GIF, BMP";

/** An extension for each format. */
export const PICTURE_FORMATS = [
  "png",
  "jpg",
  "webp",
  "tif",
  "avif",
  "gif",
] as const satisfies readonly (keyof typeof formats)[];

/** A format, by its usual extension. */
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** Those that hold several pictures. */
export const PAGE_FORMATS: readonly PictureFormat[] = PICTURE_FORMATS.filter(
  (format) => "several" in formats[format],
);

/** The format that a path's extension names. Errors as for {@link imageFormat}. */
export function pictureFormatOf(path: string): PictureFormat {
  const format = imageFormat(path);
  return PICTURE_FORMATS.find((known) => formats[known] === format) ?? "png";
}

/**
 * The format of a path's extension, or the one with that name ("png").
 *
 * @throws KernelGanError `output` if there is none for it.
 */
export function imageFormat(path: string): ImageFormat {
  checkImagePath(path);
  const extension = IMAGE_EXTENSIONS.find((known) => known === path) ?? imageExtension(path);
  if (extension) return formats[extension];
  const what = extname(path) ? `${extname(path).toLowerCase()} images` : "an image without an extension";
  throw fileError("output", path, `: cannot write ${what}; use one of ${EXTENSIONS_TEXT}`);
}

/** @throws KernelGanError `invalid-argument` unless it is a text */
export function checkImagePath(path: string): void {
  check(typeof path === "string", () => `an image file is given by its path, a text; got ${shown(path)}`);
}

/** Whether a path names an image that can be written, and not a folder. */
export function isImageName(path: string): boolean {
  return imageExtension(path) !== undefined;
}

function imageExtension(path: string): (typeof IMAGE_EXTENSIONS)[number] | undefined {
  const extension = extname(path).toLowerCase();
  return IMAGE_EXTENSIONS.find((known) => extension === `.${known}`);
}

/**
 * Checks that an image of that size can be written to the path. Worth asking before a long computation.
 *
 * @throws KernelGanError `output` if the extension is unknown or its format has no room for so many pixels.
 */
export function checkImageFits(path: string, width: number, height: number): void {
  const { name, maxSide } = imageFormat(path);
  if (Math.max(width, height) <= maxSide) return;
  throw new KernelGanError(
    "output",
    `${width}×${height} is more than a ${name} image can have (${maxSide} a side); use .png or .tif`,
  );
}
