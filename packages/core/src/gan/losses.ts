/**
 * The loss terms of KernelGAN (paper, section 4.2 and equations 2–4).
 *
 * One function a term. `k` is the kernel the generator folds to, [n, n].
 */
import { dimensions, sizeOf, type Tensor } from "../graph/graph.js";
import { abs, add, div, pow, sqrt, square, sub } from "../graph/ops/arithmetic.js";
import { matmul } from "../graph/ops/matmul.js";
import { mean, sum } from "../graph/ops/reduce.js";
import { reshape, slice } from "../graph/ops/shape.js";
import { alignedCentre } from "../kernel/kernel.js";
import type { KernelGanSettings } from "./presets.js";

/**
 * L1 distance of a D-map to a map of all ones or all zeros, mean over the map. A D-map holds probabilities: the
 * distance to 1 is 1 − p, that to 0 is p.
 */
export function adversarialLoss(dMap: Tensor, label: 0 | 1): Tensor {
  return label === 1 ? sub(1, mean(dMap)) : mean(dMap);
}

/** |1 − Σ k| */
export function sumToOneLoss(k: Tensor): Tensor {
  return abs(sub(1, sum(k)));
}

/** Σ |k · m| or its mean over the kernel; m grows with the distance from the centre. */
export function boundariesLoss(k: Tensor, { boundaries }: KernelGanSettings): Tensor {
  const [n] = dimensions(k, 2);
  const mask = boundaryMask(n, boundaries);
  const weights = boundaries.reduction === "sum" ? mask : mask.map((m) => m / mask.length);
  return reshape(matmul(abs(flat(k)), k.graph.constant(weights, [mask.length, 1])), []);
}

/** Σ |k|^p or its mean over the kernel. */
export function sparseLoss(k: Tensor, { sparse }: KernelGanSettings): Tensor {
  // The slope of |k|^p is infinite at 0: a weight that is exactly 0 must not turn the gradient into NaN.
  const powered = pow(add(abs(flat(k)), 1e-10), sparse.exponent);
  return sparse.reduction === "sum" ? sum(powered) : mean(powered);
}

/**
 * Distance of the kernel's centre of mass to where it belongs (kernel.ts, "alignment"): the Euclidean norm, or the
 * mean of the two squared coordinates.
 */
export function centreLoss(k: Tensor, scale: number, { centre }: KernelGanSettings): Tensor {
  const [n] = dimensions(k, 2);
  const target = alignedCentre(n, scale);
  // Σ k, Σ k·(y − target) and Σ k·(x − target): one small matrix product.
  const columns = Array.from({ length: n * n }, (_, i) => [1, Math.floor(i / n) - target, (i % n) - target]);
  const moments = matmul(flat(k), k.graph.constant(columns.flat(), [n * n, 3]));
  const squared = square(div(slice(moments, 1, 1, 3), slice(moments, 1, 0, 1)));
  return centre.distance === "euclidean" ? sqrt(add(sum(squared), 1e-12)) : mean(squared);
}

/** A kernel [n, n] as one row [1, n²]. */
const flat = (k: Tensor): Tensor => reshape(k, [1, sizeOf(k.shape)]);

/** Mean squared error between G's output and the bicubic downscaling, channel by channel. */
export function bicubicLoss(output: Tensor, target: Tensor): Tensor {
  return mean(square(sub(output, target)));
}

/**
 * The release's mask: `30 · (1 − g / max g)` with g a Gaussian of σ = n over the n×n kernel, zero inside a
 * margin of ⌊n/4⌋ − 1 pixels: the central 9×9 of 13×13.
 */
function boundaryMask(n: number, { penalty }: KernelGanSettings["boundaries"]): Float32Array {
  const middle = (n - 1) / 2;
  const margin = Math.floor(n / 4) - 1;
  return Float32Array.from({ length: n * n }, (_, i) => {
    const y = Math.floor(i / n);
    const x = i % n;
    const inside = Math.min(y, x, n - 1 - y, n - 1 - x) >= margin;
    const gaussian = Math.exp(-((y - middle) ** 2 + (x - middle) ** 2) / (2 * n * n));
    return inside ? 0 : penalty * (1 - gaussian);
  });
}
