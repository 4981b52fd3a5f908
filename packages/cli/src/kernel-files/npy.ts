/**
 * NumPy's .npy format (numpy.lib.format, versions 1.0 to 3.0).
 *
 *     "\x93NUMPY" | major, minor | header length (2 bytes, from version 2 on 4) | header | numbers
 *
 * The header is a Python dict literal, padded with blanks so that the numbers start at a multiple of 64 bytes:
 * `{'descr': '<f8', 'fortran_order': False, 'shape': (13, 13), }`.
 */
import { type Kernel, KernelGanError } from "@kernelgan/core";
import { rowMajor, squareKernel } from "./square.js";

const MAGIC = "\x93NUMPY";
const ALIGNMENT = 64;

/** Whether the bytes are an .npy file. */
export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 6)).toString("latin1") === MAGIC;
}

/** A kernel as .npy: version 1.0, little-endian float64, C order, shape (n, n). */
export function encodeNpy(k: Kernel): Uint8Array {
  const dict = `{'descr': '<f8', 'fortran_order': False, 'shape': (${k.size}, ${k.size}), }`;
  const start = MAGIC.length + 4;
  const length = Math.ceil((start + dict.length + 1) / ALIGNMENT) * ALIGNMENT - start;
  const out = Buffer.alloc(start + length + k.data.length * 8);
  out.write(`${MAGIC}\x01\x00`, "latin1");
  out.writeUInt16LE(length, 8);
  out.write(`${dict.padEnd(length - 1)}\n`, start, "latin1");
  for (const [i, weight] of k.data.entries()) out.writeDoubleLE(weight, start + length + i * 8);
  return out;
}

/**
 * The kernel in an .npy file: a square float32 or float64 array of either byte and either storage order.
 *
 * @throws KernelGanError `invalid-input` if it holds something else.
 */
export function decodeNpy(bytes: Uint8Array): Kernel {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, start } = readHeader(file);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  if (!descr || !fortran || shape === undefined) throw invalid("is not a valid .npy file");
  const sizes = (shape.match(/\d+/g) ?? []).map(Number);
  if (sizes.length !== 2) throw invalid(`holds an array of ${sizes.length} dimensions; a kernel has 2`);
  const [rows, columns] = sizes;
  const numbers = readNumbers(file.subarray(start), descr, rows * columns);
  return squareKernel(rows, columns, fortran === "True" ? rowMajor(rows, columns, numbers) : numbers);
}

function readHeader(file: Buffer): { header: string; start: number } {
  if (!isNpy(file) || file.length < 12) throw invalid("is not an .npy file");
  const wide = file[6] > 1;
  const at = wide ? 12 : 10;
  const length = wide ? file.readUInt32LE(8) : file.readUInt16LE(8);
  return { header: file.toString("utf8", at, at + length), start: at + length };
}

function readNumbers(data: Buffer, descr: string, count: number): Float64Array {
  const readers: Record<string, (offset: number) => number> = {
    "<f4": (i) => data.readFloatLE(i * 4),
    ">f4": (i) => data.readFloatBE(i * 4),
    "<f8": (i) => data.readDoubleLE(i * 8),
    ">f8": (i) => data.readDoubleBE(i * 8),
  };
  const read = readers[descr];
  if (!read) throw invalid(`holds numbers of type ${descr}; save it as float64 (array.astype("float64"))`);
  if (data.length < count * Number(descr[2])) throw invalid("is cut off");
  return Float64Array.from({ length: count }, (_, i) => read(i));
}

function invalid(message: string): KernelGanError {
  return new KernelGanError("invalid-input", message);
}
