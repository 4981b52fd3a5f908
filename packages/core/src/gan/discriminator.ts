/**
 * D, the patch discriminator (paper, section 4.2): fully convolutional, without pooling, patch size 7×7.
 *
 * One 7×7 convolution, five 1×1 convolutions each with batch normalisation and ReLU, one 1×1 convolution and a
 * sigmoid; 64 channels, spectral normalisation on every convolution. The output, the D-map, is for every pixel the
 * probability that the patch round it comes from the real image.
 *
 * Two exact simplifications. A bias in front of batch normalisation changes nothing, so only the last layer has one.
 * And nothing non-linear stands between the first two convolutions, so they run as one 7×7 convolution whose
 * weights are the product of both layers'.
 */
import type { Shape, Tensor } from "../graph/graph.js";
import { MAGNIFICATION, magnifiedRelu, sigmoid } from "../graph/ops/activation.js";
import { add, div, mul, sqrt, square } from "../graph/ops/arithmetic.js";
import { conv2d, patches } from "../graph/ops/conv.js";
import { matmul } from "../graph/ops/matmul.js";
import { batchNorm } from "../graph/ops/normalization.js";
import { expand, sum } from "../graph/ops/reduce.js";
import { reshape, slice } from "../graph/ops/shape.js";
import { spectralNorm } from "./spectral-norm.js";

/** Channels between the layers of D. */
export const DISCRIMINATOR_CHANNELS = 64;
/** 1×1 convolutions with batch normalisation and ReLU. */
export const DISCRIMINATOR_BLOCKS = 5;
/** Side of the patch that one value of the D-map judges. */
export const PATCH_SIZE = 7;

/** Names and shapes of D's parameters; the five blocks' are stacked. */
export function discriminatorShapes(channels: number) {
  const width = DISCRIMINATOR_CHANNELS;
  return {
    /** The 7×7 convolution. */
    first: [width, channels * PATCH_SIZE * PATCH_SIZE],
    /** The five 1×1 convolutions. */
    blocks: [DISCRIMINATOR_BLOCKS, width, width],
    /** γ of the batch normalisations. */
    scales: [DISCRIMINATOR_BLOCKS * width],
    /** β of the batch normalisations. */
    shifts: [DISCRIMINATOR_BLOCKS * width],
    /** The last 1×1 convolution, to one channel. */
    last: [1, width],
    lastBias: [1],
  } as const satisfies Record<string, Shape>;
}

/** One tensor for each of D's parameters. */
export type DiscriminatorParameters<T = Tensor> = Record<keyof ReturnType<typeof discriminatorShapes>, T>;

/** Shapes of the left singular vectors that spectral normalisation tracks. */
export const SINGULAR_VECTOR_SHAPES = {
  first: [1, DISCRIMINATOR_CHANNELS],
  blocks: [DISCRIMINATOR_BLOCKS, 1, DISCRIMINATOR_CHANNELS],
} as const satisfies Record<string, Shape>;

export type SingularVectors<T = Tensor> = Record<keyof typeof SINGULAR_VECTOR_SHAPES, T>;

/** D with its spectral normalisation done: ready to judge any number of crops. */
export interface NormalisedDiscriminator {
  /** First two convolutions as one, [1, 64, channels · 7 · 7]. */
  entry: Tensor;
  /** The other four 1×1 convolutions, each [1, 64, 64]. They and the last take what `magnifiedRelu` hands on. */
  blocks: Tensor[];
  /** [1, 64] */
  last: Tensor;
  lastBias: Tensor;
  /** γ and β of the blocks, [5 · 64], magnified. */
  scales: Tensor;
  shifts: Tensor;
  /** Where the power iterations stand now. */
  singularVectors: SingularVectors;
}

/** Divides D's weights by their largest singular values. */
export function normaliseDiscriminator(
  parameters: DiscriminatorParameters,
  singularVectors: SingularVectors,
  powerIterations: number,
): NormalisedDiscriminator {
  const first = spectralNorm(parameters.first, singularVectors.first, powerIterations);
  // All but the first take what a magnified ReLU hands on.
  const gains = parameters.first.graph.constant(
    [1, ...Array(DISCRIMINATOR_BLOCKS - 1).fill(1 / MAGNIFICATION)],
    [DISCRIMINATOR_BLOCKS, 1, 1],
  );
  const stack = spectralNorm(parameters.blocks, singularVectors.blocks, powerIterations, gains);
  const blocks = Array.from({ length: DISCRIMINATOR_BLOCKS }, (_, i) => slice(stack.normalised, 0, i, i + 1));
  return {
    entry: matmul(blocks[0] as Tensor, first.normalised),
    blocks: blocks.slice(1),
    // A matrix of one row has one singular value, its length.
    last: div(parameters.last, mul(sqrt(sum(square(parameters.last))), MAGNIFICATION)),
    lastBias: parameters.lastBias,
    scales: mul(parameters.scales, MAGNIFICATION),
    shifts: mul(parameters.shifts, MAGNIFICATION),
    singularVectors: { first: first.u, blocks: stack.u },
  };
}

/**
 * The D-maps of a batch of crops.
 *
 * @param crops [channels, batch, h, w], values in [-1, 1]
 * @returns [batch · (h − 6)(w − 6)], probabilities, crop after crop
 */
export function discriminate(d: NormalisedDiscriminator, crops: Tensor): Tensor {
  const width = DISCRIMINATOR_CHANNELS;
  const [channels, batch, h, w] = crops.shape as [number, number, number, number];
  const n = (h - PATCH_SIZE + 1) * (w - PATCH_SIZE + 1);
  const rows = width * batch;
  // Channels outermost, then crops: a 1×1 convolution of the whole batch is one matrix product, and each crop is
  // normalised with statistics of its own, as if it went through alone.
  const perRow = (t: Tensor): Tensor =>
    reshape(expand(reshape(t, [DISCRIMINATOR_BLOCKS * width, 1]), [DISCRIMINATOR_BLOCKS * width, batch]), [
      DISCRIMINATOR_BLOCKS * rows,
    ]);
  const scales = perRow(d.scales);
  const shifts = perRow(d.shifts);
  const block = (x: Tensor, i: number): Tensor => {
    const of = (t: Tensor): Tensor => slice(t, 0, i * rows, (i + 1) * rows);
    return reshape(magnifiedRelu(batchNorm(reshape(x, [1, rows, n]), of(scales), of(shifts))), [
      1,
      width,
      batch * n,
    ]);
  };
  // For one crop the convolution is as fast as the product with its patches. For two, of which the weights want
  // gradients, the patches serve both products: 0.1 ms an iteration less.
  const entry =
    batch === 1
      ? conv2d(
          reshape(crops, [1, channels, h, w]),
          reshape(d.entry, [width, channels, PATCH_SIZE, PATCH_SIZE]),
        )
      : matmul(d.entry, patches(crops, PATCH_SIZE));
  let x = block(entry, 0);
  d.blocks.forEach((weight, i) => {
    x = block(matmul(weight, x), i + 1);
  });
  return reshape(sigmoid(add(matmul(d.last, x), d.lastBias)), [batch * n]);
}
