/** Looks at a file before anything is given up for it. */
import { recognisePicture, SIGNATURE_BYTES } from "@kernelgan/formats/internal";
import { imageDimensionsFromData } from "image-dimensions";
import { TaskError } from "../../bridge/messages.js";
import type { Size } from "../../tasks.js";
import { limits } from "../limits.js";

/** The size is near the start of a file; JPEGs can have a preview before it. */
const HEADER_BYTES = 256 * 1024;

const NAMES = { png: "PNG", jpeg: "JPEG", webp: "WebP", tiff: "TIFF", heif: "AVIF", gif: "GIF", bmp: "BMP" };

/**
 * Checks that the browser can open the picture in a file, and has room for it.
 *
 * @returns its size, in its EXIF orientation
 * @throws TaskError `file-empty`, `file-damaged`, `file-unreadable`, `invalid-input`, `image-too-large`; all but the
 *   last two say what the file is
 */
export async function inspect(blob: Blob): Promise<Size> {
  if (blob.size === 0) throw new TaskError("file-empty", "the file has no bytes");
  const header = await headerOf(blob);
  checkSize(sizeOf(header));
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    bitmap.close();
    checkSize({ width, height });
    return { width, height };
  } catch (error) {
    throw error instanceof TaskError ? error : whyUnreadable(header.subarray(0, SIGNATURE_BYTES));
  }
}

/** The size that the start of a file says; undefined where it says none. */
export const sizeInHeader = async (blob: Blob): Promise<Size | undefined> => sizeOf(await headerOf(blob));

const headerOf = async (blob: Blob): Promise<Uint8Array> =>
  new Uint8Array(await blob.slice(0, HEADER_BYTES).arrayBuffer());

function sizeOf(header: Uint8Array): Size | undefined {
  try {
    return imageDimensionsFromData(header);
  } catch {
    return undefined;
  }
}

function checkSize(size: Size | undefined): void {
  if (size && size.width * size.height > limits.decoded) {
    throw new TaskError("image-too-large", `the picture has ${size.width} × ${size.height} pixels`);
  }
}

function whyUnreadable(start: Uint8Array): TaskError {
  const found = recognisePicture(start);
  if (!found) return new TaskError("invalid-input", "no picture");
  if ("other" in found) return new TaskError("file-unreadable", `this is ${found.other}; ${found.remedy}`);
  const name = NAMES[found.format];
  return found.format === "tiff"
    ? new TaskError(
        "file-unreadable",
        "this is a TIFF image, which this browser does not open; convert it to PNG, or give it to the kernelgan command, which reads TIFF",
      )
    : new TaskError("file-damaged", `it begins as a ${name} file does, but cannot be read to its end`);
}
