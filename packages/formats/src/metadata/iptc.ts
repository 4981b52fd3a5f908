/**
 * IPTC-IIM: captions, credits and keywords of the press. In JPEG its records stand in a block of Photoshop's,
 *
 *     "Photoshop 3.0" NUL | resources: "8BIM" | number (u16) | name (length, text, even) | length (u32) | data (even)
 *
 * as resource 0x0404, and so they do, without the first line, in the tag 34377 of TIFF. (Photoshop File Formats
 * Specification.)
 */
import { concatBytes, dataView, latin1Bytes, latin1Text } from "../bytes.js";

const PHOTOSHOP = "Photoshop 3.0\0";
const RESOURCE = "8BIM";
const RECORDS = 0x0404;
/** Each record begins with it. */
const RECORD = 0x1c;

/** The records in what a decoder calls IPTC; undefined if there are none. */
export function iptcRecords(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] === RECORD) return bytes;
  const view = dataView(bytes);
  const textAt = (start: number, length: number): string => latin1Text(bytes.subarray(start, start + length));
  let at = textAt(0, PHOTOSHOP.length) === PHOTOSHOP ? PHOTOSHOP.length : 0;
  while (at + 12 <= bytes.length && textAt(at, 4) === RESOURCE) {
    const name = bytes[at + 6] ?? 0;
    const lengthAt = at + 6 + even(name + 1);
    if (lengthAt + 4 > bytes.length) return undefined;
    const length = view.getUint32(lengthAt);
    const data = bytes.subarray(lengthAt + 4, lengthAt + 4 + length);
    if (view.getUint16(at + 4) === RECORDS) return data.length > 0 ? data : undefined;
    at = lengthAt + 4 + even(length);
  }
  return undefined;
}

/** The records as a resource of Photoshop. */
export function iptcResource(records: Uint8Array): Uint8Array {
  const head = latin1Bytes(`${RESOURCE}\x04\x04\0\0\0\0\0\0`);
  dataView(head).setUint32(8, records.length);
  return concatBytes(head, records, new Uint8Array(records.length % 2));
}

/** The records as they stand in JPEG. */
export function iptcSegment(records: Uint8Array): Uint8Array {
  return concatBytes(latin1Bytes(PHOTOSHOP), iptcResource(records));
}

function even(n: number): number {
  return n + (n % 2);
}
