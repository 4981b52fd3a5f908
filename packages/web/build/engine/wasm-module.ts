/**
 * Just enough of WebAssembly's binary format (https://webassembly.github.io/spec/core/binary) to read a module's
 * functions and to replace some. Numbers and vectors of bytes are encoded as in protocol buffers.
 */
import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";

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

/** The module with other bodies for some of its functions. */
export function replaceBodies(module: Uint8Array, bodies: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const writer = new BinaryWriter().raw(module.subarray(0, HEADER_BYTES));
  for (const { id, content } of sectionsOf(module)) {
    writer.uint32(id);
    if (id !== SECTION.code) {
      writer.bytes(content);
      continue;
    }
    const functions = functionsOf(module);
    const code = new BinaryWriter().uint32(functions.length);
    for (const [i, { body }] of functions.entries()) code.bytes(bodies.get(i) ?? body);
    writer.bytes(code.finish());
  }
  return writer.finish();
}
