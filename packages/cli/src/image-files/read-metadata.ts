/** Image files → metadata. What the decoder does not tell is read from the file itself. */

import type { Warning } from "@kernelgan/core";
import {
  AVIF_HEADER_BYTES,
  avifColour,
  exifBlock,
  exifOfTiff,
  hasPngProfile,
  type InputFormat,
  iptcRecords,
  isExtendedXmp,
  type PictureMetadata,
  type PngChunk,
  readComments,
  readPngChunks,
  readPngIptc,
} from "@kernelgan/formats/internal";
import type { Metadata } from "sharp";
import type { ByteReader } from "./byte-reader.js";

/**
 * The metadata of a file; undefined if it has none.
 *
 * @param decoded what the decoder says of the file
 * @param onWarning called for each thing that is not read
 */
export async function readMetadata(
  reader: ByteReader,
  format: InputFormat,
  decoded: Metadata,
  onWarning: (warning: Warning) => void = () => {},
): Promise<PictureMetadata | undefined> {
  const { exif, xmp, iptc, tifftagPhotoshop } = decoded;
  const press = format === "png" ? await readPngIptc(reader) : (iptc ?? tifftagPhotoshop);
  const document = xmp && Buffer.from(xmp).toString("utf8").replace(/\0+$/, "");
  const comments = format === "jpeg" ? await readComments(reader) : [];
  const chunks =
    format === "png" ? await readPngChunks(reader) : format === "heif" ? await colourOfAvif(reader) : [];
  const leftOut = (message: string): void => onWarning({ code: "metadata-left-out", message });
  if (document && isExtendedXmp(document))
    leftOut("the part of its XMP that stands apart (depth maps and the like) is left out");
  // Of other files the decoder gives what there is, and writing it says what is wrong with it.
  if (format === "png" && !decoded.icc && (await hasPngProfile(reader)))
    onWarning({ code: "profile-left-out", message: "its colour profile is damaged, and left out" });
  if (String(decoded.format) === "uhdr")
    leftOut("its second picture, for brighter screens (Ultra HDR), is left out");
  const found: PictureMetadata = {
    exif: format === "tiff" ? await exifOfTiff(reader) : exif && exifBlock(exif),
    xmp: document,
    iptc: press && iptcRecords(press),
    pngChunks: chunks.length > 0 ? chunks : undefined,
    comments: comments.length > 0 ? comments : undefined,
  };
  return Object.values(found).some((part) => part !== undefined) ? found : undefined;
}

/** Codes of ITU-T H.273 that mean what all programs assume: BT.709 and sRGB, or nothing. */
const USUAL_PRIMARIES = [1, 2];
const USUAL_TRANSFERS = [1, 2, 6, 13];

/** What an AVIF's colours mean, as PNG says it: full range, no matrix. */
async function colourOfAvif(reader: ByteReader): Promise<PngChunk[]> {
  const codes = avifColour(await reader.read(0, AVIF_HEADER_BYTES));
  if (!codes) return [];
  const [primaries, transfer] = codes;
  if (USUAL_PRIMARIES.includes(primaries) && USUAL_TRANSFERS.includes(transfer)) return [];
  return [{ type: "cICP", data: Uint8Array.of(primaries, transfer, 0, 1) }];
}
