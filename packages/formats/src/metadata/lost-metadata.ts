/** What a format has no place for, as warnings. */
import type { Warning } from "@kernelgan/core";
import { dataView } from "../bytes.js";
import { chunkOf, type PictureMetadata, TEXT_CHUNKS } from "./metadata.js";
import { keywordOf } from "./png.js";

/** What a format has a place for. */
export interface MetadataPlaces {
  exif: boolean;
  xmp: boolean;
  iptc: boolean;
  /** The chunks of a PNG. */
  pngChunks: boolean;
  /** Comments of a JPEG. */
  comments: boolean;
}

/** Nothing but what all formats have. */
const COMMON: MetadataPlaces = { exif: true, xmp: true, iptc: false, pngChunks: false, comments: false };

/** Of the formats that are written. */
export const METADATA_PLACES = {
  png: { ...COMMON, iptc: true, pngChunks: true },
  jpeg: { ...COMMON, iptc: true, comments: true },
  webp: COMMON,
  tiff: { ...COMMON, iptc: true },
  avif: COMMON,
  gif: { ...COMMON, exif: false, xmp: false },
} as const satisfies Record<string, MetadataPlaces>;

/** Texts that people write into PNG files, by the names of its specification; programs write others. */
const WRITTEN = ["Title", "Author", "Description", "Copyright", "Disclaimer", "Warning", "Source", "Comment"];

/** The exponent of an ordinary picture, 1 / 2.2, as gAMA has it, and how far from it makes no difference to the eye. */
const USUAL_GAMMA = 45455;
const GAMMA_TOLERANCE = 500;
/** The primaries and the transfer of sRGB in cICP (ITU-T H.273). */
const SRGB_CODES = [1, 13];

/**
 * A warning for each thing that is lost.
 *
 * @param name of the format
 */
export function lostMetadata(
  metadata: PictureMetadata,
  name: string,
  places: MetadataPlaces,
  hasProfile: boolean,
): Warning[] {
  const warnings: Warning[] = [];
  const leftOut = (message: string): unknown => warnings.push({ code: "metadata-left-out", message });
  const { exif, xmp, iptc, comments = [], pngChunks = [] } = metadata;
  if (exif && !places.exif) leftOut(`${name} has no place for EXIF; .jpg, .png and .webp keep it`);
  if (xmp !== undefined && !places.xmp) leftOut(`${name} has no place for XMP; .jpg, .png and .webp keep it`);
  if (iptc && !places.iptc) leftOut(`${name} has no place for IPTC; .jpg, .png and .tif keep it`);
  if (comments.length > 0 && !places.comments)
    leftOut(`${name} has no place for JPEG's comments; .jpg keeps them`);
  if (places.pngChunks) return warnings;
  const colour = unusualColour(metadata, hasProfile);
  if (colour !== undefined) {
    warnings.push({
      code: "profile-left-out",
      message: `${name} is written without PNG's ${colour}, and the picture looks different without it; .png keeps it`,
    });
  }
  const texts = pngChunks.filter(({ type }) => TEXT_CHUNKS.includes(type)).map(({ data }) => keywordOf(data));
  const written = [...new Set(texts)].filter((keyword) => WRITTEN.includes(keyword));
  if (written.length > 0)
    leftOut(`${name} has no place for PNG's texts (${written.join(", ")}); .png keeps them`);
  return warnings;
}

/** The chunk that makes the colours mean something else than usual. */
export function unusualColour(metadata: PictureMetadata, hasProfile: boolean): string | undefined {
  const codes = chunkOf(metadata, "cICP");
  if (codes) return SRGB_CODES.every((code, i) => codes[i] === code) ? undefined : "cICP";
  const gamma = chunkOf(metadata, "gAMA");
  if (hasProfile || gamma?.length !== 4 || chunkOf(metadata, "sRGB")) return undefined;
  const value = dataView(gamma).getUint32(0);
  return Math.abs(value - USUAL_GAMMA) > GAMMA_TOLERANCE ? "gAMA" : undefined;
}
