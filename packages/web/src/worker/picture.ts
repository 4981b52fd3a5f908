/** Opens picture files: everything the browser can decode, in their EXIF orientation, at a size this device can process. */
import { KernelGanError } from "@kernelgan/core";
import { imageDimensionsFromData } from "image-dimensions";
import type { Source } from "../tasks.js";
import { exceedsSrgb, hasOwnColours } from "./gamut.js";
import { context2d, type Pixels, readPixels } from "./pixels.js";

/** An opened picture. */
export interface Picture extends Pixels {
  /** Size of the file's picture. */
  fullWidth: number;
  fullHeight: number;
}

/** The size is near the start of a file; JPEGs can have a preview before it. */
const HEADER_BYTES = 256 * 1024;

let last: { source: Source; picture: Picture } | undefined;

/**
 * The picture in a file; the last one opened is kept.
 *
 * @throws KernelGanError `invalid-input` if the file is no picture, `image-too-large`
 */
export async function openPicture(source: Source): Promise<Picture> {
  if (last && isSame(last.source, source)) return last.picture;
  last = undefined;
  const picture = await decode(source);
  last = { source, picture };
  return picture;
}

function isSame(a: Source, b: Source): boolean {
  return a.id === b.id && a.maxPixels === b.maxPixels && a.fit === b.fit;
}

async function decode({ blob, maxPixels, maxDecoded, fit }: Source): Promise<Picture> {
  const header = new Uint8Array(await blob.slice(0, HEADER_BYTES).arrayBuffer());
  checkSize(imageDimensionsFromData(header), maxDecoded);
  const bitmap = await decodeBitmap(blob);
  try {
    checkSize(bitmap, maxDecoded);
    const { width: fullWidth, height: fullHeight } = bitmap;
    const share = Math.min(1, Math.sqrt(maxPixels / (fullWidth * fullHeight)));
    const width = Math.max(1, Math.floor(share * fullWidth));
    const height = Math.max(1, Math.floor(share * fullHeight));
    const draw = async (space: PredefinedColorSpace): Promise<OffscreenCanvas> => {
      const canvas = new OffscreenCanvas(width, height);
      const context = context2d(canvas, space);
      if (fit === "middle" || share === 1) {
        context.drawImage(
          bitmap,
          -Math.floor((fullWidth - width) / 2),
          -Math.floor((fullHeight - height) / 2),
        );
      } else {
        const small = await createImageBitmap(bitmap, {
          resizeWidth: width,
          resizeHeight: height,
          resizeQuality: "high",
        });
        context.drawImage(small, 0, 0);
        small.close();
      }
      return canvas;
    };
    const wide = hasOwnColours(header) ? await draw("display-p3") : undefined;
    const pixels =
      wide && exceedsSrgb(wide) ? readPixels(wide, "display-p3") : readPixels(await draw("srgb"), "srgb");
    return { ...pixels, fullWidth, fullHeight };
  } finally {
    bitmap.close();
  }
}

/**
 * A picture file's pixels, in its EXIF orientation.
 *
 * @throws KernelGanError `invalid-input`
 */
export async function decodeBitmap(blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image", premultiplyAlpha: "none" });
  } catch (cause) {
    throw new KernelGanError("invalid-input", "this browser can read no picture in the file", { cause });
  }
}

function checkSize(size: { width: number; height: number } | undefined, maxDecoded: number): void {
  if (size && size.width * size.height > maxDecoded) {
    throw new KernelGanError("image-too-large", `the picture has ${size.width}×${size.height} pixels`);
  }
}
