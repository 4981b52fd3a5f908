/**
 * ZSSR's network (Shocher, Cohen and Irani, CVPR 2018, section 3.1): eight 3×3 convolutions of 64 channels with ReLUs
 * between them, no biases, zero padding, and a skip connection from end to end. It learns the residual:
 *
 *     f(x) = x + w₈ ⋆ relu(w₇ ⋆ … relu(w₁ ⋆ x))
 *
 * x is the smaller image, enlarged by bicubic interpolation to the size wanted.
 */
import type { Tensor } from "../../graph/graph.js";
import { add, mul } from "../../graph/ops/arithmetic.js";
import { MAGNIFICATION, magnifiedRelu } from "../../graph/ops/magnified-relu.js";
import { sameConv2d } from "../../graph/ops/same-conv.js";
import { random } from "../../random.js";

const DEPTH = 8;
const WIDTH = 64;
const FILTER = 3;

/** Input pixels on each side that an output pixel depends on. */
export const REACH = (DEPTH * (FILTER - 1)) / 2;

/**
 * Variance of the initial weights times the fan-in. The last layer has the release's 0.1, so that training starts near
 * bicubic interpolation; the release has it in all layers, whose outputs then are so small that the first hundred
 * iterations are lost.
 */
const INITIAL_VARIANCE = { hidden: 1, last: 0.1 };

/** Shapes of w₁ … w₈ for an image of 1 or 3 channels. */
export function networkShapes(
  channels: number,
): (readonly [out: number, inner: number, height: number, width: number])[] {
  return Array.from({ length: DEPTH }, (_, i) => [
    i === DEPTH - 1 ? channels : WIDTH,
    i === 0 ? channels : WIDTH,
    FILTER,
    FILTER,
  ]);
}

/** Weights to start from, N(0, 1 / fan-in), in the last layer N(0, 0.1 / fan-in). */
export function initialWeights(channels: number, seed: number): Float32Array[] {
  const normal = random(seed);
  return networkShapes(channels).map(([out, inner, kh, kw], layer) => {
    const fanIn = inner * kh * kw;
    const variance = layer === DEPTH - 1 ? INITIAL_VARIANCE.last : INITIAL_VARIANCE.hidden;
    const deviation = Math.sqrt(variance / fanIn);
    return Float32Array.from({ length: out * fanIn }, () => deviation * normal.normal());
  });
}

/**
 * The network's output for `x` [1, channels, h, w].
 *
 * Without biases everything but the skip connection is proportional to its input, so the magnification that the ReLU
 * expects is applied at the start and undone at the end.
 */
export function network(x: Tensor, weights: readonly Tensor[]): Tensor {
  let y = mul(x, MAGNIFICATION);
  for (const [i, weight] of weights.entries()) {
    y = sameConv2d(y, weight);
    if (i < weights.length - 1) y = magnifiedRelu(y);
  }
  return add(x, mul(y, 1 / MAGNIFICATION));
}
