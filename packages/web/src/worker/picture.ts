/** Opens picture files: everything the browser can decode, in their EXIF orientation, and PNG with 16 bits a sample. */
import { crop, imresize, KernelGanError, type StraightImage } from "@kernelgan/core";
import { withCoding } from "@kernelgan/core/internal";
import { blobReader, readLossyCoding } from "@kernelgan/formats/internal";
import { drawnSize } from "../sizes.js";
import type { Colours, Size, Source } from "../tasks.js";
import { type FileColours, fileColours, meaningOf } from "./colours.js";
import { decodeDeepPng } from "./deep-png.js";
import { exceedsSrgb, hasOwnColours } from "./gamut.js";
import { context2d, type Pixels, pixelsOf, readPixels } from "./pixels.js";

/** An opened picture. */
export interface Picture extends Pixels {
  /** Size of the file's picture. */
  fullWidth: number;
  fullHeight: number;
  /** Bits a sample. */
  depth: 8 | 16;
  colours: Colours;
}

/** What says what the colours mean is near the start of a file. */
const HEADER_BYTES = 256 * 1024;

let last: { source: Source; picture: Picture } | undefined;

/**
 * The picture in a file; the last one opened is kept.
 *
 * @throws KernelGanError `invalid-input` if the file is no picture
 */
export async function openPicture(source: Source): Promise<Picture> {
  if (last && isSame(last.source, source)) return last.picture;
  last = undefined;
  const picture = await decode(source);
  last = { source, picture };
  return picture;
}

const isSame = (a: Source, b: Source): boolean =>
  a.id === b.id && a.maxPixels === b.maxPixels && JSON.stringify(a.part) === JSON.stringify(b.part);

async function decode(source: Source): Promise<Picture> {
  const file = await fileColours(source.blob);
  const { facts, isKept } = file;
  const deep =
    isKept && facts?.depth === 16 ? await decodeDeepPng(source.blob, facts).catch(unreadable) : undefined;
  if (deep) {
    const { width: fullWidth, height: fullHeight } = deep.image;
    const pixels = await pixelsOf(partOf(deep, source), await meaningOf("own", facts));
    return { ...pixels, fullWidth, fullHeight, depth: 16, colours: "own" };
  }
  return decodeByBrowser(source, file);
}

/** The part of it, or all of it scaled down. */
function partOf(
  { image, alpha }: StraightImage,
  { part, maxPixels = Number.POSITIVE_INFINITY }: Source,
): StraightImage {
  if (part) return { image: crop(image, part), alpha: alpha && crop(alpha, part) };
  const size = drawnSize(image, maxPixels);
  if (size.width === image.width) return { image, alpha };
  return { image: imresize(image, size), alpha: alpha && imresize(alpha, size) };
}

async function decodeByBrowser(
  { blob, part, maxPixels = Number.POSITIVE_INFINITY }: Source,
  { format, facts, isKept }: FileColours,
): Promise<Picture> {
  const bitmap = await decodeBitmap(blob, isKept ? "none" : "default");
  try {
    const { width: fullWidth, height: fullHeight } = bitmap;
    const size: Size = part ?? drawnSize(bitmap, maxPixels);
    const isWhole = part !== undefined || size.width === fullWidth;
    const coding =
      isWhole && format ? await readLossyCoding(blobReader(blob), format, fullWidth * fullHeight) : undefined;
    const read = (canvas: OffscreenCanvas, space: PredefinedColorSpace): StraightImage => {
      const { image, alpha } = readPixels(canvas, space);
      return { image: withCoding(image, { coding }), alpha };
    };
    const draw = async (space: PredefinedColorSpace): Promise<OffscreenCanvas> => {
      const canvas = new OffscreenCanvas(size.width, size.height);
      const context = context2d(canvas, space);
      if (isWhole) {
        context.drawImage(bitmap, -(part?.x ?? 0), -(part?.y ?? 0));
        return canvas;
      }
      const small = await createImageBitmap(bitmap, {
        resizeWidth: size.width,
        resizeHeight: size.height,
        resizeQuality: "high",
      });
      context.drawImage(small, 0, 0);
      small.close();
      return canvas;
    };
    const rest = { fullWidth, fullHeight, depth: 8 } as const;
    if (isKept) {
      const pixels = await pixelsOf(read(await draw("srgb"), "srgb"), await meaningOf("own", facts));
      return { ...pixels, ...rest, colours: "own" };
    }
    const header = new Uint8Array(await blob.slice(0, HEADER_BYTES).arrayBuffer());
    const wide = hasOwnColours(header) ? await draw("display-p3") : undefined;
    const space = wide && exceedsSrgb(wide) ? "display-p3" : "srgb";
    const canvas = space === "display-p3" && wide ? wide : await draw("srgb");
    return { ...(await pixelsOf(read(canvas, space), { space })), ...rest, colours: space };
  } finally {
    bitmap.close();
  }
}

/**
 * A picture file's pixels, in its EXIF orientation.
 *
 * @throws KernelGanError `invalid-input`
 */
export async function decodeBitmap(
  blob: Blob,
  colorSpaceConversion: ColorSpaceConversion = "default",
): Promise<ImageBitmap> {
  return createImageBitmap(blob, {
    imageOrientation: "from-image",
    premultiplyAlpha: "none",
    colorSpaceConversion,
  }).catch(unreadable);
}

function unreadable(cause: unknown): never {
  throw new KernelGanError("invalid-input", "this browser can read no picture in the file", { cause });
}
