/**
 * Colour profiles (ICC.1): a header of 128 bytes, in which the colour space of the values stands, and tags, among them
 * a name.
 */
import { latin1Text } from "../bytes.js";

const SPACE_AT = 16;

/** The colour space whose values a profile is for: "RGB ", "GRAY", "CMYK" and so on. */
export function profileSpace(icc: Uint8Array): string {
  return latin1Text(icc.subarray(SPACE_AT, SPACE_AT + 4));
}

/** Whether a profile is named sRGB, and not "Display P3 with sRGB Transfer" or the like. */
export function isSrgb(icc: Uint8Array): boolean {
  return hasName(icc, "sRGB") && !hasName(icc, "P3");
}

/** Whether a profile is named Display P3, or as its compact version is. */
export function isDisplayP3(icc: Uint8Array): boolean {
  return hasName(icc, "Display P3") || hasName(icc, "sP3C");
}

/** In either of the encodings that profiles have names in: bytes, and UTF-16, big-endian. */
function hasName(icc: Uint8Array, name: string): boolean {
  const text = latin1Text(icc);
  return text.includes(name) || text.includes([...name].map((letter) => `\0${letter}`).join(""));
}
