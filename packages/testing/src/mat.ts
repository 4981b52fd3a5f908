/**
 * Kernels in MATLAB files, read by the book ("MAT-File Format", level 5, chapter 1): a second reading of the format,
 * which shares nothing with that of @kernelgan/formats. Double matrices on little-endian machines, not compressed.
 */

const TYPE = { int8: 1, int32: 5, uint32: 6, double: 9, matrix: 14 } as const;
const DOUBLE_CLASS = 6;

/** A data element: its type, and its bytes without the padding. */
interface Element {
  type: number;
  bytes: Buffer;
  next: number;
}

/** The variables of a file by name, as rows. */
export function readMat(file: Uint8Array): Record<string, number[][]> {
  const all = Buffer.from(file);
  if (all.toString("latin1", 126, 128) !== "IM" || all.readUInt16LE(124) !== 0x0100) {
    throw new Error("no little-endian MATLAB file of level 5");
  }
  const variables: Record<string, number[][]> = {};
  for (const { bytes } of elements(all.subarray(128), TYPE.matrix)) {
    const [flags, dimensions, name, real] = [...elements(bytes)];
    if (flags?.type !== TYPE.uint32 || flags.bytes[0] !== DOUBLE_CLASS) throw new Error("no doubles");
    if (dimensions?.type !== TYPE.int32 || dimensions.bytes.length !== 8) throw new Error("no matrix");
    if (name?.type !== TYPE.int8 || real?.type !== TYPE.double) throw new Error("no name, or no numbers");
    const [rows, columns] = [dimensions.bytes.readInt32LE(0), dimensions.bytes.readInt32LE(4)];
    if (real.bytes.length !== 8 * rows * columns) throw new Error("other numbers than it says");
    // Columns follow each other.
    variables[name.bytes.toString("latin1")] = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => real.bytes.readDoubleLE(8 * (column * rows + row))),
    );
  }
  return variables;
}

function* elements(bytes: Buffer, wanted?: number): Generator<Element> {
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    if (wanted !== undefined && element.type !== wanted)
      throw new Error(`an element of type ${element.type}`);
    yield element;
    at = element.next;
  }
}

/** The tag has 8 bytes; that of up to 4 bytes of data has 4, with their number in its upper half. */
function elementAt(bytes: Buffer, at: number): Element {
  const tag = bytes.readUInt32LE(at);
  const small = tag >>> 16;
  const [type, length, start] = small
    ? [tag & 0xffff, small, at + 4]
    : [tag, bytes.readUInt32LE(at + 4), at + 8];
  if (start + length > bytes.length) throw new Error("cut off");
  const next = small ? at + 8 : 8 * Math.ceil((start + length) / 8);
  return { type, bytes: bytes.subarray(start, start + length), next };
}
