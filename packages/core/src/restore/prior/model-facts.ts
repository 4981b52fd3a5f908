/**
 * What an ONNX model says about itself, read without an engine: field numbers are those of onnx.proto3
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** An input or an output. */
export interface ModelTensor {
  readonly name: string;
  /** Of TensorProto.DataType; 0 for what is no tensor. */
  readonly type: number;
  /** Undefined for a dimension that each run decides; without any if the model does not say how many there are. */
  readonly shape: readonly (number | undefined)[] | undefined;
}

/** A model. */
export interface ModelFacts {
  /** Those that are not constants. */
  readonly inputs: readonly ModelTensor[];
  readonly outputs: readonly ModelTensor[];
  /** Whether weights are in files of their own. */
  readonly hasExternalData: boolean;
}

/** TensorProto.DataType.FLOAT */
export const FLOAT = 1;
/** TensorProto.DataLocation.EXTERNAL */
const EXTERNAL = 1;

/** Undefined for bytes that are no ONNX model. */
export function modelFacts(bytes: Uint8Array): ModelFacts | undefined {
  try {
    let graph: Uint8Array | undefined;
    let version = 0;
    fields(bytes, {
      1: (reader) => (version = Number(reader.int64())),
      7: (reader) => (graph = reader.bytes()),
    });
    return graph && version > 0 ? graphFacts(graph) : undefined;
  } catch {
    return undefined;
  }
}

type Handlers = Readonly<Record<number, (reader: BinaryReader) => unknown>>;

/** Reads a message: calls what is there for a field's number, and skips the others. */
function fields(message: Uint8Array, handlers: Handlers): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    const handle = handlers[field];
    if (handle) handle(reader);
    else reader.skip(type, field);
  }
}

function graphFacts(graph: Uint8Array): ModelFacts | undefined {
  const inputs: ModelTensor[] = [];
  const outputs: ModelTensor[] = [];
  const constants = new Set<string>();
  let [nodes, hasExternalData] = [0, false];
  fields(graph, {
    1: (reader) => {
      nodes++;
      reader.skip(WireType.LengthDelimited);
    },
    5: (reader) =>
      fields(reader.bytes(), {
        8: (tensor) => constants.add(tensor.string()),
        14: (tensor) => {
          if (tensor.int32() === EXTERNAL) hasExternalData = true;
        },
      }),
    11: (reader) => inputs.push(tensorFacts(reader.bytes())),
    12: (reader) => outputs.push(tensorFacts(reader.bytes())),
  });
  if (nodes === 0) return undefined;
  return { inputs: inputs.filter(({ name }) => !constants.has(name)), outputs, hasExternalData };
}

function tensorFacts(info: Uint8Array): ModelTensor {
  let name = "";
  let type = 0;
  let shape: (number | undefined)[] | undefined;
  const dimension = (reader: BinaryReader): void => {
    let size: number | undefined;
    fields(reader.bytes(), { 1: (dim) => (size = Number(dim.int64())) });
    // Some programs write 0 or −1 for what a run decides.
    shape?.push(size !== undefined && size > 0 ? size : undefined);
  };
  fields(info, {
    1: (reader) => (name = reader.string()),
    2: (reader) =>
      fields(reader.bytes(), {
        1: (tensor) =>
          fields(tensor.bytes(), {
            1: (element) => (type = element.int32()),
            2: (dimensions) => {
              shape = [];
              fields(dimensions.bytes(), { 1: dimension });
            },
          }),
      }),
  });
  return { name, type, shape };
}
