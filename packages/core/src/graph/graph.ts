/**
 * A static tensor graph: what is computed, with every shape known and checked while it is built.
 *
 * Two layers meet here. `emit` adds a node of the ONNX standard (https://onnx.ai/onnx/operators) and knows nothing
 * of gradients. `differentiable` says how a gradient flows back through what was emitted; one differentiable
 * operation may consist of several nodes (see ops/). Models are written forward only, with the functions of ops/;
 * `gradients` (gradients.ts) walks what they recorded.
 *
 * Equal nodes are made once (hash consing), so gradient rules need not look for what the forward pass computed
 * already. Nodes that no output needs are left out when the graph is encoded (encode.ts).
 */
import { check } from "../errors.js";
import { toHalf } from "./half.js";

/** TensorProto.DataType, of which Cast makes the attribute. */
const FLOAT32 = 1n;

/** Sizes of a tensor, outermost dimension first. A scalar has shape []. */
export type Shape = readonly number[];

/**
 * A dimension whose size each run decides: the steps of a Scan, the sides of a picture. The operations of ops/ do not
 * take such tensors.
 */
export const DYNAMIC = -1;

/**
 * Element types in use: float32 for numbers, float16 for weights to store, int64 for indices and loop counters, bool
 * for conditions.
 */
export type DType = "float32" | "float16" | "int64" | "bool";

/** A value in the graph: a name, a shape and a type. Its numbers exist only while the graph runs. */
export interface Tensor {
  readonly graph: Graph;
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** The node that computes it; undefined for inputs and constants. */
  readonly node: Node | undefined;
}

/** Attribute of a node. Numbers are stored as ONNX ints when given as bigint, as floats otherwise. */
export type Attribute = number | bigint | string | readonly bigint[] | Graph;

/** One ONNX operation. */
export interface Node {
  readonly opType: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: Tensor[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant of the graph. */
export interface Constant {
  readonly tensor: Tensor;
  readonly values: Float32Array | Uint16Array | BigInt64Array | Uint8Array;
}

/**
 * The gradient rule of a differentiable operation: from the gradient of the loss with respect to the output, the
 * gradients with respect to the inputs, in order; undefined where none flows.
 * `wanted[i]` is false where the i-th is not needed, so that the rule can leave its nodes out.
 */
export type GradientRule = (grad: Tensor, wanted: readonly boolean[]) => readonly (Tensor | undefined)[];

interface Operation {
  readonly inputs: readonly Tensor[];
  readonly rule: GradientRule;
}

/** One tensor for each shape. */
type TensorsOf<Shapes extends readonly Shape[]> = { readonly [I in keyof Shapes]: Tensor };

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** The sizes of a tensor that has so many dimensions. */
interface Dimensions {
  2: readonly [number, number];
  3: readonly [number, number, number];
  4: readonly [number, number, number, number];
}

/**
 * The sizes of a tensor of known rank.
 *
 * @throws KernelGanError `invalid-argument` if it has another rank
 */
export function dimensions<Rank extends keyof Dimensions>(tensor: Tensor, rank: Rank): Dimensions[Rank] {
  check(
    tensor.shape.length === rank,
    () => `${tensor.name} should have ${rank} dimensions, got shape ${formatShape(tensor.shape)}`,
  );
  return tensor.shape as Dimensions[Rank];
}

/**
 * The size of one dimension.
 *
 * @throws KernelGanError `invalid-argument` if the tensor does not have it
 */
export function sizeAlong({ name, shape }: Tensor, axis: number): number {
  const size = shape[axis];
  check(size !== undefined, () => `${name} ${formatShape(shape)} has no dimension ${axis}`);
  return size;
}

/** Whether two shapes are equal. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** A shape for messages: "[2, 64, 400]". */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/**
 * Which engine a graph is for: some results can be computed in several ways, and engines differ in which is fast.
 * `native` and `wasm` run in every engine but WebGPU's, which lacks the training mode of BatchNormalization; `webgpu`
 * runs in every engine.
 */
export type Dialect = "native" | "wasm" | "webgpu";

export class Graph {
  readonly inputs: Tensor[] = [];
  readonly outputs: { name: string; tensor: Tensor }[] = [];
  readonly constants: Constant[] = [];
  readonly #operations = new Map<Tensor, Operation>();
  readonly #emitted = new Map<string, Tensor[]>();
  readonly #sources = new Map<Tensor, Tensor>();
  readonly #constantByKey = new Map<string, Tensor>();
  #count = 0;

  /** @param prefix goes before every generated name: a loop body must not reuse the names of the graph round it. */
  constructor(
    readonly prefix = "t",
    readonly dialect: Dialect = "native",
  ) {}

  /** Declares an input of the graph. */
  input(name: string, shape: Shape, dtype: DType = "float32"): Tensor {
    check(!this.inputs.some((t) => t.name === name), () => `the graph has an input "${name}" already`);
    const tensor: Tensor = { graph: this, name, shape, dtype, node: undefined };
    this.inputs.push(tensor);
    return tensor;
  }

  /** A float32 constant. Equal constants are stored once. */
  constant(values: ArrayLike<number> | number, shape: Shape = []): Tensor {
    const data = typeof values === "number" ? Float32Array.of(values) : Float32Array.from(values);
    return this.#addConstant(data, shape, "float32", () => `f${formatShape(shape)}${data.join()}`);
  }

  /**
   * A constant that is stored in half precision, for weights of networks that are shipped; its type here is float32.
   */
  halfConstant(values: Float32Array, shape: Shape): Tensor {
    const half = toHalf(values);
    const stored = this.#addConstant(half, shape, "float16", () => `h${formatShape(shape)}${half.join()}`);
    return this.emit("Cast", [stored], shape, { to: FLOAT32 });
  }

  /**
   * Memory of a node's own: a constant of arbitrary finite values that no other node shares and that the node may
   * overwrite. (Each has values that no other constant has, or ONNX Runtime would make one of small equal ones.)
   */
  scratch(shape: Shape): Tensor {
    const id = this.constants.length;
    return this.#addConstant(
      new Float32Array(sizeOf(shape)).fill(1e6 + id),
      shape,
      "float32",
      () => `scratch${id}`,
    );
  }

  /** An int64 constant, for shapes and indices. */
  integers(values: readonly number[], shape: Shape = [values.length]): Tensor {
    const data = BigInt64Array.from(values, BigInt);
    return this.#addConstant(data, shape, "int64", () => `i${formatShape(shape)}${values.join()}`);
  }

  #addConstant(values: Constant["values"], shape: Shape, dtype: DType, keyOf: () => string): Tensor {
    check(
      values.length === sizeOf(shape),
      () => `a constant of shape ${formatShape(shape)} has ${sizeOf(shape)} elements, got ${values.length}`,
    );
    const key = keyOf();
    const known = this.#constantByKey.get(key);
    if (known) return known;
    const tensor: Tensor = {
      graph: this,
      name: `${this.prefix}c${this.constants.length}`,
      shape,
      dtype,
      node: undefined,
    };
    this.constants.push({ tensor, values });
    this.#constantByKey.set(key, tensor);
    return tensor;
  }

  /** The numbers of a constant. */
  constantValues(tensor: Tensor): Constant["values"] {
    const constant = this.constants.find((c) => c.tensor === tensor);
    check(constant !== undefined, () => `${tensor.name} is no constant`);
    return constant.values;
  }

  /**
   * Adds an ONNX node with one output. The caller knows its shape; ONNX Runtime checks it again when it loads the
   * graph.
   */
  emit(
    opType: string,
    inputs: readonly Tensor[],
    shape: Shape,
    attributes: Readonly<Record<string, Attribute>> = {},
    dtype: DType = "float32",
  ): Tensor {
    return this.emitAll(opType, inputs, [shape], attributes, dtype)[0];
  }

  /** Adds an ONNX node with several outputs, all of one type. */
  emitAll<const Shapes extends readonly Shape[]>(
    opType: string,
    inputs: readonly Tensor[],
    shapes: Shapes,
    attributes: Readonly<Record<string, Attribute>> = {},
    dtype: DType = "float32",
  ): TensorsOf<Shapes> {
    for (const tensor of inputs) {
      check(tensor.graph === this, () => `${opType}: input ${tensor.name} belongs to another graph`);
    }
    const key = nodeKey(opType, inputs, attributes);
    const known = key && this.#emitted.get(key);
    if (known) return known as TensorsOf<Shapes>;
    const node: Node = { opType, inputs, outputs: [], attributes };
    for (const shape of shapes) {
      node.outputs.push({ graph: this, name: `${this.prefix}${this.#count++}`, shape, dtype, node });
    }
    if (key) this.#emitted.set(key, node.outputs);
    return node.outputs as TensorsOf<Shapes>;
  }

  /** Records how gradients flow from `output` back to `inputs`. Returns `output`. */
  differentiable(output: Tensor, inputs: readonly Tensor[], rule: GradientRule): Tensor {
    // A node made before (hash consing) has its rule already, and by construction the same one.
    if (!this.#operations.has(output)) this.#operations.set(output, { inputs, rule });
    return output;
  }

  /** What was recorded for a tensor; undefined where no gradient passes. */
  operationOf(tensor: Tensor): Operation | undefined {
    return this.#operations.get(tensor);
  }

  /**
   * Declares that `tensor` need not be computed: `source`, a tensor of the same shape, is known to hold the same
   * numbers. Everything that uses `tensor` reads `source` instead, gradients included.
   */
  supply(tensor: Tensor, source: Tensor): void {
    check(
      sameShape(tensor.shape, source.shape),
      () => `${formatShape(source.shape)} cannot stand for ${formatShape(tensor.shape)}`,
    );
    this.#sources.set(tensor, source);
  }

  /** The tensor that holds the numbers of `tensor`, see `supply`. */
  sourceOf(tensor: Tensor): Tensor {
    return this.#sources.get(tensor) ?? tensor;
  }

  /** Names a tensor as an output of the graph. */
  output(name: string, tensor: Tensor): void {
    check(!this.outputs.some((o) => o.name === name), () => `the graph has an output "${name}" already`);
    this.outputs.push({ name, tensor });
  }

  /** The nodes that the outputs need, each after the nodes it depends on. */
  orderedNodes(): Node[] {
    return ancestors(this.outputs.map((o) => o.tensor));
  }
}

/** Every node that `tensors` depend on, inputs before users. */
export function ancestors(tensors: readonly Tensor[]): Node[] {
  const ordered: Node[] = [];
  const seen = new Set<Node>();
  const visit = (tensor: Tensor): void => {
    const { node } = tensor.graph.sourceOf(tensor);
    if (!node || seen.has(node)) return;
    seen.add(node);
    for (const input of node.inputs) visit(input);
    ordered.push(node);
  };
  for (const tensor of tensors) visit(tensor);
  return ordered;
}

/** Equal keys mean equal nodes. Nodes with a subgraph are never merged. */
function nodeKey(
  opType: string,
  inputs: readonly Tensor[],
  attributes: Readonly<Record<string, Attribute>>,
): string | undefined {
  const parts = [opType, ...inputs.map((t) => t.name)];
  for (const [name, value] of Object.entries(attributes)) {
    if (value instanceof Graph) return undefined;
    parts.push(`${name}=${typeof value}:${value}`);
  }
  return parts.join("|");
}
