/** Several pictures → one file: the frames of an animation (GIF, WebP), or pages (TIFF). */
import { KernelGanError } from "@kernelgan/core";
import type { Samples } from "@kernelgan/core/internal";
import { embedInWebp } from "@kernelgan/formats/internal";
import { type Compression, type ImageFormat, imageFormat } from "./formats.js";
import type { Interleaved } from "./interleaved.js";
import { joinTiffs } from "./join-tiffs.js";
import { ownBytes } from "./own-bytes.js";
import type { Animation } from "./pages.js";
import type { PictureFile } from "./picture-file.js";
import { sharp } from "./sharp.js";

/** How long a frame is shown where nothing says so, in milliseconds: as browsers do. */
const DEFAULT_DELAY = 100;
/** The largest delay and the largest number of times that the encoders take; files have larger ones. */
const MAX_WRITTEN = 65535;

/**
 * The bytes of a file with all pictures.
 *
 * @param path its extension names the format
 * @param files all of whose rows are there
 * @param animation how they follow each other; default: 100 ms each, without end
 * @throws KernelGanError `output` if the format does not hold several pictures, or not of different sizes
 */
export async function joinPictures(
  path: string,
  files: readonly PictureFile[],
  animation: Animation | undefined,
  compression: Compression,
): Promise<Uint8Array<ArrayBuffer>> {
  const format = imageFormat(path);
  const [first] = files;
  if (!first) throw new Error("there is no picture to write");
  if (files.length === 1) return ownBytes(await first.encode());
  if (format.several === "pages") {
    const pages: Uint8Array[] = [];
    for (const file of files) pages.push(await file.encode());
    return ownBytes(await joinTiffs(pages));
  }
  if (format.several !== "frames") {
    throw new KernelGanError(
      "output",
      `${format.name} holds one picture, and there are ${files.length}; use .gif, .webp or .tif`,
    );
  }
  return ownBytes(await encodeFrames(files, animation, format, compression));
}

async function encodeFrames(
  files: readonly PictureFile[],
  { delays = [], loop = 0 }: Partial<Animation> = {},
  format: ImageFormat,
  compression: Compression,
): Promise<Uint8Array> {
  const [first] = files;
  if (!first) return new Uint8Array(0);
  const { width, height } = first.interleaved;
  if (files.some(({ interleaved }) => interleaved.width !== width || interleaved.height !== height)) {
    throw new KernelGanError(
      "output",
      `the frames of ${format.name} have one size, and these pictures have several; use .tif`,
    );
  }
  const channels = Math.max(...files.map(({ interleaved }) => interleaved.channels)) as 1 | 2 | 3 | 4;
  const size = width * height * channels;
  const samples = new Uint8Array(files.length * size);
  for (const [i, { interleaved }] of files.entries()) samples.set(withAlpha(interleaved, channels), i * size);
  const image = sharp(samples, {
    raw: { width, height: files.length * height, channels, pageHeight: height },
    limitInputPixels: false,
  });
  const delay = files.map((_, i) => Math.min(delays[i] ?? DEFAULT_DELAY, MAX_WRITTEN));
  const times = loop > MAX_WRITTEN ? 0 : loop;
  const encoded = await format
    .encode(image, { ...compression, animation: { delay, loop: times } })
    .toBuffer();
  const { icc } = first;
  if (format.name !== "WebP" || !icc) return encoded;
  return embedInWebp(encoded, {}, { width, height, alpha: channels % 2 === 0 }, icc);
}

/** The samples with an opaque alpha channel, if they lack one. */
function withAlpha({ channels, samples }: Interleaved, wanted: number): Samples {
  if (channels === wanted) return samples;
  const wider = new Uint8Array((samples.length / channels) * wanted).fill(255);
  for (let i = 0, at = 0; i < samples.length; i += channels, at += wanted)
    wider.set(samples.subarray(i, i + channels), at);
  return wider;
}
