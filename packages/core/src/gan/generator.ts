/**
 * G, the deep linear generator (paper, section 4.1): convolutions 7×7, 5×5, 3×3, 1×1, 1×1, 1×1 with 64 channels, no
 * bias, no activation, no padding; the last one has the stride of the downscaling.
 *
 * Because G is linear it equals one kernel, and it is never run layer by layer: fold.ts multiplies the layers to that
 * kernel, strided-product.ts downscales with it. Gradients flow back through both to the layers' weights: exactly those
 * of the layered network, for a thousandth of the work.
 */
import { check } from "../errors.js";
import type { Tensor } from "../graph/graph.js";

/** Channels between the layers of G. */
const GENERATOR_CHANNELS = 64;

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
  23: [15, 7, 3],
  25: [15, 9, 3],
  27: [17, 9, 3],
  29: [19, 9, 3],
  31: [21, 9, 3],
};

/** Kernel sizes that a generator exists for. */
export const KERNEL_SIZES: readonly number[] = Object.keys(SPATIAL_LAYERS).map(Number);

/** G's weight tensors, first layer first. */
export type GeneratorLayer = "layer1" | "layer2" | "layer3" | "layer4" | "layer5" | "layer6";

/** One tensor for each of G's layers. */
export type GeneratorParameters<T = Tensor> = Record<GeneratorLayer, T>;

/**
 * Shapes [out, in, height, width] of G's weights.
 *
 * @throws KernelGanError `invalid-argument` for a kernel size that no generator exists for
 */
export function generatorShapes(
  kernelSize: number,
): GeneratorParameters<readonly [number, number, number, number]> {
  const spatial = SPATIAL_LAYERS[kernelSize];
  check(
    spatial !== undefined,
    () => `kernel size ${kernelSize} is not supported; choose one of ${KERNEL_SIZES.join(", ")}`,
  );
  const [a, b, c] = spatial;
  const width = GENERATOR_CHANNELS;
  return {
    layer1: [width, 1, a, a],
    layer2: [width, width, b, b],
    layer3: [width, width, c, c],
    layer4: [width, width, 1, 1],
    layer5: [width, width, 1, 1],
    layer6: [1, width, 1, 1],
  };
}

/** Sizes of a run of G. */
export interface GeneratorSizes {
  /** s, the downscaling's stride. */
  scale: number;
  /** n, side of the kernel. */
  kernelSize: number;
  /** m, side of the output. */
  outputSize: number;
}

/**
 * Side of G's crop: as many input pixels as m output pixels need. For s = 2, n = 13 and m = 26 that is 63: the last row
 * and column of the paper's 64×64 crops are never read.
 */
export function generatorCropSize({ scale, kernelSize, outputSize }: GeneratorSizes): number {
  return scale * (outputSize - 1) + kernelSize;
}
