/**
 * Downscaling crops with a kernel as one product of matrices: three to four times as fast as a one-channel convolution
 * with a stride.
 *
 *     y[i, j] = Σ_{u,x} window_i[u, x] · k[u, x − s·j]
 *
 * Window i holds the n rows of the crop that lie under the kernel for output row i; they are neighbours in memory, so
 * `copyRowWindows` copies them in one piece. The other factor is a banded matrix made of the kernel, inside the graph.
 */
import { dimensions, type Tensor } from "../graph/graph.js";
import { matmul } from "../graph/ops/matmul.js";
import { reshape } from "../graph/ops/shape.js";
import { type GeneratorSizes, generatorCropSize } from "./generator.js";

/** Shape of the windows of crops: a row for each output row, its n input rows of w pixels one after another. */
export function rowWindowShape(sizes: GeneratorSizes, channels: number): [number, number] {
  return [channels * sizes.outputSize, sizes.kernelSize * generatorCropSize(sizes)];
}

/**
 * Writes the windows of a crop to `target`, from `offset` on.
 *
 * @param crop [channels, w, w]
 */
export function copyRowWindows(
  crop: Float32Array,
  channels: number,
  sizes: GeneratorSizes,
  target: Float32Array,
  offset: number,
): void {
  const { scale, kernelSize, outputSize } = sizes;
  const width = generatorCropSize(sizes);
  const length = kernelSize * width;
  let at = offset;
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < outputSize; i++, at += length) {
      const start = (c * width + scale * i) * width;
      target.set(crop.subarray(start, start + length), at);
    }
  }
}

/**
 * Downscales crops with a kernel [n, n]: cross-correlation, every s-th pixel, no padding (the header's equation).
 *
 * @param windows [r, n·w], see `copyRowWindows`
 * @param outputWidth m; the input rows are w = s(m − 1) + n wide
 * @returns [r, m]
 */
export function applyKernel(kernel: Tensor, windows: Tensor, scale: number, outputWidth: number): Tensor {
  const [n] = dimensions(kernel, 2);
  const width = generatorCropSize({ scale, kernelSize: n, outputSize: outputWidth });
  // Row (u, x), column j of the matrix is k[u, x − s·j]: row u of the kernel times the 0/1 matrix that puts its tap t
  // at x = t + s·j for every j. Cheaper than moving the numbers there with pads and slices.
  const placement = new Float32Array(n * width * outputWidth);
  for (let t = 0; t < n; t++) {
    for (let j = 0; j < outputWidth; j++) placement[(t * width + t + scale * j) * outputWidth + j] = 1;
  }
  const banded = matmul(kernel, kernel.graph.constant(placement, [n, width * outputWidth]));
  return matmul(windows, reshape(banded, [n * width, outputWidth]));
}
