/** The formats of picture files. */
import { FILE_FORMATS, type FileFormat, type Size } from "../tasks.js";
import { limits } from "./limits.js";

/** How they are named, and the ends of their files' names. */
export const FORMAT_NAMES: Readonly<Record<FileFormat, { name: string; extension: string }>> = {
  png: { name: "PNG", extension: "png" },
  jpeg: { name: "JPEG", extension: "jpg" },
  webp: { name: "WebP", extension: "webp" },
};

/** The longest sides: of a canvas that browsers write as JPEG, and of WebP. PNG is written row by row. */
const MAX_SIDE: Readonly<Record<FileFormat, number>> = {
  png: Number.POSITIVE_INFINITY,
  jpeg: 32767,
  webp: 16383,
};

let written: FileFormat[] | undefined;

/** The formats that this browser writes a picture of that size in. */
export function formatsFor({ width, height }: Size): FileFormat[] {
  written ??= FILE_FORMATS.filter(canWrite);
  return written.filter(
    (format) =>
      Math.max(width, height) <= MAX_SIDE[format] && (format === "png" || width * height <= limits.encoded),
  );
}

/** The format of a file by its name and type. */
export function formatOf(name: string, type: string): FileFormat {
  if (/\.jpe?g$/i.test(name) || type === "image/jpeg") return "jpeg";
  return /\.webp$/i.test(name) || type === "image/webp" ? "webp" : "png";
}

/** Whether this browser writes a format: where it does not, it writes PNG instead. */
function canWrite(format: FileFormat): boolean {
  const type = `image/${format}`;
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  return canvas.toDataURL(type).startsWith(`data:${type}`);
}
