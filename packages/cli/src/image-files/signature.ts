/**
 * What kind of image a file is, by its first bytes: the decoder reads more formats than these, some of which read other
 * files, or take long for a few bytes. A name proves nothing.
 */
import { KernelGanError } from "@kernelgan/core";
import { FORMATS_TEXT } from "./formats.js";

/** Formats that are read, as sharp names them. */
export type InputFormat = "png" | "jpeg" | "webp" | "tiff" | "heif";

/** How many bytes `inputFormat` needs. */
export const SIGNATURE_BYTES = 1024;

/** Whether a file begins like this, its start as Latin-1. */
type Signature = (start: string) => boolean;

const begins =
  (...beginnings: readonly string[]): Signature =>
  (start) =>
    beginnings.some((beginning) => start.startsWith(beginning));

/** The brands of the formats that are made of boxes as MP4 is: the major one, its version, the compatible ones. */
const hasBrand =
  (...brands: readonly string[]): Signature =>
  (start) => {
    if (start.slice(4, 8) !== "ftyp") return false;
    const found = start.slice(8, start.charCodeAt(2) * 256 + start.charCodeAt(3)).match(/.{4}/gs) ?? [];
    return found.some((brand) => brands.includes(brand));
  };

const SIGNATURES: readonly (readonly [Signature, InputFormat])[] = [
  [begins("\x89PNG\r\n\x1a\n"), "png"],
  [begins("\xff\xd8\xff"), "jpeg"],
  [(start) => start.startsWith("RIFF") && start.slice(8, 12) === "WEBP", "webp"],
  // TIFF and BigTIFF, of either byte order.
  [begins("II*\0", "MM\0*", "II+\0", "MM\0+"), "tiff"],
  [hasBrand("avif", "avis"), "heif"],
];

/** Others that people try. */
const OTHERS: readonly (readonly [Signature, string])[] = [
  [begins("GIF8"), "a GIF image"],
  [begins("BM"), "a BMP image"],
  [begins("%PDF"), "a PDF document"],
  [hasBrand("heic", "heix", "mif1", "msf1"), "a HEIC image"],
  [(start) => begins("\xff\x0a")(start) || start.slice(4, 8) === "JXL ", "a JPEG XL image"],
  [begins("#?RADIANCE"), "a Radiance image"],
  [(start) => start.toLowerCase().includes("<svg"), "an SVG drawing"],
];

/**
 * The format of a file that begins with these bytes.
 *
 * @throws KernelGanError `invalid-input` if it is not one of those that are read.
 */
export function inputFormat(start: Uint8Array): InputFormat {
  if (start.length === 0) throw new KernelGanError("invalid-input", "the file is empty");
  const text = Buffer.from(start.subarray(0, SIGNATURE_BYTES)).toString("latin1");
  const found = SIGNATURES.find(([matches]) => matches(text));
  if (found) return found[1];
  const [, other] = OTHERS.find(([matches]) => matches(text)) ?? [];
  throw new KernelGanError(
    "invalid-input",
    `${other === undefined ? "not an image that is read" : `this is ${other}`}; give one of these: ${FORMATS_TEXT}`,
  );
}
