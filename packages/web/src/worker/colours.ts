/**
 * What a picture's values mean. Those of a file are kept as they are wherever its profile is one for red, green and
 * blue or for gray, and the profile goes into the result's file, as it does with the command; others are converted to a
 * space that canvases have.
 */
import {
  blobReader,
  COLOUR_CHUNKS,
  chunkOf,
  type FileFacts,
  type InputFormat,
  isDisplayP3,
  isSrgb,
  pngChunksOf,
  profileSpace,
  readFileFacts,
  recognisePicture,
  SIGNATURE_BYTES,
  unusualColour,
} from "@kernelgan/formats/internal";
import type { Colours } from "../tasks.js";

/** How values are shown. */
export interface Meaning {
  /** Of the canvas. */
  space: PredefinedColorSpace;
  /** Chunks of a PNG that say what the values mean where no canvas has such; the browser converts then. */
  chunks?: readonly Uint8Array[];
}

/** What a file says, and whether its values can be kept. */
export interface FileColours {
  /** Undefined if it is not one that is known. */
  format: InputFormat | undefined;
  facts: FileFacts | undefined;
  isKept: boolean;
}

/** Spaces of profiles whose values are kept. */
const KEPT = ["RGB ", "GRAY"];
/** Display P3 in cICP (ITU-T H.273): its primaries, sRGB's transfer function. */
const P3_CODES = [12, 13];

/** What a file says of its colours. */
export async function fileColours(blob: Blob): Promise<FileColours> {
  const start = new Uint8Array(await blob.slice(0, SIGNATURE_BYTES).arrayBuffer());
  const recognised = recognisePicture(start);
  const format = recognised && "format" in recognised ? recognised.format : undefined;
  const facts = format && (await readFileFacts(blobReader(blob), format));
  const hasKept = facts !== undefined && (!facts.icc || KEPT.includes(profileSpace(facts.icc)));
  return { format, facts, isKept: hasKept && (await browserKeepsValues()) };
}

/** What values mean: those of the file itself, or of a space that they were converted to. */
export async function meaningOf(colours: Colours, facts: FileFacts | undefined): Promise<Meaning> {
  if (colours !== "own") return { space: colours };
  const { icc, metadata = {} } = facts ?? {};
  const codes = chunkOf(metadata, "cICP");
  if (codes && P3_CODES.every((code, i) => codes[i] === code)) return { space: "display-p3" };
  const isUnusual = unusualColour(metadata, icc !== undefined) !== undefined;
  if (!isUnusual && (!icc || isSrgb(icc))) return { space: "srgb" };
  if (!isUnusual && icc && isDisplayP3(icc)) return { space: "display-p3" };
  const pngChunks = metadata.pngChunks?.filter(({ type }) => COLOUR_CHUNKS.includes(type));
  return { space: "display-p3", chunks: await pngChunksOf({ icc, metadata: { pngChunks } }) };
}

let keepsValues: Promise<boolean> | undefined;

/** Whether this browser decodes pictures without converting their colours: not all do what they are asked. */
function browserKeepsValues(): Promise<boolean> {
  keepsValues ??= (async () => {
    const bitmap = await createImageBitmap(await onePixel("display-p3"), { colorSpaceConversion: "none" });
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    const [red, green, blue] = context?.getImageData(0, 0, 1, 1).data ?? [];
    return red === 204 && green === 102 && blue === 51;
  })();
  return keepsValues;
}

/** The profile of a canvas' space, as the browser writes it. */
export async function profileOfSpace(space: PredefinedColorSpace): Promise<Uint8Array | undefined> {
  return space === "srgb" ? undefined : (await readFileFacts(blobReader(await onePixel(space)), "png"))?.icc;
}

/** A PNG with one orange pixel. */
async function onePixel(colorSpace: PredefinedColorSpace): Promise<Blob> {
  const canvas = new OffscreenCanvas(1, 1);
  const pixel = new ImageData(Uint8ClampedArray.of(204, 102, 51, 255), 1, 1, { colorSpace });
  canvas.getContext("2d", { colorSpace })?.putImageData(pixel, 0, 0);
  return canvas.convertToBlob();
}
