/** Metadata for a picture that stands upright, of another size than the one that they were written for. */
import type { Warning } from "@kernelgan/core";
import { correctedExif, type ExifFacts } from "./exif.js";
import type { PictureMetadata } from "./metadata.js";
import { correctedXmp } from "./xmp.js";

/**
 * @param facts of the picture
 * @param thumbnail makes a small JPEG of it
 * @param onWarning called for each thing that is left out
 */
export async function correctedMetadata(
  metadata: PictureMetadata,
  facts: ExifFacts,
  thumbnail: () => Promise<Uint8Array>,
  onWarning: (warning: Warning) => void = () => {},
): Promise<PictureMetadata> {
  const { exif: block, xmp } = metadata;
  const exif = block && (await correctedExif(block, facts, thumbnail));
  if (block && !exif) onWarning({ code: "metadata-left-out", message: "its EXIF is damaged, and left out" });
  return { ...metadata, exif, xmp: xmp === undefined ? undefined : correctedXmp(xmp, facts) };
}
