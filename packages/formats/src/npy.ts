/**
 * NumPy's .npy format (numpy.lib.format, versions 1.0 to 3.0).
 *
 *     "\x93NUMPY" | major, minor | header length (2 bytes, from version 2 on 4) | header | numbers
 *
 * The header is a Python dict literal, padded with blanks so that the numbers start at a multiple of 64 bytes:
 * `{'descr': '<f8', 'fortran_order': False, 'shape': (13, 13), }`.
 */
import { type Kernel, KernelGanError } from "@kernelgan/core";
import { checkKernel } from "@kernelgan/core/internal";
import { checkBytes, concatBytes, dataView, latin1Bytes, latin1Text } from "./bytes.js";
import { checkDeclared, checkDecodeOptions, type DecodeOptions } from "./limits.js";
import { rowMajor, squareKernel } from "./square.js";

const MAGIC = "\x93NUMPY";
const ALIGNMENT = 64;
/** The header of a matrix has some 100 bytes. */
const MAX_HEADER = 64 * 2 ** 10;

/** Whether the bytes are an .npy file. */
export function isNpy(bytes: Uint8Array): boolean {
  return latin1Text(bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * A kernel as .npy: version 1.0, little-endian float64, C order, shape (n, n).
 *
 * @throws KernelGanError `invalid-argument` for what is no kernel
 */
export function encodeNpy(k: Kernel): Uint8Array<ArrayBuffer> {
  checkKernel(k);
  const dict = `{'descr': '<f8', 'fortran_order': False, 'shape': (${k.size}, ${k.size}), }`;
  const start = MAGIC.length + 4;
  const length = Math.ceil((start + dict.length + 1) / ALIGNMENT) * ALIGNMENT - start;
  const header = latin1Bytes(`${MAGIC}\x01\x00\0\0${dict.padEnd(length - 1)}\n`);
  dataView(header).setUint16(8, length, true);
  const out = concatBytes(header, new Uint8Array(k.data.length * 8));
  const view = dataView(out);
  for (const [i, weight] of k.data.entries()) view.setFloat64(header.length + i * 8, weight, true);
  return out;
}

/**
 * The kernel in an .npy file: a square float32 or float64 array of either byte and either storage order.
 *
 * @throws KernelGanError `invalid-input` if it holds something else, or more than is allowed; `invalid-argument` for
 *   what are no bytes, or options that make no sense.
 */
export function decodeNpy(bytes: Uint8Array, options: DecodeOptions = {}): Kernel {
  checkBytes(bytes);
  checkDecodeOptions(options);
  const { header, start } = readHeader(bytes);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  if (!descr || !fortran || shape === undefined) throw invalid("is not a valid .npy file");
  const sizes = (shape.match(/\d+/g) ?? []).map(Number);
  const [rows, columns, ...more] = sizes;
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw invalid(`holds an array of ${sizes.length} dimensions; a kernel has 2`);
  }
  const data = bytes.subarray(start);
  checkDeclared(rows, columns, Math.floor(data.length / itemSize(descr)), options);
  const numbers = readNumbers(data, descr, rows * columns);
  return squareKernel(rows, columns, fortran === "True" ? rowMajor(rows, columns, numbers) : numbers);
}

function readHeader(bytes: Uint8Array): { header: string; start: number } {
  if (!isNpy(bytes) || bytes.length < 12) throw invalid("is not an .npy file");
  const view = dataView(bytes);
  const wide = view.getUint8(6) > 1;
  const at = wide ? 12 : 10;
  const start = at + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (start > Math.min(bytes.length, MAX_HEADER)) throw invalid("is cut off, or not a valid .npy file");
  return { header: latin1Text(bytes.subarray(at, start)), start };
}

/** Bytes of a number: 8 of `<f8`. */
function itemSize(descr: string): number {
  const size = Number(/^[<>]f([48])$/.exec(descr)?.[1]);
  if (size > 0) return size;
  throw invalid(`holds numbers of type ${descr}; save it as float64 (array.astype("float64"))`);
}

function readNumbers(data: Uint8Array, descr: string, count: number): Float64Array {
  const view = dataView(data);
  const little = descr.startsWith("<");
  const read =
    itemSize(descr) === 4
      ? (i: number): number => view.getFloat32(i * 4, little)
      : (i: number): number => view.getFloat64(i * 8, little);
  return Float64Array.from({ length: count }, (_, i) => read(i));
}

function invalid(message: string): KernelGanError {
  return new KernelGanError("invalid-input", message);
}
