/**
 * G, the deep linear generator (paper, section 4.1): convolutions 7×7, 5×5, 3×3, 1×1, 1×1, 1×1 with 64 channels, no
 * bias, no activation; the last one has the stride of the downscaling.
 *
 * Because G is linear it equals one kernel, the full convolution of its layers, and it is never run layer by layer:
 * `foldGenerator` multiplies the layers together, from the back so that there is one output channel throughout, and
 * `applyKernel` downscales with the result. Gradients flow back through the fold to the layers' weights: exactly
 * those of the layered network, for a thousandth of the work.
 */
import { check } from "../errors.js";
import { sizeOf, type Tensor } from "../graph/graph.js";
import { convTranspose2d } from "../graph/ops/conv.js";
import { matmul } from "../graph/ops/matmul.js";
import { reshape, transpose } from "../graph/ops/shape.js";

/** Channels between the layers of G. */
export const GENERATOR_CHANNELS = 64;

/**
 * Sizes of the first three convolutions for each kernel size; three 1×1 convolutions follow. The paper has 13 only.
 * Other sizes keep three spatial layers, with the growth put where it is cheapest: in the first.
 */
const SPATIAL_LAYERS: Readonly<Record<number, readonly [number, number, number]>> = {
  9: [5, 3, 3],
  11: [5, 5, 3],
  13: [7, 5, 3],
  15: [9, 5, 3],
  17: [9, 7, 3],
  19: [11, 7, 3],
  21: [13, 7, 3],
};

/** Kernel sizes that a generator exists for. */
export const KERNEL_SIZES: readonly number[] = Object.keys(SPATIAL_LAYERS).map(Number);

/** Shapes [out, in, height, width] of G's six weight tensors, first layer first. */
export function generatorShapes(kernelSize: number): [number, number, number, number][] {
  const spatial = SPATIAL_LAYERS[kernelSize];
  check(
    spatial !== undefined,
    () => `kernel size ${kernelSize} is not supported; choose one of ${KERNEL_SIZES.join(", ")}`,
  );
  const sizes = [...spatial, 1, 1, 1];
  return sizes.map((size, i) => [
    i === sizes.length - 1 ? 1 : GENERATOR_CHANNELS,
    i === 0 ? 1 : GENERATOR_CHANNELS,
    size,
    size,
  ]);
}

/** The kernel [n, n] that a generator with these weights equals. */
export function foldGenerator(weights: readonly Tensor[]): Tensor {
  return asKernel(foldStages(weights));
}

/** The kernel [n, n] among the stages of a fold. */
export function asKernel(stages: readonly Tensor[]): Tensor {
  const kernel = stages.at(-1) as Tensor;
  const n = Math.sqrt(sizeOf(kernel.shape));
  return reshape(kernel, [n, n]);
}

/** What the fold makes of the weights layer by layer, from the back; the last stage is the kernel. */
export function foldStages(weights: readonly Tensor[]): Tensor[] {
  const stages: Tensor[] = [];
  let folded = weights.at(-1) as Tensor;
  let size = 1;
  for (const weight of weights.slice(0, -1).reverse()) {
    folded = composeLayers(folded, size, weight);
    size += (weight.shape[2] as number) - 1;
    stages.push(folded);
  }
  return stages;
}

/**
 * Composes the layers behind, `folded`, in whatever shape the out·a² numbers [out, a, a] come, with one more layer
 * before them, `weight` [out, in, b, b]: `Σ_o folded[o] * weight[o, i]`, full convolutions, the numbers of
 * [in, a + b − 1, a + b − 1].
 */
function composeLayers(folded: Tensor, a: number, weight: Tensor): Tensor {
  const [out, inner, b] = weight.shape as [number, number, number, number];
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

/**
 * Downscales crops with a kernel [n, n]: cross-correlation, every s-th pixel, no padding.
 *
 *   y[r, j] = Σ_{u,x} rows[r, u·w + x] · k[u, x − s·j]
 *
 * a product of the crops' rows with a banded Toeplitz matrix made of the kernel. (As a one-channel convolution the
 * same takes three to four times as long.)
 *
 * @param rows [r, n·w], see `rowWindows`: for each output row the n input rows under the kernel, one after another
 * @param outputWidth m; the input rows are w = s(m − 1) + n wide
 * @returns [r, m]
 */
export function applyKernel(kernel: Tensor, rows: Tensor, scale: number, outputWidth: number): Tensor {
  const n = kernel.shape[0] as number;
  const width = scale * (outputWidth - 1) + n;
  // Row (u, x), column j of the matrix is k[u, x − s·j]: row u of the kernel times the 0/1 matrix that puts its tap t
  // at x = t + s·j for every j. Cheaper than moving the numbers there with pads and slices.
  const places = new Float32Array(n * width * outputWidth);
  for (let t = 0; t < n; t++) {
    for (let j = 0; j < outputWidth; j++) places[(t * width + t + scale * j) * outputWidth + j] = 1;
  }
  const banded = matmul(kernel, kernel.graph.constant(places, [n, width * outputWidth]));
  return matmul(rows, reshape(banded, [n * width, outputWidth]));
}
