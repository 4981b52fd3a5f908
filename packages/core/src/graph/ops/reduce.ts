/**
 * Sums and means over dimensions. Where only some dimensions are summed they stay, with size 1, so that results broadcast back.
 *
 * | y           | dx for dy                        |
 * | ----------- | -------------------------------- |
 * | Σ x         | dy, stretched                    |
 * | (1/n) Σ x   | dy / n, stretched                |
 */
import { type Shape, sizeOf, type Tensor } from "../graph.js";
import { div } from "./arithmetic.js";
import { expand } from "./shape.js";

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
  const y = x.graph.emit("ReduceMean", [x, x.graph.integers(allAxes(x))], [], { keepdims: 0n });
  return x.graph.differentiable(y, [x], (dy) => [expand(div(dy, sizeOf(x.shape)), x.shape)]);
}
