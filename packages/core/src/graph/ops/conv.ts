/**
 * Two-dimensional convolution as networks mean it (cross-correlation), stride 1, without padding (`conv2d`) or with
 * zeros round the map so that its size stays (same-conv.ts).
 *
 *   y[b, o, i, j] = Σ_{c,u,v} w[o, c, u, v] · x[b, c, i + u, j + v]
 *
 * Its gradients are convolutions again:
 *   dx: the full (transposed) convolution of dy with w;
 *   dw[o, c, u, v] = Σ_{b,i,j} dy[b, o, i, j] · x[b, c, i + u, j + v], the convolution of x with dy as the filter,
 *   batch and channel axes swapped in both.
 */
import { check } from "../../errors.js";
import { dimensions, formatShape, type Tensor } from "../graph.js";
import { matmul } from "./matmul.js";
import { concat, reshape, slice, transpose } from "./shape.js";

const SWAP_BATCH_AND_CHANNELS = [1, 0, 2, 3];

/**
 * Convolves `x` [batch, c, h, w] with `weight` [o, c, kh, kw] to [batch, o, h − kh + 1, w − kw + 1].
 */
export function conv2d(x: Tensor, weight: Tensor): Tensor {
  const [batch, c, h, w] = dimensions(x, 4);
  const [o, cw, kh, kw] = dimensions(weight, 4);
  check(
    c === cw && h >= kh && w >= kw,
    () => `conv2d: weight ${formatShape(weight.shape)} does not fit input ${formatShape(x.shape)}`,
  );
  const y = x.graph.emit("Conv", [x, weight], [batch, o, h - kh + 1, w - kw + 1]);
  return x.graph.differentiable(y, [x, weight], (dy, wanted) => [
    wanted[0] ? convTranspose2d(dy, weight) : undefined,
    wanted[1]
      ? transpose(
          conv2d(transpose(x, SWAP_BATCH_AND_CHANNELS), transpose(dy, SWAP_BATCH_AND_CHANNELS)),
          SWAP_BATCH_AND_CHANNELS,
        )
      : undefined,
  ]);
}

/**
 * The adjoint of `conv2d` with respect to its input: `x` [batch, o, h, w] with `weight` [o, c, kh, kw] gives
 * [batch, c, h + kh − 1, w + kw − 1]. For one channel it is the full convolution of kernels, Σ_o x[o] * weight[o].
 */
export function convTranspose2d(x: Tensor, weight: Tensor): Tensor {
  const [batch, o, h, w] = dimensions(x, 4);
  const [ow, c, kh, kw] = dimensions(weight, 4);
  check(
    o === ow,
    () => `convTranspose2d: weight ${formatShape(weight.shape)} does not fit input ${formatShape(x.shape)}`,
  );
  const y = x.graph.emit("ConvTranspose", [x, weight], [batch, c, h + kh - 1, w + kw - 1]);
  return x.graph.differentiable(y, [x, weight], (dy, wanted) => [
    wanted[0] ? conv2d(dy, weight) : undefined,
    // The same pairs (x, dy) meet as in conv2d's rule, with the two sides' roles exchanged.
    wanted[1]
      ? transpose(
          conv2d(transpose(dy, SWAP_BATCH_AND_CHANNELS), transpose(x, SWAP_BATCH_AND_CHANNELS)),
          SWAP_BATCH_AND_CHANNELS,
        )
      : undefined,
  ]);
}

/**
 * The k×k patches of square maps as columns of a matrix, so that a convolution is a matrix product: for `x`
 * [c, batch, h, h] the matrix [c·k², batch·n²], n = h − k + 1, with entry (c, u, v; b, i, j) = x[c, b, i + u, j + v].
 */
export function patches(x: Tensor, k: number): Tensor {
  const [c, batch, h] = dimensions(x, 4);
  const n = h - k + 1;
  // Columns j + v for all v at once: a product with k shifted pieces of the identity matrix.
  const pick = new Float32Array(h * k * n);
  for (let v = 0; v < k; v++) for (let j = 0; j < n; j++) pick[(j + v) * k * n + v * n + j] = 1;
  const columns = matmul(reshape(x, [c * batch * h, h]), x.graph.constant(pick, [h, k * n]));
  const rows = reshape(transpose(reshape(columns, [c, batch * h, k, n]), [0, 2, 1, 3]), [
    c,
    k * batch,
    h * n,
  ]);
  // Rows i + u: in each map rows follow one another, so n of them are one piece of memory.
  const pieces = Array.from({ length: k }, (_, u) => slice(rows, 2, u * n, u * n + n * n));
  return reshape(concat(pieces, 1), [c * k * k, batch * n * n]);
}
