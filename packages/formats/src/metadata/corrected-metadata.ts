/** Metadata for a picture that stands upright, of another size than the one that they were written for. */
import { correctedExif, type ExifFacts } from "./exif.js";
import type { PictureMetadata } from "./metadata.js";
import { correctedXmp } from "./xmp.js";

/**
 * @param facts of the picture
 * @param thumbnail makes a small JPEG of it
 * @param onNotice called with a line for each thing that is left out
 */
export async function correctedMetadata(
  metadata: PictureMetadata,
  facts: ExifFacts,
  thumbnail: () => Promise<Uint8Array>,
  onNotice: (message: string) => void = () => {},
): Promise<PictureMetadata> {
  const { exif: block, xmp } = metadata;
  const exif = block && (await correctedExif(block, facts, thumbnail));
  if (block && !exif) onNotice("its EXIF is damaged, and left out");
  return { ...metadata, exif, xmp: xmp === undefined ? undefined : correctedXmp(xmp, facts) };
}
