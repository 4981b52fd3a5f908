/**
 * Just enough of WebAssembly's binary format (https://webassembly.github.io/spec/core/binary) to read a module's
 * functions and to replace some. Numbers and vectors of bytes are encoded as in protocol buffers.
 */
import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import { applyEdits, type Edit } from "../src/edits.js";

/** Magic number and version. */
const HEADER_BYTES = 8;
const SECTION = { types: 1, functions: 3, code: 10 } as const;
const FUNCTION_TYPE = 0x60;

/** A function that is defined in a module, not imported. */
export interface WasmFunction {
  /** Types of parameters and results as the format writes them, in hexadecimal: "7f7d>7f". */
  signature: string;
  /** Locals and instructions. */
  body: Uint8Array;
}

interface Section {
  id: number;
  content: Uint8Array;
}

function sectionsOf(module: Uint8Array): Section[] {
  const reader = new BinaryReader(module.subarray(HEADER_BYTES));
  const sections: Section[] = [];
  while (reader.pos < reader.len) sections.push({ id: reader.uint32(), content: reader.bytes() });
  return sections;
}

/** The functions of a module, in the order of its code. */
export function functionsOf(module: Uint8Array): WasmFunction[] {
  const sections = sectionsOf(module);
  /** Reads a section that is a vector. */
  const vector = <T>(id: number, read: (reader: BinaryReader) => T): T[] => {
    const reader = new BinaryReader(
      sections.find((section) => section.id === id)?.content ?? Uint8Array.of(0),
    );
    return Array.from({ length: reader.uint32() }, () => read(reader));
  };
  const signatures = vector(SECTION.types, (reader) => {
    if (reader.uint32() !== FUNCTION_TYPE) throw new Error("a type of the module is not that of a function");
    return [reader.bytes(), reader.bytes()].map((types) => Buffer.from(types).toString("hex")).join(">");
  });
  const types = vector(SECTION.functions, (reader) => reader.uint32());
  return vector(SECTION.code, (reader) => reader.bytes()).map((body, i) => ({
    signature: signatures[types[i] as number] as string,
    body,
  }));
}

/** The changes that give some of a module's functions other bodies. */
export function bodyEdits(module: Uint8Array, bodies: ReadonlyMap<number, Uint8Array>): Edit[] {
  const reader = new BinaryReader(module);
  reader.pos = HEADER_BYTES;
  while (reader.uint32() !== SECTION.code) reader.bytes();
  const start = reader.pos;
  const size = reader.uint32();
  const content = reader.pos;
  const edits: Edit[] = [];
  const count = reader.uint32();
  for (let i = 0; i < count; i++) {
    const at = reader.pos;
    reader.bytes();
    const body = bodies.get(i);
    if (body) edits.push({ at, remove: reader.pos - at, insert: new BinaryWriter().bytes(body).finish() });
  }
  const growth = edits.reduce((sum, { remove, insert }) => sum + insert.length - remove, 0);
  const newSize = new BinaryWriter().uint32(size + growth).finish();
  return [{ at: start, remove: content - start, insert: newSize }, ...edits];
}

/** The module with other bodies for some of its functions. */
export function replaceBodies(
  module: Uint8Array,
  bodies: ReadonlyMap<number, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  return applyEdits(module, bodyEdits(module, bodies));
}
