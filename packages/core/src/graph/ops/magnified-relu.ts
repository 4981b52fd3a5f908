/**
 * The ReLU, max(x, 0), with a cheaper gradient.
 *
 * | y          | dx for dy         |
 * | ---------- | ----------------- |
 * | max(x, 0)  | dy where y > 0    |
 *
 * As a comparison and a selection the gradient's mask takes two passes over memory. One suffices where all positive
 * values are known to be above 1: the mask is min(y, 1). So `magnifiedRelu` expects its input multiplied by a large
 * power of 2, `MAGNIFICATION`, which rounds nothing and which the network takes off again behind it. Both cost nothing
 * where there is a product anyway: in the scale and shift of a normalisation, in the weights of the next layer.
 */
import type { Tensor } from "../graph.js";
import { mul } from "./arithmetic.js";

/** What `magnifiedRelu` expects its input to be multiplied by: values above 2⁻⁴⁰ are then above 1. */
export const MAGNIFICATION = 2 ** 40;

/** max(x, 0) of an x that was multiplied by `MAGNIFICATION`; its gradient at 0 is 0. */
export function magnifiedRelu(x: Tensor): Tensor {
  const y = positivePart(x);
  return x.graph.differentiable(y, [x], (dy) => [mul(dy, isPositive(y))]);
}

/** For 128 rows of 400, Relu takes 9 µs in the native engine and 41 µs in the WebAssembly one, Max 16 and 20. */
function positivePart(x: Tensor): Tensor {
  const { graph } = x;
  return graph.dialect === "wasm"
    ? graph.emit("Max", [x, graph.constant(0)], x.shape)
    : graph.emit("Relu", [x], x.shape);
}

/**
 * 1 where `large` is positive, 0 where it is 0, for values that are either 0 or at least 1. No gradient flows through
 * it.
 *
 * For 128 rows of 400, Clip takes 11 µs in the native engine and 65 µs in the WebAssembly one, Min 16 and 20.
 */
function isPositive(large: Tensor): Tensor {
  const { graph, shape } = large;
  const one = graph.constant(1);
  return graph.dialect === "wasm"
    ? graph.emit("Min", [large, one], shape)
    : graph.emit("Clip", [large, graph.constant(0), one], shape);
}
