/**
 * Activations. (The ReLU is in magnified-relu.ts.)
 *
 * | y            | dx for dy           |
 * | ------------ | ------------------- |
 * | 1/(1 + e⁻ˣ)  | dy · y · (1 − y)    |
 */
import type { Tensor } from "../graph.js";
import { mul, sub } from "./arithmetic.js";

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(x: Tensor): Tensor {
  const y = x.graph.emit("Sigmoid", [x], x.shape);
  return x.graph.differentiable(y, [x], (dy) => [mul(dy, mul(y, sub(1, y)))]);
}
