/**
 * The loss terms of KernelGAN (paper, section 4.2 and equations 2–4).
 *
 * One function a term. `k` is the kernel the generator folds to, [n, n].
 */
import type { Graph, Tensor } from "../graph/graph.js";
import { abs, add, div, mul, pow, square, sqrt, sub } from "../graph/ops/arithmetic.js";
import { mean, sum } from "../graph/ops/reduce.js";
import { alignedCentre } from "../kernel/kernel.js";
import type { Method } from "./presets.js";

/** L1 distance of a D-map to a map of all ones or all zeros, mean over the map. */
export function adversarialLoss(dMap: Tensor, label: 0 | 1): Tensor {
  return mean(abs(sub(dMap, label)));
}

/** |1 − Σ k| */
export function sumToOneLoss(k: Tensor): Tensor {
  return abs(sub(1, sum(k)));
}

/** Σ |k · m| or its mean over the kernel; m grows with the distance from the centre. */
export function boundariesLoss(k: Tensor, { boundaries }: Method): Tensor {
  const masked = abs(mul(k, boundaryMask(k.graph, k.shape[0] as number, boundaries)));
  return boundaries.reduction === "sum" ? sum(masked) : mean(masked);
}

/** Σ |k|^p or its mean over the kernel. */
export function sparseLoss(k: Tensor, { sparse }: Method): Tensor {
  // The slope of |k|^p is infinite at 0: a weight that is exactly 0 must not turn the gradient into NaN.
  const powered = pow(add(abs(k), 1e-10), sparse.exponent);
  return sparse.reduction === "sum" ? sum(powered) : mean(powered);
}

/**
 * Distance of the kernel's centre of mass to where it belongs (kernel.ts, "alignment"): the Euclidean norm, or the
 * mean of the two squared coordinates.
 */
export function centreLoss(k: Tensor, scale: number, { centre }: Method): Tensor {
  const { graph } = k;
  const n = k.shape[0] as number;
  const target = alignedCentre(n, scale);
  const offsets = Float32Array.from({ length: n }, (_, i) => i - target);
  const mass = sum(k);
  const dy = div(sum(mul(k, graph.constant(offsets, [n, 1]))), mass);
  const dx = div(sum(mul(k, graph.constant(offsets, [1, n]))), mass);
  const squared = add(square(dy), square(dx));
  return centre.distance === "euclidean" ? sqrt(add(squared, 1e-12)) : mul(squared, 0.5);
}

/** Mean squared error between G's output and the bicubic downscaling, channel by channel. */
export function bicubicLoss(output: Tensor, target: Tensor): Tensor {
  return mean(square(sub(output, target)));
}

/**
 * The release's mask: `30 · (1 − g / max g)` with g a Gaussian of σ = n over the n×n kernel, zero inside a
 * margin of ⌊n/4⌋ − 1 pixels: the central 9×9 of 13×13.
 */
function boundaryMask(graph: Graph, n: number, { penalty }: Method["boundaries"]): Tensor {
  const middle = (n - 1) / 2;
  const margin = Math.floor(n / 4) - 1;
  const mask = Float32Array.from({ length: n * n }, (_, i) => {
    const y = Math.floor(i / n);
    const x = i % n;
    const inside = Math.min(y, x, n - 1 - y, n - 1 - x) >= margin;
    const gaussian = Math.exp(-((y - middle) ** 2 + (x - middle) ** 2) / (2 * n * n));
    return inside ? 0 : penalty * (1 - gaussian);
  });
  return graph.constant(mask, [n, n]);
}
