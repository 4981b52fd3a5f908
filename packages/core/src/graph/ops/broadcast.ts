/**
 * Broadcasting as ONNX and NumPy define it: shapes are aligned at their last dimension, and a dimension of 1
 * stretches to any size.
 */
import { check } from "../../errors.js";
import { formatShape, type Shape, sameShape, type Tensor } from "../graph.js";
import { reduceSum } from "./reduce.js";
import { reshape } from "./shape.js";

/** The shape two shapes broadcast to. */
export function broadcastShape(opType: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const m = a[i - rank + a.length] ?? 1;
    const n = b[i - rank + b.length] ?? 1;
    check(
      m === n || m === 1 || n === 1,
      () => `${opType}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast`,
    );
    return m === 1 ? n : m;
  });
}

/** The adjoint of broadcasting: sums `grad` over the dimensions along which `shape` was stretched. */
export function sumToShape(grad: Tensor, shape: Shape): Tensor {
  if (sameShape(grad.shape, shape)) return grad;
  const lead = grad.shape.length - shape.length;
  const axes = grad.shape
    .map((_, i) => i)
    .filter((i) => grad.shape[i] !== 1 && (i < lead || shape[i - lead] === 1));
  return reshape(axes.length ? reduceSum(grad, axes) : grad, shape);
}
