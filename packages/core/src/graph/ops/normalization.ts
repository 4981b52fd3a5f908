/**
 * Batch normalisation with the statistics of the batch at hand (Ioffe and Szegedy 2015, algorithm 1).
 *
 *   y = γ (x − μ) / d + β,  d = √(σ² + ε),  μ and σ² over each row's n values
 *
 * With the means ⟨·⟩ over a row and κ = ⟨dy·x̂⟩ = (⟨dy·x⟩ − μ⟨dy⟩) / d, the gradients are
 *
 *   dβ = n⟨dy⟩,  dγ = nκ,  dx = (γ/d) · (dy − (κ x̂ + ⟨dy⟩)).
 *
 * x̂ is not kept: the bracket κ x̂ + ⟨dy⟩ is itself a normalisation of x with known statistics, one pass.
 */
import { check } from "../../errors.js";
import { dimensions, formatShape, type Tensor } from "../graph.js";
import { add, div, mul, sqrt, sub } from "./arithmetic.js";
import { reshape } from "./shape.js";

/**
 * Normalises each row of `x` [1, rows, n] over its n values.
 *
 * @param scale γ, [rows]
 * @param bias β, [rows]
 */
export function batchNorm(x: Tensor, scale: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  const { graph } = x;
  const [batch, rows, n] = dimensions(x, 3);
  check(
    batch === 1 && scale.shape[0] === rows && bias.shape[0] === rows,
    () => `batchNorm: scale ${formatShape(scale.shape)} does not fit ${formatShape(x.shape)}`,
  );
  const [y, mean, variance] =
    graph.dialect === "webgpu"
      ? withOwnStatistics(x, scale, bias, epsilon)
      : inOneNode(x, scale, bias, epsilon);
  return graph.differentiable(y, [x, scale, bias], (dy, wanted) => {
    const meanDy = rowMean(dy);
    const deviation = sqrt(add(variance, epsilon));
    const correlation = div(sub(rowMean(mul(dy, x)), mul(mean, meanDy)), deviation);
    const dx = (): Tensor => {
      const along = graph.emit("BatchNormalization", [x, correlation, meanDy, mean, variance], x.shape, {
        epsilon,
      });
      return mul(sub(dy, along), reshape(div(scale, deviation), [1, rows, 1]));
    };
    return [
      wanted[0] ? dx() : undefined,
      wanted[1] ? mul(correlation, n) : undefined,
      wanted[2] ? mul(meanDy, n) : undefined,
    ];
  });
}

/** y, μ and σ². */
type Normalised = readonly [y: Tensor, mean: Tensor, variance: Tensor];

/** From one node. */
function inOneNode(x: Tensor, scale: Tensor, bias: Tensor, epsilon: number): Normalised {
  const { graph } = x;
  const [, rows] = dimensions(x, 3);
  // In training mode with momentum 0 the node's "running" statistics are those of this batch. ONNX Runtime's CPU
  // kernel writes them over the inputs they nominally start from, so each node needs inputs of its own.
  return graph.emitAll(
    "BatchNormalization",
    [x, scale, bias, graph.scratch([rows]), graph.scratch([rows])],
    [x.shape, [rows], [rows]],
    { epsilon, momentum: 0, training_mode: 1n },
  );
}

/** For an engine whose BatchNormalization has no training mode. */
function withOwnStatistics(x: Tensor, scale: Tensor, bias: Tensor, epsilon: number): Normalised {
  const { graph } = x;
  const [, rows] = dimensions(x, 3);
  const mean = rowMean(x);
  const centred = sub(x, reshape(mean, [1, rows, 1]));
  const variance = rowMean(mul(centred, centred));
  return [
    graph.emit("BatchNormalization", [x, scale, bias, mean, variance], x.shape, { epsilon }),
    mean,
    variance,
  ];
}

/**
 * Means of the rows of [1, rows, n], as [rows].
 *
 * For 128 rows of 400, ReduceMean takes 19 µs in the native engine and 115 µs in the WebAssembly one,
 * GlobalAveragePool 23 and 45.
 */
function rowMean(x: Tensor): Tensor {
  const { graph } = x;
  const [, rows] = dimensions(x, 3);
  return graph.dialect === "wasm"
    ? reshape(graph.emit("GlobalAveragePool", [x], [1, rows, 1]), [rows])
    : graph.emit("ReduceMean", [x, graph.integers([0, 2])], [rows], { keepdims: 0n });
}
