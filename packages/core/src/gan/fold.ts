/**
 * Folds the generator: multiplies the layers of the deep linear network to the one kernel that they equal,
 *
 *     k = w₁ * w₂ * w₃ * w₄ * w₅ * w₆   (full convolutions, channels summed over),
 *
 * from the back, so that there is one output channel throughout: some 1 million multiplications, where running G over a
 * 64×64 RGB crop takes 1.3 billion.
 */
import { dimensions, type Tensor } from "../graph/graph.js";
import { convTranspose2d } from "../graph/ops/conv.js";
import { matmul } from "../graph/ops/matmul.js";
import { reshape, transpose } from "../graph/ops/shape.js";
import type { GeneratorParameters } from "./generator.js";

/** A folded generator. */
export interface Fold {
  /** What the fold makes of the weights layer by layer, from the back; the last stage holds the kernel's numbers. */
  readonly stages: readonly Tensor[];
  /** The last stage. */
  readonly last: Tensor;
  /** Side of the kernel. */
  readonly size: number;
}

/** Folds a generator with these weights. */
export function foldGenerator(weights: GeneratorParameters): Fold {
  const { layer1, layer2, layer3, layer4, layer5, layer6 } = weights;
  const stages: Tensor[] = [];
  let last = layer6;
  let size = 1;
  for (const layer of [layer5, layer4, layer3, layer2, layer1]) {
    last = composeLayers(last, size, layer);
    size += dimensions(layer, 4)[2] - 1;
    stages.push(last);
  }
  return { stages, last, size };
}

/** The kernel [n, n] that a generator folded to. */
export function foldedKernel({ last, size }: Fold): Tensor {
  return reshape(last, [size, size]);
}

/**
 * Composes the layers behind, `folded`, in whatever shape the out·a² numbers [out, a, a] come, with one more layer
 * before them, `weight` [out, in, b, b]: `Σ_o folded[o] * weight[o, i]`, full convolutions, the numbers of
 * [in, a + b − 1, a + b − 1].
 */
function composeLayers(folded: Tensor, a: number, weight: Tensor): Tensor {
  const [out, inner, b] = dimensions(weight, 4);
  if (a === 1) return matmul(reshape(folded, [1, out]), reshape(weight, [out, inner * b * b]));
  if (inner === 1) return convTranspose2d(reshape(folded, [1, out, a, a]), weight);
  // One matrix product for all pairs of taps, then each product is added where its taps' offsets meet. Three times
  // faster than a transposed convolution, whose gradient would also reorder the whole weight tensor.
  const products = matmul(reshape(folded, [out, a * a]), reshape(weight, [out, inner * b * b]), {
    transposeA: true,
  });
  const perInput = reshape(transpose(reshape(products, [a * a, inner, b * b]), [1, 0, 2]), [
    inner,
    a * a * b * b,
  ]);
  return matmul(perInput, overlapAdd(folded, a, b));
}

/** The 0/1 matrix [a²b², n²] that adds tap (p, q) of one kernel and (u, v) of another into (p + u, q + v). */
function overlapAdd({ graph }: Tensor, a: number, b: number): Tensor {
  const n = a + b - 1;
  const matrix = new Float32Array(a * a * b * b * n * n);
  for (let p = 0; p < a; p++)
    for (let q = 0; q < a; q++)
      for (let u = 0; u < b; u++)
        for (let v = 0; v < b; v++) {
          const row = ((p * a + q) * b + u) * b + v;
          matrix[row * n * n + (p + u) * n + (q + v)] = 1;
        }
  return graph.constant(matrix, [a * a * b * b, n * n]);
}
