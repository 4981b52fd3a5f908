/**
 * Activations.
 *
 * | y            | dx for dy           |
 * | ------------ | ------------------- |
 * | max(x, 0)    | dy where y > 0      |
 * | 1/(1 + e⁻ˣ)  | dy · y · (1 − y)    |
 */
import type { Tensor } from "../graph.js";
import { mul, sub } from "./arithmetic.js";

/** What `magnifiedRelu` expects its input to be multiplied by: 2⁴⁰, so that nothing is rounded. */
export const MAGNIFICATION = 2 ** 40;

/**
 * max(x, 0), gradient 0 at 0, of an x that was multiplied by `MAGNIFICATION` where that costs nothing (in the scale and shift of the
 * normalisation before it). Values above 0 are then above 1, if they are not absurdly small, and the gradient's mask
 * takes one pass over memory less.
 */
export function magnifiedRelu(x: Tensor): Tensor {
  const { graph } = x;
  const y = positivePart(x);
  return graph.differentiable(y, [x], (dy) => [mul(dy, isPositive(y))]);
}

/** For 128 rows of 400, Relu takes 9 µs in the native engine and 41 µs in the WebAssembly one, Max 16 and 20. */
function positivePart(x: Tensor): Tensor {
  const { graph } = x;
  return graph.dialect === "wasm"
    ? graph.emit("Max", [x, graph.constant(0)], x.shape)
    : graph.emit("Relu", [x], x.shape);
}

/**
 * 1 where `large` is positive, 0 where it is 0, for values that are either 0 or at least 1. Two to three times faster
 * than a comparison and a selection. For use in gradients.
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

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(x: Tensor): Tensor {
  const y = x.graph.emit("Sigmoid", [x], x.shape);
  return x.graph.differentiable(y, [x], (dy) => [mul(dy, mul(y, sub(1, y)))]);
}
