/**
 * A plain interpreter of the ONNX operations the project uses, in float64: slow, short, and written from the ONNX
 * specification alone, so that it can judge both the graphs we build and ONNX Runtime's results.
 */
import {
  type Attribute,
  ancestors,
  type Graph,
  type Node,
  type Shape,
  sizeOf,
  type Tensor,
} from "../../src/graph/graph.js";

/** A tensor with numbers. Booleans are 0 and 1. */
export interface Value {
  shape: Shape;
  data: Float64Array;
}

export function value(shape: Shape, data: ArrayLike<number>): Value {
  return { shape, data: Float64Array.from(data) };
}

/** Evaluates tensors of a graph from the values of its inputs, by name. */
export function evaluate(
  graph: Graph,
  feeds: Readonly<Record<string, Value>>,
  wanted: readonly Tensor[],
): Value[] {
  const values = new Map<Tensor, Value>();
  for (const { tensor, values: data } of graph.constants) {
    values.set(tensor, {
      shape: tensor.shape,
      data: Float64Array.from(data as ArrayLike<number | bigint>, Number),
    });
  }
  for (const tensor of graph.inputs) values.set(tensor, feeds[tensor.name] as Value);
  for (const node of ancestors(wanted)) {
    const inputs = node.inputs.map((t) => values.get(t)) as unknown as Inputs;
    const op = OPERATIONS[node.opType];
    if (!op) throw new Error(`the reference has no ${node.opType}`);
    const results = op(inputs, node.attributes, node);
    node.outputs.forEach((t, i) => {
      const result = results[i] as Value;
      if (result.shape.join() !== t.shape.join() || result.data.length !== sizeOf(t.shape)) {
        throw new Error(`${node.opType}: the graph says [${t.shape}], the reference [${result.shape}]`);
      }
      values.set(t, result);
    });
  }
  return wanted.map((t) => values.get(t) as Value);
}

/** As many as the operation has. */
type Inputs = readonly [Value, Value, Value, Value, Value];
type Operation = (inputs: Inputs, attributes: Node["attributes"], node: Node) => readonly Value[];

type Four = [number, number, number, number];

const strides = (shape: Shape): number[] => shape.map((_, i) => sizeOf(shape.slice(i + 1)));

/** Calls `visit` with every index of a shape and its flat position. */
function forEachIndex<Index extends number[] = number[]>(
  shape: Shape,
  visit: (index: Index, flat: number) => void,
): void {
  const st = strides(shape);
  for (let flat = 0; flat < sizeOf(shape); flat++) {
    visit(st.map((s, i) => Math.floor(flat / s) % (shape[i] as number)) as Index, flat);
  }
}

/** The element of `v` that broadcasting puts at `index`. */
function at(v: Value, index: readonly number[]): number {
  const st = strides(v.shape);
  const lead = index.length - v.shape.length;
  return v.data[
    v.shape.reduce((sum, n, i) => sum + (n === 1 ? 0 : (index[lead + i] as number) * (st[i] as number)), 0)
  ] as number;
}

function elementwise(f: (...xs: number[]) => number): Operation {
  return (inputs) => {
    const rank = Math.max(...inputs.map((v) => v.shape.length));
    const shape = Array.from({ length: rank }, (_, i) =>
      Math.max(...inputs.map((v) => v.shape[i - rank + v.shape.length] ?? 1)),
    );
    const data = new Float64Array(sizeOf(shape));
    forEachIndex(shape, (index, flat) => {
      data[flat] = f(...inputs.map((v) => at(v, index)));
    });
    return [{ shape, data }];
  };
}

function reduction(finish: (sum: number, n: number) => number): Operation {
  return ([x, axes], { keepdims }) => {
    const v = x as Value;
    const reduced = (axes ? [...axes.data] : v.shape.map((_, i) => i)).map((a) =>
      a < 0 ? a + v.shape.length : a,
    );
    const shape = v.shape.map((n, i) => (reduced.includes(i) ? 1 : n));
    const out = { shape, data: new Float64Array(sizeOf(shape)) };
    const st = strides(shape);
    forEachIndex(v.shape, (index, flat) => {
      const to = index.reduce((sum, n, i) => sum + (reduced.includes(i) ? 0 : n * (st[i] as number)), 0);
      out.data[to] = (out.data[to] as number) + (v.data[flat] as number);
    });
    const n = v.data.length / out.data.length;
    const kept = keepdims === 0n ? shape.filter((_, i) => !reduced.includes(i)) : shape;
    return [{ shape: kept, data: out.data.map((s) => finish(s, n)) }];
  };
}

const swapLast = (v: Value): Value => {
  const [m, n] = v.shape.slice(-2) as [number, number];
  const shape = [...v.shape.slice(0, -2), n, m];
  const data = new Float64Array(v.data.length);
  forEachIndex(shape, (index, flat) => {
    const [i, j] = index.slice(-2) as [number, number];
    data[flat] = at(v, [...index.slice(0, -2), j, i]);
  });
  return { shape, data };
};

function matmul(a: Value, b: Value): Value {
  const [m, k] = a.shape.slice(-2) as [number, number];
  const n = b.shape.at(-1) as number;
  const rank = Math.max(a.shape.length, b.shape.length) - 2;
  const lead = Array.from({ length: rank }, (_, i) =>
    Math.max(a.shape[i - rank + a.shape.length - 2] ?? 1, b.shape[i - rank + b.shape.length - 2] ?? 1),
  );
  const shape = [...lead, m, n];
  const data = new Float64Array(sizeOf(shape));
  forEachIndex(shape, (index, flat) => {
    const [i, j] = index.slice(-2) as [number, number];
    let sum = 0;
    for (let l = 0; l < k; l++)
      sum += at(a, [...index.slice(0, -2), i, l]) * at(b, [...index.slice(0, -2), l, j]);
    data[flat] = sum;
  });
  return { shape, data };
}

const ints = (a: Attribute | undefined): number[] => [...(a as readonly bigint[])].map(Number);

const OPERATIONS: Record<string, Operation> = {
  Add: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  Div: elementwise((a, b) => a / b),
  Pow: elementwise((a, b) => a ** b),
  Neg: elementwise((a) => -a),
  Abs: elementwise((a) => Math.abs(a)),
  Sign: elementwise((a) => Math.sign(a)),
  Sqrt: elementwise((a) => Math.sqrt(a)),
  Reciprocal: elementwise((a) => 1 / a),
  Relu: elementwise((a) => Math.max(a, 0)),
  Sigmoid: elementwise((a) => 1 / (1 + Math.exp(-a))),
  Cast: elementwise((a) => (a !== 0 ? 1 : 0)),
  Where: elementwise((c, a, b) => (c ? a : b)),
  Clip: elementwise((x, low, high) => Math.min(Math.max(x, low), high)),
  Min: elementwise((a, b) => Math.min(a, b)),
  Max: elementwise((a, b) => Math.max(a, b)),
  Identity: (inputs) => inputs,
  Reshape: ([x, shape]) => [{ shape: [...shape.data], data: x.data }],
  ReduceSum: reduction((sum) => sum),
  ReduceMean: reduction((sum, n) => sum / n),
  // Of [1, rows, n], as the graphs use it.
  GlobalAveragePool: ([x]) => {
    const [, rows, n] = x.shape as [number, number, number];
    const means = Float64Array.from(
      { length: rows },
      (_, r) => x.data.subarray(r * n, (r + 1) * n).reduce((a, b) => a + b, 0) / n,
    );
    return [{ shape: [1, rows, 1], data: means }];
  },
  Expand: ([x, shape]) => {
    const data = new Float64Array(sizeOf([...shape.data]));
    forEachIndex([...shape.data], (index, flat) => {
      data[flat] = at(x, index);
    });
    return [{ shape: [...shape.data], data }];
  },
  Transpose: ([x], { perm }) => {
    const order = ints(perm);
    const shape = order.map((d) => x.shape[d] as number);
    const data = new Float64Array(x.data.length);
    forEachIndex(shape, (index, flat) => {
      const from: number[] = [];
      order.forEach((d, i) => {
        from[d] = index[i] as number;
      });
      data[flat] = at(x, from);
    });
    return [{ shape, data }];
  },
  Slice: ([x, start, end, axis]) => {
    const shape = x.shape.map((n, i) =>
      i === axis.data[0] ? (end.data[0] as number) - (start.data[0] as number) : n,
    );
    const data = new Float64Array(sizeOf(shape));
    forEachIndex(shape, (index, flat) => {
      data[flat] = at(
        x,
        index.map((n, i) => (i === axis.data[0] ? n + (start.data[0] as number) : n)),
      );
    });
    return [{ shape, data }];
  },
  Pad: ([x, pads]) => {
    const rank = x.shape.length;
    const shape = x.shape.map((n, i) => n + (pads.data[i] as number) + (pads.data[i + rank] as number));
    const data = new Float64Array(sizeOf(shape));
    forEachIndex(shape, (index, flat) => {
      const from = index.map((n, i) => n - (pads.data[i] as number));
      if (from.every((n, i) => n >= 0 && n < (x.shape[i] as number))) data[flat] = at(x, from);
    });
    return [{ shape, data }];
  },
  Concat: (inputs, { axis }) => {
    const along = Number(axis);
    const shape = (inputs[0] as Value).shape.map((n, i) =>
      i === along ? inputs.reduce((sum, v) => sum + (v.shape[i] as number), 0) : n,
    );
    const data = new Float64Array(sizeOf(shape));
    forEachIndex(shape, (index, flat) => {
      let rest = index[along] as number;
      let part = 0;
      while (rest >= (inputs[part]!.shape[along] as number)) rest -= inputs[part++]!.shape[along] as number;
      data[flat] = at(
        inputs[part]!,
        index.map((n, i) => (i === along ? rest : n)),
      );
    });
    return [{ shape, data }];
  },
  MatMul: ([a, b]) => [matmul(a, b)],
  Gemm: ([a, b], { transA, transB }) => [matmul(transA ? swapLast(a) : a, transB ? swapLast(b) : b)],
  Conv: ([x, w], { pads }) => {
    const [batch, c, h, wd] = x.shape as Four;
    const [o, , kh, kw] = w.shape as Four;
    const [top, left, bottom, right] = (pads ? ints(pads) : [0, 0, 0, 0]) as Four;
    const shape = [batch, o, top + h + bottom - kh + 1, left + wd + right - kw + 1];
    const data = new Float64Array(sizeOf(shape));
    forEachIndex<Four>(shape, ([b, m, i, j], flat) => {
      let sum = 0;
      for (let ch = 0; ch < c; ch++)
        for (let u = 0; u < kh; u++)
          for (let v = 0; v < kw; v++) {
            const [y, z] = [i + u - top, j + v - left];
            if (y >= 0 && y < h && z >= 0 && z < wd) sum += at(x, [b, ch, y, z]) * at(w, [m, ch, u, v]);
          }
      data[flat] = sum;
    });
    return [{ shape, data }];
  },
  ConvTranspose: ([x, w]) => {
    const [batch, , h, wd] = x.shape as Four;
    const [, c, kh, kw] = w.shape as Four;
    const shape = [batch, c, h + kh - 1, wd + kw - 1];
    const data = new Float64Array(sizeOf(shape));
    const st = strides(shape);
    forEachIndex<Four>(x.shape, ([b, m, i, j], flat) => {
      for (let ch = 0; ch < c; ch++)
        for (let u = 0; u < kh; u++)
          for (let v = 0; v < kw; v++) {
            const to = b * st[0]! + ch * st[1]! + (i + u) * st[2]! + (j + v);
            data[to] = data[to]! + x.data[flat]! * at(w, [m, ch, u, v]);
          }
    });
    return [{ shape, data }];
  },
  BatchNormalization: ([x, scale, bias, mean, variance], { epsilon, training_mode }) => {
    const [batch, channels, n] = x.shape as [number, number, number];
    if (batch !== 1) throw new Error("the reference normalises batches of one");
    const row = (c: number): Float64Array => x.data.subarray(c * n, (c + 1) * n);
    const average = (v: Float64Array): number => v.reduce((a, b) => a + b, 0) / n;
    const means = training_mode
      ? Float64Array.from({ length: channels }, (_, c) => average(row(c)))
      : mean.data;
    const variances = training_mode
      ? Float64Array.from({ length: channels }, (_, c) => average(row(c).map((v) => (v - means[c]!) ** 2)))
      : variance.data;
    const data = x.data.map((v, i) => {
      const c = Math.floor(i / n);
      return (scale.data[c]! * (v - means[c]!)) / Math.sqrt(variances[c]! + Number(epsilon)) + bias.data[c]!;
    });
    const y = { shape: x.shape, data };
    return training_mode
      ? [y, { shape: [channels], data: means }, { shape: [channels], data: variances }]
      : [y];
  },
};
