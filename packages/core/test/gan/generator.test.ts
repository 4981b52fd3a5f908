/** The folded generator against running G layer by layer. */
import { describe, expect, it } from "vitest";
import { applyKernel, foldGenerator, generatorShapes, KERNEL_SIZES } from "../../src/gan/generator.js";
import { Graph, sizeOf, type Tensor } from "../../src/graph/graph.js";
import { conv2d } from "../../src/graph/ops/conv.js";
import { reshape } from "../../src/graph/ops/shape.js";
import { random } from "../../src/random.js";
import { expectGradients } from "../helpers/expressions.js";
import { largestDifference } from "../helpers/noise.js";
import { evaluate, type Value, value } from "../helpers/reference.js";

/** G with three channels instead of 64: the same structure, quick enough for the reference. */
function smallShapes(kernelSize: number): number[][] {
  return generatorShapes(kernelSize).map(([o, i, h, w]) => [o === 1 ? 1 : 3, i === 1 ? 1 : 3, h, w]);
}

describe.each(KERNEL_SIZES.map((n) => [n]))("a generator of size %i", (n) => {
  it("folds to a kernel that does what its layers do", () => {
    const graph = new Graph();
    const numbers = random(n);
    const feeds: Record<string, Value> = {};
    const input = (name: string, shape: number[]): Tensor => {
      feeds[name] = value(
        shape,
        Float64Array.from({ length: sizeOf(shape) }, () => numbers.normal()),
      );
      return graph.input(name, shape);
    };
    const weights = smallShapes(n).map((shape, i) => input(`w${i}`, shape));
    const x = input("x", [1, 1, n + 3, n + 3]);
    const layered = weights.reduce((y, w) => conv2d(y, w), x);
    const folded = conv2d(x, reshape(foldGenerator(weights), [1, 1, n, n]));
    const [a, b] = evaluate(graph, feeds, [layered, folded]);
    expect(a.shape).toEqual([1, 1, 4, 4]);
    const size = Math.max(...a.data.map(Math.abs));
    expect(largestDifference(a.data, b.data)).toBeLessThan(1e-10 * size);
  });
});

it("has gradients through the fold", () => {
  expectGradients({ shapes: smallShapes(9), build: (...weights) => foldGenerator(weights) });
});

it("has an error for other sizes that lists those there are", () => {
  expect(() => generatorShapes(12)).toThrow(KERNEL_SIZES.join(", "));
});

describe.each([2, 3])("applyKernel at stride %i", (s) => {
  const [n, m] = [5, 4];
  const width = s * (m - 1) + n;
  const height = s * (2 - 1) + n;

  it("is a strided cross-correlation", () => {
    const graph = new Graph();
    const numbers = random(3);
    const draw = (length: number): Float64Array => Float64Array.from({ length }, () => numbers.normal());
    const k = draw(n * n);
    const x = draw(height * width);
    // Two output rows: windows of n input rows that start s rows apart.
    const rows = Float64Array.from(
      [0, 1].flatMap((i) => [...x.subarray(s * i * width, (s * i + n) * width)]),
    );
    const output = applyKernel(graph.input("k", [n, n]), graph.input("rows", [2, n * width]), s, m);
    const [y] = evaluate(graph, { k: value([n, n], k), rows: value([2, n * width], rows) }, [output]);
    expect(y.shape).toEqual([2, m]);
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < m; j++) {
        let expected = 0;
        for (let u = 0; u < n; u++)
          for (let v = 0; v < n; v++) expected += k[u * n + v] * x[(s * i + u) * width + s * j + v];
        expect(y.data[i * m + j]).toBeCloseTo(expected, 10);
      }
  });

  it("has gradients", () => {
    expectGradients({
      shapes: [
        [n, n],
        [2, n * width],
      ],
      build: (k, rows) => applyKernel(k, rows, s, m),
    });
  });
});
