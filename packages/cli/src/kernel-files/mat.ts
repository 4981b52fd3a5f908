/**
 * MATLAB's .mat format, level 5 (what `save` writes up to -v7, and scipy.io.savemat): "MAT-File Format", MathWorks.
 *
 *     file      128-byte header (text, version 0x0100, "MI" as a 16-bit number: its order tells the byte order), elements
 *     element   type (u32) | length (u32) | data, padded to 8 bytes
 *     small     type in the low, length in the high half of one u32 | up to 4 bytes of data
 *     matrix    element of type 14, made of elements: flags (class) | dimensions | name | numbers, column by column
 *     zipped    element of type 15: a zlib stream that holds one element
 *
 * A matrix's numbers may be stored in any type that holds them, whatever its class.
 */
import { inflateSync } from "node:zlib";
import { type Kernel, KernelGanError } from "@kernelgan/core";
import { version } from "../version.js";
import { rowMajor, squareKernel } from "./square.js";

const HEADER_LENGTH = 128;
const VARIABLE = "Kernel";
/** No kernel is near this many bytes: a stream that inflates to more is not one. */
const MAX_INFLATED = 64 * 2 ** 20;

const INT8 = 1;
const INT32 = 5;
const UINT32 = 6;
const DOUBLE = 9;
const MATRIX = 14;
const COMPRESSED = 15;

const DOUBLE_CLASS = 6;
const LAST_NUMERIC_CLASS = 15;
const COMPLEX_FLAG = 0x0800;

/** The storage types of numbers: bytes each, and how to read one. */
const NUMBER_TYPES: Record<
  number,
  [bytes: number, read: (v: DataView, at: number, little: boolean) => number]
> = {
  1: [1, (v, at) => v.getInt8(at)],
  2: [1, (v, at) => v.getUint8(at)],
  3: [2, (v, at, little) => v.getInt16(at, little)],
  4: [2, (v, at, little) => v.getUint16(at, little)],
  5: [4, (v, at, little) => v.getInt32(at, little)],
  6: [4, (v, at, little) => v.getUint32(at, little)],
  7: [4, (v, at, little) => v.getFloat32(at, little)],
  9: [8, (v, at, little) => v.getFloat64(at, little)],
  12: [8, (v, at, little) => Number(v.getBigInt64(at, little))],
  13: [8, (v, at, little) => Number(v.getBigUint64(at, little))],
};

/** Whether the bytes are a level 5 .mat file. */
export function isMat(bytes: Uint8Array): boolean {
  return byteOrder(bytes) !== undefined && bytes[0] !== 0;
}

/**
 * A kernel as a .mat file: one n×n double matrix named `Kernel`, uncompressed. Loads with `load` and with
 * `scipy.io.loadmat`, and is what the authors' ZSSR expects.
 */
export function encodeMat(k: Kernel): Uint8Array {
  const header = Buffer.alloc(HEADER_LENGTH, " ");
  header.write(`MATLAB 5.0 MAT-file, written by kernelgan ${version}`, "latin1");
  header.fill(0, 116, 124);
  header.writeUInt16LE(0x0100, 124);
  header.write("IM", 126, "latin1");

  const flags = Buffer.alloc(8);
  flags.writeUInt32LE(DOUBLE_CLASS, 0);
  const dimensions = Buffer.alloc(8);
  dimensions.writeInt32LE(k.size, 0);
  dimensions.writeInt32LE(k.size, 4);
  const numbers = Buffer.alloc(k.data.length * 8);
  // The transpose of the row-major weights is column-major.
  for (const [i, weight] of rowMajor(k.size, k.size, k.data).entries()) numbers.writeDoubleLE(weight, i * 8);

  const matrix = Buffer.concat([
    element(UINT32, flags),
    element(INT32, dimensions),
    element(INT8, Buffer.from(VARIABLE, "latin1")),
    element(DOUBLE, numbers),
  ]);
  return Buffer.concat([header, element(MATRIX, matrix)]);
}

/**
 * The kernel in a .mat file: the variable `Kernel`, or else the only two-dimensional numeric variable.
 *
 * @throws KernelGanError `invalid-input` if there is no such variable, it is not square, or the file is damaged, of
 *   another level, or HDF5 (-v7.3).
 */
export function decodeMat(bytes: Uint8Array): Kernel {
  const start = Buffer.from(bytes.subarray(0, 10)).toString("latin1");
  if (start === "MATLAB 7.3" || start.slice(1, 4) === "HDF") {
    throw invalid("is a MATLAB 7.3 (HDF5) file; save it with -v7");
  }
  const little = byteOrder(bytes);
  if (little === undefined) throw invalid("is not a level 5 .mat file; save it with -v7 or scipy.io.savemat");
  try {
    return pickKernel(readMatrices(bytes.subarray(HEADER_LENGTH), little));
  } catch (error) {
    if (error instanceof KernelGanError) throw error;
    throw new KernelGanError("invalid-input", "is damaged or cut off", { cause: error });
  }
}

/** true: little-endian, false: big-endian, undefined: not a .mat file. */
function byteOrder(bytes: Uint8Array): boolean | undefined {
  const mark = Buffer.from(bytes.subarray(126, HEADER_LENGTH)).toString("latin1");
  return mark === "IM" ? true : mark === "MI" ? false : undefined;
}

/** One element as it is written: tag, data, padding. */
function element(type: number, data: Buffer): Buffer {
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(type, 0);
  tag.writeUInt32LE(data.length, 4);
  return Buffer.concat([tag, data, Buffer.alloc(-data.length & 7)]);
}

interface Element {
  type: number;
  data: Uint8Array;
}

interface Matrix {
  name: string;
  dimensions: number[];
  /** Column-major. */
  numbers: () => Float64Array;
}

/** The elements that follow each other in `bytes`. */
function* readElements(bytes: Uint8Array, little: boolean): Generator<Element> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const word = view.getUint32(at, little);
    const smallLength = word >>> 16;
    if (smallLength > 0) {
      yield { type: word & 0xffff, data: bytes.subarray(at + 4, at + 4 + smallLength) };
      at += 8;
      continue;
    }
    const length = view.getUint32(at + 4, little);
    if (at + 8 + length > bytes.length) throw new RangeError("an element runs past the end");
    yield { type: word, data: bytes.subarray(at + 8, at + 8 + length) };
    // Only compressed elements are not padded.
    at += 8 + length + (word === COMPRESSED ? 0 : -length & 7);
  }
}

function readMatrices(bytes: Uint8Array, little: boolean): Matrix[] {
  const matrices: Matrix[] = [];
  for (const { type, data } of readElements(bytes, little)) {
    if (type === COMPRESSED)
      matrices.push(...readMatrices(inflateSync(data, { maxOutputLength: MAX_INFLATED }), little));
    const matrix = type === MATRIX ? readMatrix(data, little) : undefined;
    if (matrix) matrices.push(matrix);
  }
  return matrices;
}

/** A real numeric matrix; undefined for anything else (cells, structures, text, sparse or complex matrices). */
function readMatrix(bytes: Uint8Array, little: boolean): Matrix | undefined {
  const [flags, dimensions, name, numbers] = readElements(bytes, little);
  const word = readNumbers(flags, little)[0];
  const matrixClass = word & 0xff;
  const isNumeric = matrixClass >= DOUBLE_CLASS && matrixClass <= LAST_NUMERIC_CLASS;
  if (!isNumeric || word & COMPLEX_FLAG) return undefined;
  return {
    name: Buffer.from(name.data).toString("latin1"),
    dimensions: Array.from(readNumbers(dimensions, little)),
    numbers: () => readNumbers(numbers, little),
  };
}

function readNumbers({ type, data }: Element, little: boolean): Float64Array {
  const [bytes, read] = NUMBER_TYPES[type];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float64Array.from({ length: data.length / bytes }, (_, i) => read(view, i * bytes, little));
}

function pickKernel(matrices: Matrix[]): Kernel {
  // A scalar is a 1×1 matrix in MATLAB: not a candidate for the kernel, unless it bears its name.
  const flat = matrices.filter(({ dimensions: d }) => d.length === 2 && d[0] * d[1] > 1);
  const found = matrices.find(({ name }) => name === VARIABLE) ?? (flat.length === 1 ? flat[0] : undefined);
  if (!found) {
    const names = matrices.map(({ name }) => name).join(", ") || "none";
    throw invalid(`has no variable ${VARIABLE} and not exactly one numeric matrix (it has: ${names})`);
  }
  if (found.dimensions.length !== 2) {
    throw invalid(`has a ${found.dimensions.join("×")} array as ${found.name}; a kernel has 2 dimensions`);
  }
  const [rows, columns] = found.dimensions;
  return squareKernel(rows, columns, rowMajor(rows, columns, found.numbers()));
}

function invalid(message: string): KernelGanError {
  return new KernelGanError("invalid-input", message);
}
