/**
 * Writes a graph as an ONNX model (protocol buffers), the bytes every ONNX Runtime loads.
 *
 * Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3); only the
 * messages a graph needs are written.
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  type Attribute,
  type Constant,
  type DType,
  DYNAMIC,
  Graph,
  type Node,
  type Shape,
  type Tensor,
} from "./graph.js";

/** Version 10 of the file format and operator set 18: known to every ONNX Runtime since 1.18. */
const IR_VERSION = 10;
const OPSET_VERSION = 18;

/** TensorProto.DataType */
const DATA_TYPE: Record<DType, number> = { float32: 1, int64: 7, bool: 9, float16: 10 };
/** AttributeProto.AttributeType */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

/** Encodes a graph as an ONNX ModelProto. */
export function encodeModel(graph: Graph): Uint8Array {
  const w = new BinaryWriter();
  w.tag(1, WireType.Varint).int64(IR_VERSION);
  w.tag(2, WireType.LengthDelimited).string("kernelgan");
  message(w, 7, () => writeGraph(w, graph));
  message(w, 8, () => {
    w.tag(1, WireType.LengthDelimited).string("");
    w.tag(2, WireType.Varint).int64(OPSET_VERSION);
  });
  return w.finish();
}

function message(w: BinaryWriter, field: number, write: () => void): void {
  w.tag(field, WireType.LengthDelimited).fork();
  write();
  w.join();
}

function writeGraph(w: BinaryWriter, graph: Graph): void {
  const nodes = graph.orderedNodes();
  const outputs = graph.outputs.map(({ name, tensor }) => ({ name, tensor: graph.sourceOf(tensor) }));
  const used = new Set([
    ...nodes.flatMap((n) => n.inputs).map((t) => graph.sourceOf(t)),
    ...outputs.map((o) => o.tensor),
  ]);
  // A computed tensor that is an output goes by the output's name. A second name for it, or a name for an input or
  // constant, takes a node that copies.
  const nameOf = new Map<Tensor, string>();
  const copies: { from: Tensor; to: string }[] = [];
  for (const { name, tensor } of outputs) {
    if (tensor.node && !nameOf.has(tensor)) nameOf.set(tensor, name);
    else copies.push({ from: tensor, to: name });
  }
  const named = (tensor: Tensor): string => {
    const source = graph.sourceOf(tensor);
    return nameOf.get(source) ?? source.name;
  };
  for (const node of nodes) message(w, 1, () => writeNode(w, node, named));
  for (const { from, to } of copies) message(w, 1, () => writeIdentity(w, named(from), to));
  w.tag(2, WireType.LengthDelimited).string("graph");
  for (const constant of graph.constants) {
    if (used.has(constant.tensor)) message(w, 5, () => writeConstant(w, constant));
  }
  for (const input of graph.inputs) message(w, 11, () => writeValueInfo(w, input.name, input));
  for (const { name, tensor } of graph.outputs) message(w, 12, () => writeValueInfo(w, name, tensor));
}

function writeNode(w: BinaryWriter, node: Node, named: (tensor: Tensor) => string): void {
  for (const input of node.inputs) w.tag(1, WireType.LengthDelimited).string(named(input));
  for (const output of node.outputs) w.tag(2, WireType.LengthDelimited).string(named(output));
  w.tag(4, WireType.LengthDelimited).string(node.opType);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(w, 5, () => writeAttribute(w, name, value));
  }
}

function writeIdentity(w: BinaryWriter, from: string, to: string): void {
  w.tag(1, WireType.LengthDelimited).string(from);
  w.tag(2, WireType.LengthDelimited).string(to);
  w.tag(4, WireType.LengthDelimited).string("Identity");
}

function writeAttribute(w: BinaryWriter, name: string, value: Attribute): void {
  w.tag(1, WireType.LengthDelimited).string(name);
  const type = (t: number): BinaryWriter => w.tag(20, WireType.Varint).int32(t);
  if (typeof value === "number") {
    w.tag(2, WireType.Bit32).float(value);
    type(ATTRIBUTE_TYPE.float);
  } else if (typeof value === "bigint") {
    w.tag(3, WireType.Varint).int64(value);
    type(ATTRIBUTE_TYPE.int);
  } else if (typeof value === "string") {
    w.tag(4, WireType.LengthDelimited).string(value);
    type(ATTRIBUTE_TYPE.string);
  } else if (value instanceof Graph) {
    message(w, 6, () => writeGraph(w, value));
    type(ATTRIBUTE_TYPE.graph);
  } else {
    for (const n of value) w.tag(8, WireType.Varint).int64(n);
    type(ATTRIBUTE_TYPE.ints);
  }
}

function writeConstant(w: BinaryWriter, { tensor, values }: Constant): void {
  for (const n of tensor.shape) w.tag(1, WireType.Varint).int64(n);
  w.tag(2, WireType.Varint).int32(DATA_TYPE[tensor.dtype]);
  w.tag(8, WireType.LengthDelimited).string(tensor.name);
  // raw_data is little-endian, as is every machine ONNX Runtime runs on.
  w.tag(9, WireType.LengthDelimited).bytes(
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
}

function writeValueInfo(
  w: BinaryWriter,
  name: string,
  { dtype, shape }: { dtype: DType; shape: Shape },
): void {
  w.tag(1, WireType.LengthDelimited).string(name);
  message(w, 2, () =>
    message(w, 1, () => {
      w.tag(1, WireType.Varint).int32(DATA_TYPE[dtype]);
      message(w, 2, () => {
        for (const [axis, n] of shape.entries()) {
          message(w, 1, () => {
            // Dimensions of one name would have to be equal.
            if (n === DYNAMIC) w.tag(2, WireType.LengthDelimited).string(`${name}.${axis}`);
            else w.tag(1, WireType.Varint).int64(n);
          });
        }
      });
    }),
  );
}
