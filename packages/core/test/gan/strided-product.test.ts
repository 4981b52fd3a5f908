import { describe, expect, it } from "vitest";
import { applyKernel, copyRowWindows, rowWindowShape } from "../../src/gan/strided-product.js";
import { Graph } from "../../src/graph/graph.js";
import { random } from "../../src/random.js";
import { expectGradients } from "../helpers/expressions.js";
import { evaluate, value } from "../helpers/reference.js";

describe.each([2, 3])("downscaling crops with a kernel at stride %i", (s) => {
  const [n, m, channels] = [5, 4, 2];
  const sizes = { scale: s, kernelSize: n, outputSize: m };
  const width = s * (m - 1) + n;
  const windowShape = rowWindowShape(sizes, channels);

  it("is a strided cross-correlation of each channel", () => {
    const graph = new Graph();
    const numbers = random(3);
    const draw = (length: number): Float32Array => Float32Array.from({ length }, () => numbers.normal());
    const k = draw(n * n);
    const x = draw(channels * width * width);
    const windows = new Float32Array(7 + windowShape[0] * windowShape[1]);
    copyRowWindows(x, channels, sizes, windows, 7);
    const output = applyKernel(graph.input("k", [n, n]), graph.input("windows", windowShape), s, m);
    const feeds = { k: value([n, n], k), windows: value(windowShape, windows.subarray(7)) };
    const [y] = evaluate(graph, feeds, [output]);
    expect(y!.shape).toEqual([channels * m, m]);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < m; i++)
        for (let j = 0; j < m; j++) {
          let expected = 0;
          for (let u = 0; u < n; u++)
            for (let v = 0; v < n; v++)
              expected += k[u * n + v]! * x[(c * width + s * i + u) * width + s * j + v]!;
          expect(y!.data[(c * m + i) * m + j]).toBeCloseTo(expected, 10);
        }
  });

  it("has gradients", () => {
    expectGradients({
      shapes: [[n, n], windowShape],
      build: (k, windows) => applyKernel(k, windows, s, m),
    });
  });
});
