/**
 * Operations that move numbers without changing them. Each one's gradient is another of them:
 * reshape ↔ reshape, transpose ↔ inverse transpose, slice ↔ pad, concat ↔ slices.
 */
import { check } from "../../errors.js";
import { formatShape, type Shape, sameShape, sizeAlong, sizeOf, type Tensor } from "../graph.js";

/** The same numbers in another shape. A reshape of a reshape is one reshape. */
export function reshape(from: Tensor, shape: Shape): Tensor {
  const x = (from.node?.opType === "Reshape" && from.node.inputs[0]) || from;
  if (sameShape(x.shape, shape)) return x;
  check(
    sizeOf(x.shape) === sizeOf(shape),
    () =>
      `cannot reshape ${formatShape(x.shape)} to ${formatShape(shape)}: ${sizeOf(x.shape)} ≠ ${sizeOf(shape)}`,
  );
  const { graph } = x;
  const y = graph.emit("Reshape", [x, graph.integers(shape)], shape);
  return graph.differentiable(y, [x], (dy) => [reshape(dy, x.shape)]);
}

/** Reorders dimensions: dimension i of the result is dimension `order[i]` of `x`. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  check(
    order.length === x.shape.length && [...order].sort((a, b) => a - b).every((d, i) => d === i),
    () => `transpose: [${order}] is no permutation of the dimensions of ${formatShape(x.shape)}`,
  );
  const shape = order.map((d) => sizeAlong(x, d));
  const y = x.graph.emit("Transpose", [x], shape, { perm: order.map(BigInt) });
  const inverse = order.map((_, i) => order.indexOf(i));
  return x.graph.differentiable(y, [x], (dy) => [transpose(dy, inverse)]);
}

/** Elements `start` to `end` (exclusive) of one dimension. A slice of a slice along one dimension is one slice. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const n = x.shape[axis] ?? 0;
  check(
    start >= 0 && start < end && end <= n,
    () => `slice ${start}:${end} of dimension ${axis} is outside ${formatShape(x.shape)}`,
  );
  if (start === 0 && end === n) return x;
  const { graph } = x;
  if (x.node?.opType === "Slice") {
    const [whole, first, , dimension] = x.node.inputs;
    if (whole && first && dimension && Number(graph.constantValues(dimension)[0]) === axis) {
      const offset = Number(graph.constantValues(first)[0]);
      return slice(whole, axis, offset + start, offset + end);
    }
  }
  const shape = x.shape.map((m, i) => (i === axis ? end - start : m));
  const y = graph.emit(
    "Slice",
    [x, graph.integers([start]), graph.integers([end]), graph.integers([axis])],
    shape,
  );
  return graph.differentiable(y, [x], (dy) => [pad(dy, axis, start, n - end)]);
}

/** Zeros before and after one dimension. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x;
  const { graph } = x;
  const n = sizeAlong(x, axis);
  const at = (amount: number): number[] => x.shape.map((_, i) => (i === axis ? amount : 0));
  const shape = x.shape.map((m, i) => (i === axis ? before + m + after : m));
  const y = graph.emit("Pad", [x, graph.integers([...at(before), ...at(after)])], shape);
  return graph.differentiable(y, [x], (dy) => [slice(dy, axis, before, before + n)]);
}

/** Joins tensors along one dimension. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  check(first !== undefined, () => "concat: there is nothing to join");
  if (parts.length === 1) return first;
  for (const part of parts) {
    check(
      part.shape.length === first.shape.length &&
        part.shape.every((n, i) => i === axis || n === first.shape[i]),
      () => `concat along ${axis}: ${formatShape(part.shape)} does not fit ${formatShape(first.shape)}`,
    );
  }
  const sizes = parts.map((p) => sizeAlong(p, axis));
  const total = sizes.reduce((a, b) => a + b, 0);
  const shape = first.shape.map((n, i) => (i === axis ? total : n));
  const y = first.graph.emit("Concat", parts, shape, { axis: BigInt(axis) });
  return first.graph.differentiable(y, parts, (dy, wanted) => {
    let start = 0;
    return sizes.map((n, i) => {
      const from = start;
      start += n;
      return wanted[i] ? slice(dy, axis, from, from + n) : undefined;
    });
  });
}

/** The same value, through which no gradient flows. */
export function stopGradient(x: Tensor): Tensor {
  // Emitted without a gradient rule; ONNX Runtime removes the node when it loads the graph.
  return x.graph.emit("Identity", [x], x.shape);
}
