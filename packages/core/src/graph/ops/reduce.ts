/**
 * Sums and means over dimensions, and `expand`, the adjoint of the sum: each one's gradient is made of the other.
 * Where only some dimensions are summed they stay, with size 1, so that results broadcast back.
 *
 * | y           | dx for dy                          |
 * | ----------- | ---------------------------------- |
 * | Σ x         | dy, expanded                       |
 * | (1/n) Σ x   | dy / n, expanded                   |
 * | x, expanded | Σ dy over the expanded dimensions  |
 */
import { check } from "../../errors.js";
import { formatShape, type Shape, sameShape, sizeOf, type Tensor } from "../graph.js";
import { reshape } from "./shape.js";

const allAxes = (x: Tensor): number[] => x.shape.map((_, i) => i);
const reducedShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((n, i) => (axes.includes(i) ? 1 : n));

/** Sum over `axes` (default: all); each becomes size 1. */
export function reduceSum(x: Tensor, axes: readonly number[] = allAxes(x)): Tensor {
  const { graph } = x;
  const y = graph.emit("ReduceSum", [x, graph.integers(axes)], reducedShape(x.shape, axes), { keepdims: 1n });
  return graph.differentiable(y, [x], (dy) => [expand(dy, x.shape)]);
}

/** Sum of all elements, as a scalar of shape []. */
export function sum(x: Tensor): Tensor {
  const y = x.graph.emit("ReduceSum", [x, x.graph.integers(allAxes(x))], [], { keepdims: 0n });
  return x.graph.differentiable(y, [x], (dy) => [expand(dy, x.shape)]);
}

/** Mean of all elements, as a scalar of shape []. */
export function mean(x: Tensor): Tensor {
  const { graph } = x;
  const y = graph.emit("ReduceMean", [x, graph.integers(allAxes(x))], [], { keepdims: 0n });
  return graph.differentiable(y, [x], (dy) => {
    // Emitted here: arithmetic.ts, which has `div`, is built on this file.
    const share = graph.emit("Div", [dy, graph.constant(sizeOf(x.shape))], dy.shape);
    return [expand(share, x.shape)];
  });
}

/** Stretches dimensions of size 1 (and adds leading ones) to `shape`. */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const { graph } = x;
  const lead = shape.length - x.shape.length;
  const axes = shape.map((_, i) => i).filter((i) => i < lead || (x.shape[i - lead] === 1 && shape[i] !== 1));
  check(
    shape.every((n, i) => axes.includes(i) || n === x.shape[i - lead]),
    () => `cannot expand ${formatShape(x.shape)} to ${formatShape(shape)}`,
  );
  const y = graph.emit("Expand", [x, graph.integers(shape)], shape);
  return graph.differentiable(y, [x], (dy) => [reshape(reduceSum(dy, axes), x.shape)]);
}
