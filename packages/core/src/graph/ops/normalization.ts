/**
 * Batch normalisation with the statistics of the batch at hand (Ioffe and Szegedy 2015, algorithm 1).
 *
 *   y = γ (x − μ) / d + β,  d = √(σ² + ε),  μ and σ² over each row's n values
 *
 * With the means ⟨·⟩ over a row and the covariance c = ⟨dy·x⟩ − μ⟨dy⟩, the gradients are
 *
 *   dβ = n⟨dy⟩,  dγ = n c / d,  dx = (γ/d) · (dy − (q x + ⟨dy⟩ − μ q)) with q = c / d²:
 *
 * written in x rather than in the normalised x̂, which then need not be kept: passes over memory cost more than the
 * few more operations on one number a row.
 */
import { check } from "../../errors.js";
import { formatShape, type Tensor } from "../graph.js";
import { add, div, mul, sqrt, sub } from "./arithmetic.js";

/**
 * Normalises each row of `x` [1, rows, n] over its n values.
 *
 * @param scale γ, [rows]
 * @param bias β, [rows]
 */
export function batchNorm(x: Tensor, scale: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  const { graph } = x;
  const [, rows, n] = x.shape as [number, number, number];
  check(
    x.shape.length === 3 && x.shape[0] === 1 && scale.shape[0] === rows && bias.shape[0] === rows,
    () => `batchNorm: scale ${formatShape(scale.shape)} does not fit ${formatShape(x.shape)}`,
  );
  // In training mode with momentum 0 the node's "running" statistics are those of this batch. ONNX Runtime's CPU
  // kernel writes them over the inputs they nominally start from, so each node needs inputs of its own.
  const [y, mean, variance] = graph.emitAll(
    "BatchNormalization",
    [x, scale, bias, graph.scratch([rows]), graph.scratch([rows])],
    [x.shape, [rows], [rows]],
    { epsilon, momentum: 0, training_mode: 1n },
  ) as [Tensor, Tensor, Tensor];
  return graph.differentiable(y, [x, scale, bias], (dy, wanted) => {
    const meanDy = rowMean(dy);
    const covariance = sub(rowMean(mul(dy, x)), mul(mean, meanDy));
    const squared = add(variance, epsilon);
    const deviation = sqrt(squared);
    const dx = (): Tensor => {
      const q = div(covariance, squared);
      const slope = graph.emit("Reshape", [div(scale, deviation), graph.integers([1, rows, 1])], [1, rows, 1]);
      return mul(sub(dy, rowAffine(x, q, sub(meanDy, mul(mean, q)))), slope);
    };
    return [
      wanted[0] ? dx() : undefined,
      wanted[1] ? mul(div(covariance, deviation), n) : undefined,
      wanted[2] ? mul(meanDy, n) : undefined,
    ];
  });
}

const filled = ({ graph }: Tensor, rows: number, value: number): Tensor =>
  graph.constant(new Float32Array(rows).fill(value), [rows]);

/** Means of the rows of [1, rows, n], as [rows]. */
function rowMean(x: Tensor): Tensor {
  return x.graph.emit("ReduceMean", [x, x.graph.integers([0, 2])], [x.shape[1] as number], { keepdims: 0n });
}

/** scale · x + shift, one scale and shift a row, in one pass over x. */
function rowAffine(x: Tensor, scale: Tensor, shift: Tensor): Tensor {
  const rows = x.shape[1] as number;
  const inputs = [x, scale, shift, filled(x, rows, 0), filled(x, rows, 1)];
  return x.graph.emit("BatchNormalization", inputs, x.shape, { epsilon: 0 });
}
