/**
 * The network of the small prior: a denoiser for one channel that is told the noise level at each pixel. As in FFDNet
 * the 2×2 pixels of the picture and of the map of levels are channels, and what the network gives, the noise, is taken
 * off (K. Zhang, W. Zuo, L. Zhang, "FFDNet: Toward a Fast and Flexible Solution for CNN-Based Image Denoising", IEEE
 * Trans. Image Processing 27(9), 2018); between are residual blocks, two 3×3 convolutions with a ReLU between them, as
 * in DRUNet (restore/prior).
 *
 * It has no biases: twice the picture with twice the noise gives twice the result, so that it is not tied to the levels
 * that it was trained on (S. Mohan, Z. Kadkhodaie, E. Simoncelli, C. Fernandez-Granda, "Robust and Interpretable Blind
 * Image Denoising via Bias-Free Convolutional Neural Networks", ICLR 2020).
 */
import { random } from "@kernelgan/core";
import { DYNAMIC, Graph, sizeAlong, type Tensor } from "../../../packages/core/dist/graph/graph.js";
import { add, mul } from "../../../packages/core/dist/graph/ops/arithmetic.js";
import { MAGNIFICATION, magnifiedRelu } from "../../../packages/core/dist/graph/ops/magnified-relu.js";
import { sameConv2d } from "../../../packages/core/dist/graph/ops/same-conv.js";

/** Residual blocks, and channels. */
export interface NetworkSize {
  readonly blocks: number;
  readonly width: number;
}

const FILTER = 3;
/** Pixels of a side that become channels. */
export const BLOCK = 2;
/** The picture and the level. */
const INPUTS = 2;
/**
 * Variance of the initial weights times the fan-in: 2 keeps the variance behind a ReLU. What is added, by a block to
 * its input or by the network to the picture, begins small. (Without the blocks' way round them all ReLUs ended at 0
 * within 500 iterations.)
 */
const INITIAL_VARIANCE = { usual: 1, afterRelu: 2, added: 0.1 };

export type FilterShape = readonly [out: number, inner: number, height: number, width: number];

/** Shapes of the layers' weights: the first, two for each block, and the last. */
export function networkShapes({ blocks, width }: NetworkSize): FilterShape[] {
  const shape = (out: number, inner: number): FilterShape => [out, inner, FILTER, FILTER];
  return [
    shape(width, INPUTS * BLOCK ** 2),
    ...Array.from({ length: 2 * blocks }, () => shape(width, width)),
    shape(BLOCK ** 2, width),
  ];
}

/** Weights to start from, normal with a variance over the fan-in. */
export function initialWeights(size: NetworkSize, seed: number): Float32Array[] {
  const normal = random(seed);
  const shapes = networkShapes(size);
  const { usual, afterRelu, added } = INITIAL_VARIANCE;
  return shapes.map(([out, inner, height, width], layer) => {
    const fanIn = inner * height * width;
    const isSecond = layer > 0 && layer % 2 === 0;
    const isLast = layer === shapes.length - 1;
    const variance = isLast ? added : isSecond ? afterRelu * added : usual;
    return Float32Array.from({ length: out * fanIn }, () => Math.sqrt(variance / fanIn) * normal.normal());
  });
}

/** [1, c, h, w] → [1, 4 c, h / 2, w / 2]; no gradient flows through it. */
export function blocksToChannels(x: Tensor): Tensor {
  const [batch = 1, channels = 1, height = 0, width = 0] = x.shape;
  const part = (n: number): number => (n === DYNAMIC ? n : n / BLOCK);
  const shape = [batch, channels * BLOCK ** 2, part(height), part(width)];
  return x.graph.emit("SpaceToDepth", [x], shape, { blocksize: BigInt(BLOCK) });
}

/** The operations of which the network is made: other ones for training than for use. */
interface Operations {
  conv(x: Tensor, weight: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  add(x: Tensor, y: Tensor): Tensor;
}

/** [1, 8, h, w] → [1, 4, h, w] */
function layers(x: Tensor, weights: readonly Tensor[], { conv, relu, add }: Operations): Tensor {
  const last = weights.length - 1;
  let y = conv(x, weights[0]!);
  for (let i = 1; i < last; i += 2) y = add(y, conv(relu(conv(y, weights[i]!)), weights[i + 1]!));
  return conv(y, weights[last]!);
}

/**
 * The noise in `x` [1, 8, h, w], picture and levels as {@link blocksToChannels} gives them, for training: [1, 4, h, w].
 */
export function noiseOf(x: Tensor, weights: readonly Tensor[]): Tensor {
  const y = layers(mul(x, MAGNIFICATION), weights, { conv: sameConv2d, relu: magnifiedRelu, add });
  return mul(y, 1 / MAGNIFICATION);
}

/**
 * The trained network, for pictures of even sides: `input` [1, 2, h, w], a picture with values in [0, 1] and the level
 * at each pixel, to `output` [1, 1, h, w].
 */
export function denoiser(size: NetworkSize, weights: readonly Float32Array[]): Graph {
  const graph = new Graph();
  const image = [1, 1, DYNAMIC, DYNAMIC];
  const input = graph.input("input", [1, INPUTS, DYNAMIC, DYNAMIC]);
  const kept = networkShapes(size).map((shape, i) => graph.halfConstant(weights[i] as Float32Array, shape));
  const y = layers(blocksToChannels(input), kept, {
    conv: (x, weight) =>
      graph.emit("Conv", [x, weight], [1, sizeAlong(weight, 0), DYNAMIC, DYNAMIC], {
        pads: [1n, 1n, 1n, 1n],
      }),
    relu: (x) => graph.emit("Relu", [x], x.shape),
    add: (x, y) => graph.emit("Add", [x, y], x.shape),
  });
  const noise = graph.emit("DepthToSpace", [y], image, { blocksize: BigInt(BLOCK) });
  const picture = graph.emit(
    "Slice",
    [input, graph.integers([0]), graph.integers([1]), graph.integers([1])],
    image,
  );
  graph.output("output", graph.emit("Sub", [picture, noise], image));
  return graph;
}
