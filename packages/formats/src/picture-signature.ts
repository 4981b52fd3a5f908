/**
 * What kind of picture a file is, by its first bytes: a name proves nothing. For the command, whose decoder reads more
 * formats than it should, and for the page, which says why a browser cannot open a file.
 */
import { latin1Text } from "./bytes.js";
import { isRawPhotograph } from "./raw-photograph.js";

/** Formats that are read, as sharp names them. */
export type InputFormat = "png" | "jpeg" | "webp" | "tiff" | "heif" | "gif" | "bmp";

/** How many bytes {@link recognisePicture} needs. */
export const SIGNATURE_BYTES = 4096;

/** Where texts are looked for. */
const TEXT_BYTES = 1024;

/** Whether a file begins like this, its start as Latin-1. */
type Signature = (start: string) => boolean;

const begins =
  (...beginnings: readonly string[]): Signature =>
  (start) =>
    beginnings.some((beginning) => start.startsWith(beginning));

/** The start of a text file, without what stands in front of its first word. */
const says =
  (...words: readonly string[]): Signature =>
  (start) =>
    words.some((word) => start.slice(0, TEXT_BYTES).toLowerCase().includes(word));

/** The brands of the formats that are made of boxes as MP4 is: the major one, and the compatible ones. */
function brandsOf(start: string): { major: string; all: readonly string[] } | undefined {
  if (start.slice(4, 8) !== "ftyp") return undefined;
  const end = Math.max(16, start.charCodeAt(2) * 256 + start.charCodeAt(3));
  const all = start.slice(8, Math.min(end, TEXT_BYTES)).match(/.{4}/gs) ?? [];
  // The second one is the version of the major one.
  return { major: all[0] ?? "", all: all.filter((_, i) => i !== 1) };
}

const AVIF = ["avif", "avis"];
const HEIC = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"];

/** The major brand says how the picture is coded; "mif1" and the like leave that to the others. */
const isAvif: Signature = (start) => {
  const brands = brandsOf(start);
  if (!brands) return false;
  const { major, all } = brands;
  return AVIF.includes(major) || (!HEIC.includes(major) && all.some((brand) => AVIF.includes(brand)));
};

const hasBrand =
  (...wanted: readonly string[]): Signature =>
  (start) =>
    brandsOf(start)?.all.some((brand) => wanted.includes(brand)) ?? false;

const hasMajorBrand =
  (...wanted: readonly string[]): Signature =>
  (start) =>
    wanted.includes(brandsOf(start)?.major ?? "");

/** Whether an AVIF file that begins with these bytes is an animation. */
export function isAvifSequence(start: Uint8Array): boolean {
  return hasBrand("avis")(latin1Text(start.subarray(0, SIGNATURE_BYTES)));
}

const SIGNATURES: readonly (readonly [Signature, InputFormat])[] = [
  [begins("\x89PNG\r\n\x1a\n"), "png"],
  [begins("\xff\xd8\xff"), "jpeg"],
  [(start) => start.startsWith("RIFF") && start.slice(8, 12) === "WEBP", "webp"],
  // TIFF and BigTIFF, of either byte order.
  [begins("II*\0", "MM\0*", "II+\0", "MM\0+"), "tiff"],
  [isAvif, "heif"],
  [begins("GIF87a", "GIF89a"), "gif"],
  [begins("BM"), "bmp"],
];

const CONVERT = "convert it to PNG or JPEG";
// Browsers open no TIFF; PNG has 16 bits, too.
const SAVE_AS = "save it as PNG in the program that it is from";
const DEVELOP = "develop it to PNG with 16 bits in a raw converter, such as darktable or RawTherapee";
const RENDER = "draw it at the size that you need: it has no pixels, and so no blur";
const FRAMES = "save its frames as PNG, for example with VLC";

/** Others that people try, and what to do with them. */
const OTHERS: readonly (readonly [Signature, name: string, remedy: string])[] = [
  [hasMajorBrand(...HEIC), "a HEIC image", `${CONVERT}, or set the camera to JPEG ("Most Compatible")`],
  [hasMajorBrand("crx "), "a raw photograph of a Canon camera (CR3)", DEVELOP],
  [hasBrand(...HEIC, "mif1", "msf1"), "a HEIF image", CONVERT],
  [hasBrand("isom", "iso2", "mp41", "mp42", "qt  ", "M4V ", "3gp4", "3gp5"), "a video", FRAMES],
  [begins("\x1a\x45\xdf\xa3", "OggS"), "a video", FRAMES],
  [(start) => start.startsWith("RIFF") && start.slice(8, 12) === "AVI ", "a video", FRAMES],
  [(start) => begins("\xff\x0a")(start) || start.slice(4, 8) === "JXL ", "a JPEG XL image", CONVERT],
  [
    (start) => begins("\xff\x4f\xff\x51")(start) || start.slice(4, 8) === "jP  ",
    "a JPEG 2000 image",
    CONVERT,
  ],
  [begins("8BPS", "8BPB"), "a Photoshop document (PSD)", SAVE_AS],
  [begins("gimp xcf"), "a GIMP document (XCF)", SAVE_AS],
  [begins("FUJIFILMCCD-RAW"), "a raw photograph of a Fujifilm camera (RAF)", DEVELOP],
  [begins("IIU\0"), "a raw photograph of a Panasonic camera (RW2)", DEVELOP],
  [begins("IIRO", "IIRS", "MMOR"), "a raw photograph of an Olympus camera (ORF)", DEVELOP],
  [begins("FOVb"), "a raw photograph of a Sigma camera (X3F)", DEVELOP],
  [begins("\0MRM"), "a raw photograph of a Minolta camera (MRW)", DEVELOP],
  [begins("v/1\x01"), "an OpenEXR image", `${CONVERT} with the exposure that you want`],
  [begins("#?RADIANCE", "#?RGBE"), "a Radiance image", `${CONVERT} with the exposure that you want`],
  [begins("\0\0\x01\0"), "an icon (ICO)", CONVERT],
  // Without a palette. A cursor has the number of its pictures where this has zeros.
  [begins(...["\x02", "\x03", "\n", "\v"].map((kind) => `\0\0${kind}\0\0\0\0\0`)), "a TGA image", CONVERT],
  [begins("\0\0\x02\0"), "a cursor (CUR)", CONVERT],
  [begins("qoif"), "a QOI image", CONVERT],
  [begins("DDS "), "a DDS texture", CONVERT],
  [begins("SIMPLE  ="), "a FITS image", CONVERT],
  [(start) => start.slice(128, 132) === "DICM", "a DICOM image", CONVERT],
  [(start) => /^P[1-7]\s/.test(start), "a PNM image", CONVERT],
  [(start) => start.startsWith("AT&TFORM"), "a DjVu document", CONVERT],
  [begins("%PDF"), "a PDF document", "save its pictures as PNG, for example with GIMP or LibreOffice Draw"],
  [begins("%!PS", "\xc5\xd0\xd3\xc6"), "a PostScript document", RENDER],
  [begins("\xd7\xcd\xc6\x9a"), "a WMF drawing", RENDER],
  [says("<svg"), "an SVG drawing", RENDER],
  [says("<!doctype html", "<html"), "a web page", "save the picture itself"],
  [begins("PK\x03\x04"), "a ZIP archive", "unpack it"],
  [begins("\x1f\x8b"), "a compressed file (gzip)", "unpack it"],
];

/**
 * A format that is read, or another one by its name ("a HEIC image") and with what to do about it ("convert it to PNG
 * or JPEG").
 */
export type Recognised = { format: InputFormat } | { other: string; remedy: string };

/** What a file that begins with these bytes is; undefined if it is nothing that is known. */
export function recognisePicture(start: Uint8Array): Recognised | undefined {
  const bytes = start.subarray(0, SIGNATURE_BYTES);
  const text = latin1Text(bytes);
  const found = SIGNATURES.find(([matches]) => matches(text));
  if (found && found[1] === "tiff" && isRawPhotograph(bytes)) {
    return { other: "a raw photograph, in a file that is built as TIFF is", remedy: DEVELOP };
  }
  if (found) return { format: found[1] };
  const other = OTHERS.find(([matches]) => matches(text));
  return other && { other: other[1], remedy: other[2] };
}
