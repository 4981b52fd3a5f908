/** Images as files of formats that lose detail, and back. */
import type { LossyCoding, PlanarImage } from "@kernelgan/core";
import { readImage } from "../../packages/cli/dist/image-files/read-image.js";
import { sharp } from "../../packages/cli/dist/image-files/sharp.js";
import { interleave } from "../../packages/core/dist/image/index.js";

/** What a file of the given quality makes of an image: with its coding, as the command reads it. */
export async function codedRoundTrip(
  image: PlanarImage,
  codec: LossyCoding["codec"],
  quality: number,
): Promise<PlanarImage> {
  const { width, height, channels, data } = image;
  const samples = new Uint8Array(data.length);
  interleave({ image }, samples);
  const raw = sharp(samples, { raw: { width, height, channels: channels as 1 | 3 } });
  const read = await readImage(await raw[codec]({ quality }).toBuffer());
  // WebP has no gray.
  return channels === 1 && read.channels === 3
    ? { ...read, channels, data: read.data.subarray(0, width * height) }
    : read;
}

/** The same pixels in a file that says nothing of how they were coded. */
export function withoutCoding({ coding: _, ...image }: PlanarImage): PlanarImage {
  return image;
}
