/** How a picture file holds its pixels, which says how much detail was lost. */
import type { LossyCoding } from "@kernelgan/core";
import { blobReader, readLossyCoding, recognisePicture, SIGNATURE_BYTES } from "@kernelgan/formats/internal";
import type { Size } from "../tasks.js";

/** Undefined for files that lose nothing, or whose loss shows in the pixels. */
export async function codingOf(blob: Blob, { width, height }: Size): Promise<LossyCoding | undefined> {
  const start = new Uint8Array(await blob.slice(0, SIGNATURE_BYTES).arrayBuffer());
  const recognised = recognisePicture(start);
  if (!recognised || !("format" in recognised)) return undefined;
  return readLossyCoding(blobReader(blob), recognised.format, width * height);
}
