/**
 * XMP (ISO 16684-1): an XML document about a picture. Its values may stand in attributes or in elements,
 *
 *     tiff:Orientation="6"        <tiff:Orientation>6</tiff:Orientation>
 */
import type { ExifFacts } from "./exif.js";

/** What belongs to the picture that it was written for, and is left out. */
const THUMBNAILS = ["<xmp:Thumbnails>", "</xmp:Thumbnails>"] as const;
/** JPEG keeps what has no room in the first part of a document apart from it; it is not read. */
const EXTENSION = /xmpNote:HasExtendedXMP="[^"]*"|<xmpNote:HasExtendedXMP>[^<]*<\/xmpNote:HasExtendedXMP>/g;

/** Whether part of the document stands elsewhere in the file. */
export function isExtendedXmp(xmp: string): boolean {
  return xmp.search(EXTENSION) >= 0;
}

/** The document for a picture that stands upright, of another size. */
export function correctedXmp(xmp: string, { width, height }: ExifFacts): string {
  const values = {
    "tiff:Orientation": 1,
    "tiff:ImageWidth": width,
    "tiff:ImageLength": height,
    "exif:PixelXDimension": width,
    "exif:PixelYDimension": height,
  };
  let corrected = without(xmp, ...THUMBNAILS).replace(EXTENSION, "");
  for (const [name, value] of Object.entries(values)) {
    corrected = corrected
      .replace(new RegExp(`(\\b${name}\\s*=\\s*)(["'])\\d+\\2`, "g"), `$1$2${value}$2`)
      .replace(new RegExp(`(<${name}>)\\s*\\d+\\s*(</${name}>)`, "g"), `$1${value}$2`);
  }
  return corrected;
}

/** The text without what stands between the two marks, and without them. */
function without(text: string, start: string, end: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const first = text.indexOf(start, at);
    const last = first < 0 ? -1 : text.indexOf(end, first);
    if (last < 0) return [...parts, text.slice(at)].join("");
    parts.push(text.slice(at, first));
    at = last + end.length;
  }
}
