/** The folded generator against running G layer by layer. */
import { describe, expect, it } from "vitest";
import { recordOf } from "../../src/gan/collections.js";
import { foldedKernel, foldGenerator } from "../../src/gan/fold.js";
import { type GeneratorParameters, generatorShapes, KERNEL_SIZES } from "../../src/gan/generator.js";
import { Graph, type Tensor } from "../../src/graph/graph.js";
import { conv2d } from "../../src/graph/ops/conv.js";
import { reshape } from "../../src/graph/ops/shape.js";
import { random } from "../../src/random.js";
import { expectGradients } from "../helpers/expressions.js";
import { largestDifference } from "../helpers/noise.js";
import { evaluate, type Value, value } from "../helpers/reference.js";

const LAYERS = ["layer1", "layer2", "layer3", "layer4", "layer5", "layer6"] as const;

/** Shapes of a generator with three channels instead of 64: the same structure, quick enough for the reference. */
function smallShapes(kernelSize: number): GeneratorParameters<number[]> {
  const shapes = generatorShapes(kernelSize);
  return recordOf(LAYERS, (layer) => {
    const [out, inner, h, w] = shapes[layer];
    return [out === 1 ? 1 : 3, inner === 1 ? 1 : 3, h, w];
  });
}

describe.each(KERNEL_SIZES.map((n) => [n]))("a generator of size %i", (n) => {
  it("folds to a kernel that does what its layers do", () => {
    const graph = new Graph();
    const numbers = random(n);
    const feeds: Record<string, Value> = {};
    const input = (name: string, shape: readonly number[]): Tensor => {
      const length = shape.reduce((a, b) => a * b, 1);
      feeds[name] = value(
        shape,
        Float64Array.from({ length }, () => numbers.normal()),
      );
      return graph.input(name, shape);
    };
    const shapes = smallShapes(n);
    const weights = recordOf(LAYERS, (layer) => input(layer, shapes[layer]));
    const x = input("x", [1, 1, n + 3, n + 3]);
    const layered = LAYERS.reduce((y, layer) => conv2d(y, weights[layer]), x);
    const folded = conv2d(x, reshape(foldedKernel(foldGenerator(weights)), [1, 1, n, n]));
    const [a, b] = evaluate(graph, feeds, [layered, folded]);
    expect(a!.shape).toEqual([1, 1, 4, 4]);
    const size = Math.max(...a!.data.map(Math.abs));
    expect(largestDifference(a!.data, b!.data)).toBeLessThan(1e-10 * size);
  });
});

it("has gradients through the fold", () => {
  const shapes = smallShapes(9);
  expectGradients({
    shapes: LAYERS.map((layer) => shapes[layer]),
    build: (layer1, layer2, layer3, layer4, layer5, layer6) =>
      foldedKernel(foldGenerator({ layer1, layer2, layer3, layer4, layer5, layer6 })),
  });
});
