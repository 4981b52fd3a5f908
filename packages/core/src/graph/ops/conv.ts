/**
 * Two-dimensional convolution as networks mean it (cross-correlation), without padding, stride 1.
 *
 *   y[b, o, i, j] = Σ_{c,u,v} w[o, c, u, v] · x[b, c, i + u, j + v]
 *
 * Its gradients are convolutions again:
 *   dx: the full (transposed) convolution of dy with w;
 *   dw[o, c, u, v] = Σ_{b,i,j} dy[b, o, i, j] · x[b, c, i + u, j + v], the convolution of x with dy as the filter,
 *   batch and channel axes swapped in both.
 */
import { check } from "../../errors.js";
import { formatShape, type Tensor } from "../graph.js";
import { transpose } from "./shape.js";

const SWAP_BATCH_AND_CHANNELS = [1, 0, 2, 3];

/**
 * Convolves `x` [batch, c, h, w] with `weight` [o, c, kh, kw] to [batch, o, h − kh + 1, w − kw + 1].
 */
export function conv2d(x: Tensor, weight: Tensor): Tensor {
  const [batch, c, h, w] = x.shape as [number, number, number, number];
  const [o, cw, kh, kw] = weight.shape as [number, number, number, number];
  check(
    x.shape.length === 4 && weight.shape.length === 4 && c === cw && h >= kh && w >= kw,
    () => `conv2d: weight ${formatShape(weight.shape)} does not fit input ${formatShape(x.shape)}`,
  );
  const y = x.graph.emit("Conv", [x, weight], [batch, o, h - kh + 1, w - kw + 1]);
  return x.graph.differentiable(y, [x, weight], (dy, wanted) => [
    wanted[0] ? convTranspose2d(dy, weight) : undefined,
    wanted[1] ? transpose(conv2d(transpose(x, SWAP_BATCH_AND_CHANNELS), transpose(dy, SWAP_BATCH_AND_CHANNELS)), SWAP_BATCH_AND_CHANNELS) : undefined,
  ]);
}

/**
 * The adjoint of `conv2d` with respect to its input: `x` [batch, o, h, w] with `weight` [o, c, kh, kw] gives
 * [batch, c, h + kh − 1, w + kw − 1]. For one channel it is the full convolution of kernels, Σ_o x[o] * weight[o].
 */
export function convTranspose2d(x: Tensor, weight: Tensor): Tensor {
  const [batch, o, h, w] = x.shape as [number, number, number, number];
  const [ow, c, kh, kw] = weight.shape as [number, number, number, number];
  check(
    x.shape.length === 4 && weight.shape.length === 4 && o === ow,
    () => `convTranspose2d: weight ${formatShape(weight.shape)} does not fit input ${formatShape(x.shape)}`,
  );
  const y = x.graph.emit("ConvTranspose", [x, weight], [batch, c, h + kh - 1, w + kw - 1]);
  return x.graph.differentiable(y, [x, weight], (dy, wanted) => [
    wanted[0] ? conv2d(dy, weight) : undefined,
    // The same pairs (x, dy) meet as in conv2d's rule, with the two sides' roles exchanged.
    wanted[1] ? transpose(conv2d(transpose(dy, SWAP_BATCH_AND_CHANNELS), transpose(x, SWAP_BATCH_AND_CHANNELS)), SWAP_BATCH_AND_CHANNELS) : undefined,
  ]);
}
