/**
 * IPTC-IIM: captions, credits and keywords of the press. In JPEG its records stand in a block of Photoshop's,
 *
 *     "Photoshop 3.0" NUL | resources: "8BIM" | number (u16) | name (length, text, even) | length (u32) | data (even)
 *
 * as resource 0x0404, and so they do, without the first line, in the tag 34377 of TIFF. (Photoshop File Formats Specification.)
 */
const PHOTOSHOP = "Photoshop 3.0\0";
const RESOURCE = "8BIM";
const RECORDS = 0x0404;
/** Each record begins with it. */
const RECORD = 0x1c;

/** The records in what a decoder calls IPTC; undefined if there are none. */
export function iptcRecords(bytes: Uint8Array): Uint8Array | undefined {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (block[0] === RECORD) return block;
  let at = block.toString("latin1", 0, PHOTOSHOP.length) === PHOTOSHOP ? PHOTOSHOP.length : 0;
  while (at + 12 <= block.length && block.toString("latin1", at, at + 4) === RESOURCE) {
    const name = block[at + 6] ?? 0;
    const lengthAt = at + 6 + even(name + 1);
    if (lengthAt + 4 > block.length) return undefined;
    const length = block.readUInt32BE(lengthAt);
    const data = block.subarray(lengthAt + 4, lengthAt + 4 + length);
    if (block.readUInt16BE(at + 4) === RECORDS) return data.length > 0 ? data : undefined;
    at = lengthAt + 4 + even(length);
  }
  return undefined;
}

/** The records as a resource of Photoshop. */
export function iptcResource(records: Uint8Array): Uint8Array {
  const head = Buffer.from(`${RESOURCE}\x04\x04\0\0\0\0\0\0`, "latin1");
  head.writeUInt32BE(records.length, 8);
  return Buffer.concat([head, records, Buffer.alloc(records.length % 2)]);
}

/** The records as they stand in JPEG. */
export function iptcSegment(records: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(PHOTOSHOP, "latin1"), iptcResource(records)]);
}

function even(n: number): number {
  return n + (n % 2);
}
