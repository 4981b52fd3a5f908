/**
 * Spectral normalisation (Miyato et al. 2018): a weight matrix divided by its largest singular value,
 * which power iteration tracks from one training step to the next.
 *
 *   v ← Wᵀu / ‖Wᵀu‖,  u ← Wv / ‖Wv‖,  σ = uᵀWv,  W̄ = W / σ
 *
 * u and v are treated as constants: dW = (dW̄ − ⟨dW̄, W̄⟩ u vᵀ) / σ.
 */
import type { Tensor } from "../graph/graph.js";
import { div, mul, sqrt, square, sub } from "../graph/ops/arithmetic.js";
import { matmul } from "../graph/ops/matmul.js";
import { reduceSum } from "../graph/ops/reduce.js";

/** A normalised stack of matrices, and the vectors that the power iteration tracks. */
export interface SpectralNorm {
  /** W̄ times the gains, of W's shape. */
  normalised: Tensor;
  /** Left singular vectors after the iteration, [..., 1, m]. */
  u: Tensor;
}

/**
 * Normalises a stack of matrices [..., m, n] by their largest singular values.
 *
 * @param u approximate left singular vectors, [..., 1, m], of length 1
 * @param iterations power iterations to do first
 * @param gains what to multiply the normalised matrices by, [..., 1, 1]; at no cost here
 */
export function spectralNorm(weight: Tensor, u: Tensor, iterations: number, gains?: Tensor): SpectralNorm {
  const { graph } = weight;
  const last = weight.shape.length - 1;
  // Left unnormalised within the few iterations of one call: lengths grow by σ² an iteration, which is harmless.
  let left = u;
  let right = matmul(left, weight);
  for (let i = 0; i < iterations; i++) {
    right = matmul(left, weight);
    left = matmul(right, weight, { transposeB: true });
  }
  const lengthOf = (t: Tensor): Tensor => sqrt(reduceSum(square(t), [last]));
  const leftLength = lengthOf(left);
  const rightLength = lengthOf(right);
  const unitLeft = div(left, leftLength);
  // uᵀWv with u = Wv/‖Wv‖ is ‖Wv‖; v = right / ‖right‖, left = W · right.
  const sigma = div(leftLength, gains ? mul(rightLength, gains) : rightLength);
  const normalised = graph.emit("Div", [weight, sigma], weight.shape);
  graph.differentiable(normalised, [weight], (grad) => {
    const inner = reduceSum(mul(grad, normalised), [last - 1, last]);
    // `normalised` in `inner` has the gains in it once too often.
    const unitRight = div(right, gains ? mul(rightLength, gains) : rightLength);
    const outer = matmul(unitLeft, mul(unitRight, inner), { transposeA: true });
    return [div(sub(grad, outer), sigma)];
  });
  return { normalised, u: unitLeft };
}
