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
 *
 * For speed the ReLUs work on magnified numbers (graph/ops/magnified-relu.ts): scales and shifts in front of a ReLU are
 * multiplied by a power of 2, weights behind it divided by it.
 */
import { dimensions, type Shape, sizeOf, type Tensor } from "../graph/graph.js";
import { sigmoid } from "../graph/ops/activation.js";
import { add, div, mul, sqrt, square } from "../graph/ops/arithmetic.js";
import { conv2d, patches } from "../graph/ops/conv.js";
import { MAGNIFICATION, magnifiedRelu } from "../graph/ops/magnified-relu.js";
import { matmul } from "../graph/ops/matmul.js";
import { batchNorm } from "../graph/ops/normalization.js";
import { expand, sum } from "../graph/ops/reduce.js";
import { concat, reshape, slice } from "../graph/ops/shape.js";
import { spectralNorm } from "./spectral-norm.js";

/** Channels between the layers of D. */
export const DISCRIMINATOR_CHANNELS = 64;
/** 1×1 convolutions with batch normalisation and ReLU. */
const BLOCKS = 5;
/** Side of the patch that one value of the D-map judges. */
export const PATCH_SIZE = 7;

/** Names and shapes of D's parameters; the five blocks' are stacked. */
export function discriminatorShapes(channels: number) {
  const width = DISCRIMINATOR_CHANNELS;
  return {
    /** The 7×7 convolution. */
    first: [width, channels * PATCH_SIZE * PATCH_SIZE],
    /** The five 1×1 convolutions. */
    blocks: [BLOCKS, width, width],
    /** γ of the batch normalisations. */
    scales: [BLOCKS * width],
    /** β of the batch normalisations. */
    shifts: [BLOCKS * width],
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
  blocks: [BLOCKS, 1, DISCRIMINATOR_CHANNELS],
} as const satisfies Record<string, Shape>;

export type SingularVectors<T = Tensor> = Record<keyof typeof SINGULAR_VECTOR_SHAPES, T>;

/** D with its spectral normalisation done: ready to judge any number of crops. */
export interface NormalisedDiscriminator {
  /** First two convolutions as one, [64, channels · 7 · 7]. */
  entry: Tensor;
  /** The other four 1×1 convolutions, each [1, 64, 64]. They and the last are for the output of a magnified ReLU. */
  blocks: readonly Tensor[];
  /** [1, 64] */
  last: Tensor;
  lastBias: Tensor;
  /** γ and β of the blocks, [5 · 64], magnified. */
  scales: Tensor;
  shifts: Tensor;
  /** Left singular vectors after the power iterations. */
  singularVectors: SingularVectors;
}

/** Divides D's weights by their largest singular values. */
export function normaliseDiscriminator(
  parameters: DiscriminatorParameters,
  singularVectors: SingularVectors,
  powerIterations: number,
): NormalisedDiscriminator {
  const first = spectralNorm(parameters.first, singularVectors.first, powerIterations);
  // All blocks but the first come behind a magnified ReLU.
  const gains = parameters.first.graph.constant(
    [1, ...Array(BLOCKS - 1).fill(1 / MAGNIFICATION)],
    [BLOCKS, 1, 1],
  );
  const stack = spectralNorm(parameters.blocks, singularVectors.blocks, powerIterations, gains);
  const block = (i: number): Tensor => slice(stack.normalised, 0, i, i + 1);
  const firstBlock = block(0);
  const blocks = Array.from({ length: BLOCKS - 1 }, (_, i) => block(i + 1));
  return {
    entry: matmul(firstBlock, first.normalised),
    blocks,
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
 * @param crops [channels, batch, h, h], values in [-1, 1]
 * @returns [batch · (h − 6)²], probabilities, crop after crop
 */
export function discriminate(d: NormalisedDiscriminator, crops: Tensor): Tensor {
  const [, batch, h] = dimensions(crops, 4);
  const pixels = (h - PATCH_SIZE + 1) ** 2;
  const normalisedRelu = normalisedRelus(d, batch, pixels);
  let x = normalisedRelu(entryConvolution(d, crops), 0);
  for (const [i, weight] of d.blocks.entries()) {
    x = normalisedRelu(matmul(weight, x), i + 1);
  }
  return reshape(sigmoid(add(matmul(d.last, x), d.lastBias)), [batch * pixels]);
}

/** The D-maps of two crops [channels, 1, h, h], in one pass. */
export function discriminatePair(
  d: NormalisedDiscriminator,
  real: Tensor,
  fake: Tensor,
): { realMap: Tensor; fakeMap: Tensor } {
  const maps = discriminate(d, concat([real, fake], 1));
  const pixels = sizeOf(maps.shape) / 2;
  return { realMap: slice(maps, 0, 0, pixels), fakeMap: slice(maps, 0, pixels, 2 * pixels) };
}

/** The first two convolutions, [1, 64, batch · pixels]. */
function entryConvolution(d: NormalisedDiscriminator, crops: Tensor): Tensor {
  const [channels, batch, h, w] = dimensions(crops, 4);
  // For two crops, of which the weights want gradients, the patches serve both products: 0.1 ms an iteration less. For
  // one the convolution is as fast.
  if (batch > 1) return matmul(d.entry, patches(crops, PATCH_SIZE));
  return conv2d(
    reshape(crops, [1, channels, h, w]),
    reshape(d.entry, [DISCRIMINATOR_CHANNELS, channels, PATCH_SIZE, PATCH_SIZE]),
  );
}

/**
 * Batch normalisation and ReLU of block i, for a batch of crops. Channels are outermost, then crops: a 1×1 convolution
 * of the whole batch is one product of matrices, and each crop is normalised with statistics of its own, as if it went
 * through alone.
 */
function normalisedRelus(
  d: NormalisedDiscriminator,
  batch: number,
  pixels: number,
): (x: Tensor, block: number) => Tensor {
  const width = DISCRIMINATOR_CHANNELS;
  const rows = width * batch;
  /** A number for each channel of each block, repeated for each crop. */
  const perRow = (t: Tensor): Tensor =>
    reshape(expand(reshape(t, [BLOCKS * width, 1]), [BLOCKS * width, batch]), [BLOCKS * rows]);
  const scales = perRow(d.scales);
  const shifts = perRow(d.shifts);
  return (x, block) => {
    const ofBlock = (t: Tensor): Tensor => slice(t, 0, block * rows, (block + 1) * rows);
    const normalised = batchNorm(reshape(x, [1, rows, pixels]), ofBlock(scales), ofBlock(shifts));
    return reshape(magnifiedRelu(normalised), [1, width, batch * pixels]);
  };
}
