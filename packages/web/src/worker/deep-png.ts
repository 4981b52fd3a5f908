/** PNG with 16 bits a sample: canvases have 8. */
import { fromInterleaved, type StraightImage } from "@kernelgan/core";
import { type FileFacts, orientationOf } from "@kernelgan/formats/internal";

/**
 * The picture in a file; undefined if the browser is to decode it, with 8 bits: one that is to be turned, or with a
 * colour that stands for transparent. The decoder is fetched when it is first needed.
 */
export async function decodeDeepPng(blob: Blob, { metadata }: FileFacts): Promise<StraightImage | undefined> {
  if (metadata.exif && (await orientationOf(metadata.exif)) !== 1) return undefined;
  const { decode } = await import("fast-png");
  const { width, height, channels, data, transparency } = decode(await blob.arrayBuffer());
  if (transparency || !(data instanceof Uint16Array)) return undefined;
  return fromInterleaved({ width, height, channels: channels as 1 | 2 | 3 | 4, data });
}
