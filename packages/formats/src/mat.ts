/**
 * MATLAB's .mat format, level 5 (what `save` writes up to -v7, and scipy.io.savemat): "MAT-File Format", MathWorks.
 *
 *     file      128-byte header (text, version 0x0100, "MI" as a 16-bit number, which shows the byte order), elements
 *     element   type (u32) | length (u32) | data, padded to 8 bytes
 *     small     type in the low, length in the high half of one u32 | up to 4 bytes of data
 *     matrix    element of type 14, made of elements: flags (class) | dimensions | name | numbers, column by column
 *     zipped    element of type 15: a zlib stream that holds one element
 *
 * A matrix's numbers may be stored in any type that holds them, whatever its class.
 */
import { type Kernel, KernelGanError } from "@kernelgan/core";
import { checkKernel, notesOf, TONE_STEPS } from "@kernelgan/core/internal";
import { checkBytes, concatBytes, dataView, latin1Bytes, latin1Text } from "./bytes.js";
import { inflate } from "./inflate.js";
import { checkDeclared, checkDecodeOptions, type DecodeOptions } from "./limits.js";
import { notesFrom } from "./notes.js";
import { rowMajor, squareKernel } from "./square.js";
import { version } from "./version.js";

const HEADER_LENGTH = 128;
const VARIABLE = "Kernel";
/** What is known of the kernel besides: scalars and a row, which other programs pass over. */
const CONFIDENCE = "Confidence";
const FELL_BACK = "FellBack";
const LINEAR_LIGHT = "LinearLight";
const TONE_CURVE = "ToneCurve";
/** What the last of the scalars stands for. */
const LIGHTS = ["encoded", "linear"] as const;
/** No kernel is near this many bytes: streams that inflate to more, in all, hold none. */
const MAX_INFLATED = 64 * 2 ** 20;
/** A file with more variables holds more than a kernel. */
const MAX_VARIABLES = 1000;
/** A name of MATLAB's has at most 63 letters. */
const MAX_NAME = 64;
/** Bytes of a variable's header in files of level 4. */
const LEVEL_4_HEADER = 20;
/** How many variables a message lists. */
const LISTED = 5;
/** A kernel has 2 dimensions; more are shown in a message. */
const MAX_DIMENSIONS = 8;

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

/** Whether the bytes are a .mat file, of a level that is read or not. */
export function isMat(bytes: Uint8Array): boolean {
  return (byteOrder(bytes) !== undefined && bytes[0] !== 0) || isLevel4(bytes);
}

/**
 * A kernel as a .mat file: one n×n double matrix named `Kernel`, uncompressed; where it is known, also the scalar
 * `Confidence`, `FellBack` (1) for a kernel in the place of an estimate, and `LinearLight`: 1 if the blur mixed linear
 * light, 0 if encoded pixel values. Beside a 1 there is `ToneCurve` if the camera's is known: a row of 65 numbers, the
 * light of the pixel values 0, 1/64, …, 1. Loads with `load` and with `scipy.io.loadmat`, and is what the authors' ZSSR
 * expects.
 *
 * @throws KernelGanError `invalid-argument` for what is no kernel
 */
export function encodeMat(k: Kernel): Uint8Array<ArrayBuffer> {
  checkKernel(k);
  const text = `MATLAB 5.0 MAT-file, written by kernelgan ${version}`;
  const header = latin1Bytes(`${text.padEnd(116)}${"\0".repeat(8)}\x00\x01IM`);
  const { confidence, fellBack, light, toneCurve } = notesOf(k);
  return concatBytes(
    header,
    // The transpose of the row-major weights is column-major.
    encodeMatrix(VARIABLE, [k.size, k.size], rowMajor(k.size, k.size, k.data)),
    ...(confidence === undefined ? [] : [encodeMatrix(CONFIDENCE, [1, 1], [confidence])]),
    ...(fellBack ? [encodeMatrix(FELL_BACK, [1, 1], [1])] : []),
    ...(light ? [encodeMatrix(LINEAR_LIGHT, [1, 1], [LIGHTS.indexOf(light)])] : []),
    ...(toneCurve ? [encodeMatrix(TONE_CURVE, [1, toneCurve.length], toneCurve)] : []),
  );
}

/** A matrix of so many rows and columns, its numbers column by column. */
function encodeMatrix(name: string, size: readonly [number, number], numbers: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 8);
  const view = dataView(bytes);
  for (const [i, number] of Array.from(numbers).entries()) view.setFloat64(i * 8, number, true);
  const parts = [
    element(UINT32, words(DOUBLE_CLASS, 0)),
    element(INT32, words(...size)),
    element(INT8, latin1Bytes(name)),
    element(DOUBLE, bytes),
  ];
  return element(MATRIX, concatBytes(...parts));
}

/**
 * The kernel in a .mat file: the variable `Kernel`, or else the only two-dimensional numeric variable; with
 * what the other variables of `encodeMat` say.
 *
 * @throws KernelGanError `invalid-input` if there is no such variable, it is not square, or the file is damaged, of
 *   another level, or HDF5 (-v7.3), or the kernel is larger than is allowed; `invalid-argument` for what are no bytes,
 *   or options that make no sense.
 */
export async function decodeMat(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Kernel> {
  checkBytes(bytes);
  checkDecodeOptions(options);
  const start = latin1Text(bytes.subarray(0, 10));
  if (start === "MATLAB 7.3" || start.slice(1, 4) === "HDF") {
    throw invalid("is a MATLAB 7.3 (HDF5) file; save it with -v7");
  }
  if (isLevel4(bytes)) {
    throw invalid("is a MATLAB file of version 4; save it with -v7, or with scipy.io.savemat");
  }
  const little = byteOrder(bytes);
  if (little === undefined) throw invalid("is not a level 5 .mat file; save it with -v7 or scipy.io.savemat");
  try {
    return pickKernel(await readMatrices(bytes.subarray(HEADER_LENGTH), little), options);
  } catch (error) {
    if (error instanceof KernelGanError) throw error;
    throw new KernelGanError("invalid-input", "is damaged or cut off", { cause: error });
  }
}

/** true: little-endian, false: big-endian, undefined: not a .mat file. */
function byteOrder(bytes: Uint8Array): boolean | undefined {
  const mark = latin1Text(bytes.subarray(126, HEADER_LENGTH));
  return mark === "IM" ? true : mark === "MI" ? false : undefined;
}

/**
 * Whether the bytes are a level 4 file: they begin with the first variable's header, five 32-bit numbers (type MOPT in
 * decimal digits, rows, columns, whether it is complex, length of the name), and its name, which ends with a NUL.
 */
function isLevel4(bytes: Uint8Array): boolean {
  if (bytes.length <= LEVEL_4_HEADER) return false;
  const view = dataView(bytes);
  return [true, false].some((little) => {
    const [type, rows, columns, complex, name] = Array.from({ length: 5 }, (_, i) =>
      view.getInt32(4 * i, little),
    );
    const [machine, zero] = [Math.floor((type as number) / 1000), Math.floor((type as number) / 100) % 10];
    return (
      machine === (little ? 0 : 1) &&
      zero === 0 &&
      (type as number) >= 0 &&
      (type as number) % 10 <= 2 &&
      (rows as number) > 0 &&
      (columns as number) > 0 &&
      (complex === 0 || complex === 1) &&
      (name as number) > 1 &&
      (name as number) <= MAX_NAME &&
      /^[A-Za-z]\w*\0$/.test(latin1Text(bytes.subarray(LEVEL_4_HEADER, LEVEL_4_HEADER + (name as number))))
    );
  });
}

/** One element as it is written: tag, data, padding. */
function element(type: number, data: Uint8Array): Uint8Array {
  return concatBytes(words(type, data.length), data, new Uint8Array(-data.length & 7));
}

/** 32-bit numbers, little-endian. */
function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = dataView(bytes);
  for (const [i, value] of values.entries()) view.setUint32(i * 4, value, true);
  return bytes;
}

interface Element {
  type: number;
  data: Uint8Array;
}

interface Matrix {
  name: string;
  /** Its numbers are then only the real parts. */
  isComplex: boolean;
  dimensions: number[];
  /** How many numbers there are. */
  count: number;
  /** Column-major. */
  numbers: () => Float64Array;
}

/** The elements that follow each other in `bytes`. */
function* readElements(bytes: Uint8Array, little: boolean): Generator<Element> {
  const view = dataView(bytes);
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

async function readMatrices(bytes: Uint8Array, little: boolean): Promise<Matrix[]> {
  const matrices: Matrix[] = [];
  let room = MAX_INFLATED;
  for (const { type, data } of readElements(bytes, little)) {
    let elements: Iterable<Element> = [{ type, data }];
    if (type === COMPRESSED) {
      // A stream holds one element, and no stream again.
      const inflated = await inflate(data, room);
      room -= inflated.length;
      elements = readElements(inflated, little);
    }
    for (const element of elements) {
      const matrix = element.type === MATRIX ? readMatrix(element.data, little) : undefined;
      if (matrix) matrices.push(matrix);
      if (matrices.length > MAX_VARIABLES) throw invalid(`has more than ${MAX_VARIABLES} variables`);
    }
  }
  return matrices;
}

/** A numeric matrix; undefined for anything else (cells, structures, text, sparse matrices). */
function readMatrix(bytes: Uint8Array, little: boolean): Matrix | undefined {
  const [flags, dimensions, name, numbers] = readElements(bytes, little);
  if (!flags || !dimensions || !name || !numbers) throw new RangeError("a matrix lacks some of its parts");
  const [word = 0] = readNumbers(first(flags, 1), little);
  const matrixClass = word & 0xff;
  const isNumeric = matrixClass >= DOUBLE_CLASS && matrixClass <= LAST_NUMERIC_CLASS;
  if (!isNumeric) return undefined;
  return {
    name: latin1Text(name.data.subarray(0, MAX_NAME)),
    isComplex: (word & COMPLEX_FLAG) !== 0,
    dimensions: Array.from(readNumbers(first(dimensions, MAX_DIMENSIONS), little)),
    count: countOf(numbers),
    numbers: () => readNumbers(numbers, little),
  };
}

function readNumbers(element: Element, little: boolean): Float64Array {
  const [bytes, read] = numberType(element);
  const view = dataView(element.data);
  return Float64Array.from({ length: countOf(element) }, (_, i) => read(view, i * bytes, little));
}

function countOf(element: Element): number {
  return Math.floor(element.data.length / numberType(element)[0]);
}

/** The element with no more than `count` numbers. */
function first(element: Element, count: number): Element {
  return { ...element, data: element.data.subarray(0, count * numberType(element)[0]) };
}

function numberType({ type }: Element): (typeof NUMBER_TYPES)[number] {
  const found = NUMBER_TYPES[type];
  if (!found) throw new RangeError(`there is no storage type ${type}`);
  return found;
}

function pickKernel(matrices: Matrix[], options: DecodeOptions): Kernel {
  // A scalar is a 1×1 matrix in MATLAB: it is the kernel only if it has its name.
  const flat = matrices.filter(({ name, dimensions: [rows = 0, columns = 0, ...more] }) => {
    return more.length === 0 && rows * columns > 1 && name !== TONE_CURVE;
  });
  const found =
    matrices.find(({ name }) => name === VARIABLE) ??
    onlyOne(flat.filter(({ isComplex }) => !isComplex)) ??
    onlyOne(flat);
  if (!found) {
    const more = matrices.length > LISTED ? ", …" : "";
    const names =
      matrices
        .slice(0, LISTED)
        .map(({ name }) => name)
        .join(", ") || "none";
    throw invalid(`has no variable ${VARIABLE} and not exactly one numeric matrix (it has: ${names}${more})`);
  }
  if (found.isComplex) {
    throw invalid(
      `has complex numbers as ${found.name}; a kernel's weights are real: save real(${found.name})`,
    );
  }
  const [rows, columns, ...more] = found.dimensions;
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw invalid(`has a ${found.dimensions.join("×")} array as ${found.name}; a kernel has 2 dimensions`);
  }
  checkDeclared(rows, columns, found.count, options);
  const kernel = squareKernel(rows, columns, rowMajor(rows, columns, found.numbers()));
  const notes = {
    confidence: scalarOf(matrices, CONFIDENCE),
    fellBack: scalarOf(matrices, FELL_BACK),
    light: LIGHTS[scalarOf(matrices, LINEAR_LIGHT) ?? -1],
    toneCurve: curveOf(matrices),
  };
  return { ...kernel, ...notesFrom(notes, options) };
}

function onlyOne(matrices: readonly Matrix[]): Matrix | undefined {
  return matrices.length === 1 ? matrices[0] : undefined;
}

function scalarOf(matrices: Matrix[], wanted: string): number | undefined {
  const found = matrices.find(({ name, count, isComplex }) => name === wanted && count === 1 && !isComplex);
  return found?.numbers()[0];
}

/** The tone curve, which may be none; a row or a column. Of a wrong length its numbers do not matter. */
function curveOf(matrices: Matrix[]): number[] | undefined {
  const found = matrices.find(({ name }) => name === TONE_CURVE);
  if (!found) return undefined;
  return found.count === TONE_STEPS + 1 && !found.isComplex ? Array.from(found.numbers()) : [];
}

function invalid(message: string): KernelGanError {
  return new KernelGanError("invalid-input", message);
}
