/**
 * Results as files, with what the file that was opened says: profile, EXIF, XMP and so on, put right for the new size.
 */
import type { StraightImage, Warning, WarningCode } from "@kernelgan/core";
import { interleave, type Samples } from "@kernelgan/core/internal";
import {
  COLOUR_CHUNKS,
  concatBytes,
  correctedMetadata,
  densityBlock,
  embedInJpeg,
  embedInWebp,
  type FileFacts,
  lostMetadata,
  METADATA_PLACES,
  pngChunksOf,
  profileSpace,
} from "@kernelgan/formats/internal";
import type { Channels, Encoded, EncodeInput, FileFormat, StoredPicture } from "../tasks.js";
import { fileColours, profileOfSpace } from "./colours.js";
import { openPicture } from "./picture.js";
import { context2d, type EnlargedRows, eachStripInTurn, enlargedRows } from "./pixels.js";
import { PngFile } from "./png-file.js";
import { storedRows, storedSamples } from "./sample-store.js";

const NAMES: Readonly<Record<FileFormat, string>> = { png: "PNG", jpeg: "JPEG", webp: "WebP" };
/** What JPEG and WebP mean where they do not say, in pixels per inch. */
const DEFAULT_DENSITY = 72;
/** The longest side of a thumbnail (EXIF recommends 160×120). */
const THUMBNAIL = 160;
const THUMBNAIL_QUALITY = 0.75;

/** Samples of rows from `top` on, as they are to be written. */
type ReadRows = (top: number, count: number) => Promise<Samples>;

/**
 * The file of a result.
 *
 * @throws RangeError if there is no memory for it
 */
export async function encodePicture(input: EncodeInput): Promise<Encoded> {
  const { stored, format } = input;
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, message: string): unknown => warnings.push({ code, message });
  const facts = await factsOf(input);
  const read = await rowsOf(input);
  const { width, height, channels } = stored;
  const { icc, density } = facts;
  const metadata = await correctedMetadata(
    facts.metadata,
    { width, height },
    () => thumbnailOf(stored),
    (warning) => warnings.push(warning),
  );
  warnings.push(...lostMetadata(metadata, NAMES[format], METADATA_PLACES[format], icc !== undefined));
  if (format === "png") {
    const isGray = channels < 3;
    // A profile for colours belongs to a picture with colours.
    const asColours = isGray && icc !== undefined && profileSpace(icc) === "RGB ";
    const layout = { ...stored, channels: (asColours ? channels + 2 : channels) as Channels };
    const file = new PngFile(layout, await pngChunksOf({ icc, density, metadata }));
    await eachStripInTurn(height, async (top, count) => {
      const samples = await read(top, count);
      await file.add(asColours ? withThree(samples, channels) : samples);
    });
    return { file: await file.finish(), warnings };
  }
  if (stored.depth === 16)
    warn("fewer-colours", `${NAMES[format]} is written with 8 bits a sample, not 16; PNG keeps them`);
  if (format === "jpeg" && channels % 2 === 0)
    warn("transparency-left-out", "JPEG has no transparency: it becomes white");
  const fits = !icc || profileSpace(icc) === "RGB ";
  if (!fits) {
    warn("profile-left-out", `${NAMES[format]} is written in colour, so the gray colour profile is left out`);
  }
  const encoded = new Uint8Array(await (await encodeByBrowser(input, read)).arrayBuffer());
  const alpha = channels % 2 === 0 && format === "webp";
  const size = { width, height, alpha, density };
  const profile = fits ? icc : undefined;
  const bytes =
    format === "jpeg"
      ? embedInJpeg(
          encoded,
          metadata,
          size,
          (what) => warn("metadata-left-out", `its ${what} is too long for JPEG, and left out; PNG keeps it`),
          profile,
        )
      : embedInWebp(
          encoded,
          // Its density stands in EXIF.
          density && density !== DEFAULT_DENSITY && !metadata.exif
            ? { ...metadata, exif: densityBlock(density) }
            : metadata,
          size,
          profile,
        );
  return { file: new Blob([concatBytes(bytes)], { type: `image/${format}` }), warnings };
}

/** What the file says; where colours were converted, what the new ones are. */
async function factsOf({ source, colours }: EncodeInput): Promise<Omit<FileFacts, "depth">> {
  const { facts } = await fileColours(source.blob);
  if (colours === "own" && facts) return facts;
  const pngChunks = facts?.metadata.pngChunks?.filter(({ type }) => !COLOUR_CHUNKS.includes(type));
  return {
    icc: colours === "own" ? undefined : await profileOfSpace(colours),
    density: facts?.density,
    metadata: { ...facts?.metadata, pngChunks },
  };
}

/** Reads the rows of the result, at its strength. */
async function rowsOf({ stored, strength, source, scale, wrap }: EncodeInput): Promise<ReadRows> {
  if (strength === 1) return (top, count) => storedSamples(stored, top, count);
  const interpolated = enlargedRows(await openPicture(source), { scale }, wrap);
  return async (top, count) => {
    const samples = await storedSamples(stored, top, count);
    interleave(mean(await storedRows(stored, top, count), interpolated, top, strength), samples);
    return samples;
  };
}

/** The mean of the result and of the interpolated picture; their transparency is the same. */
function mean(rows: StraightImage, interpolated: EnlargedRows, top: number, strength: number): StraightImage {
  const { data } = rows.image;
  const other = interpolated.rows(top, rows.image.height).image.data;
  for (let i = 0; i < data.length; i++) {
    const value = Math.min(Math.max(other[i] as number, 0), 1);
    data[i] = strength * (data[i] as number) + (1 - strength) * value;
  }
  return rows;
}

/** Gray three times: for red, green and blue. */
function withThree(samples: Samples, channels: Channels): Samples {
  const pixels = samples.length / channels;
  const all =
    samples instanceof Uint16Array
      ? new Uint16Array((channels + 2) * pixels)
      : new Uint8Array((channels + 2) * pixels);
  for (let i = 0, at = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) all[at++] = samples[i * channels] as number;
    if (channels === 2) all[at++] = samples[i * channels + 1] as number;
  }
  return all;
}

/** Encoded by the browser from a canvas, whose values stand for those of the file. */
async function encodeByBrowser({ stored, format, quality }: EncodeInput, read: ReadRows): Promise<Blob> {
  const { width, height } = stored;
  const canvas = new OffscreenCanvas(width, height);
  const context = context2d(canvas);
  await eachStripInTurn(height, async (top, count) => {
    context.putImageData(pixelsOfSamples(await read(top, count), stored, format === "jpeg"), 0, top);
  });
  return canvas.convertToBlob({ type: `image/${format}`, quality });
}

/** Samples as pixels of a canvas; on white where there is no transparency. */
function pixelsOfSamples(
  samples: Samples,
  { width, channels, depth }: StoredPicture,
  onWhite: boolean,
): ImageData {
  const divisor = depth === 16 ? 257 : 1;
  const pixels = samples.length / channels;
  const data = new Uint8ClampedArray(4 * pixels);
  const colours = channels > 2 ? 3 : 1;
  const hasAlpha = channels % 2 === 0;
  for (let i = 0; i < pixels; i++) {
    const alpha = hasAlpha ? (samples[i * channels + colours] as number) / divisor : 255;
    for (let c = 0; c < 3; c++) {
      const value = (samples[i * channels + (colours === 3 ? c : 0)] as number) / divisor;
      data[4 * i + c] = onWhite ? 255 + (alpha / 255) * (value - 255) : value;
    }
    data[4 * i + 3] = onWhite ? 255 : alpha;
  }
  return new ImageData(data, width);
}

/** A small JPEG of it. */
async function thumbnailOf(stored: StoredPicture): Promise<Uint8Array> {
  const share = Math.min(1, THUMBNAIL / Math.max(stored.width, stored.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(share * stored.width)),
    Math.max(1, Math.round(share * stored.height)),
  );
  const context = context2d(canvas);
  context.imageSmoothingQuality = "high";
  await eachStripInTurn(stored.height, async (top, count) => {
    const strip = new OffscreenCanvas(stored.width, count);
    context2d(strip).putImageData(
      pixelsOfSamples(await storedSamples(stored, top, count), stored, true),
      0,
      0,
    );
    context.drawImage(strip, 0, share * top, canvas.width, share * count);
  });
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: THUMBNAIL_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}
