import { expect, it } from "vitest";
import { spectralNorm } from "../../src/gan/spectral-norm.js";
import { Graph } from "../../src/graph/graph.js";
import { checkExpressions } from "../helpers/expressions.js";
import { evaluate, value } from "../helpers/reference.js";

checkExpressions({
  // Where u has converged to the singular vectors it may count as a constant: the derivative of σ is exact. (The
  // range makes σ about 1, so that 40 iterations without normalising in between stay within float32.)
  spectralNorm: {
    shapes: [[2, 4, 5]],
    build: (w) => spectralNorm(w, w.graph.constant(Array(8).fill(0.5), [2, 1, 4]), 40).normalised,
    range: [-0.42, 0.42],
  },
  "spectralNorm with gains": {
    shapes: [[2, 4, 5]],
    build: (w) => {
      const start = w.graph.constant(Array(8).fill(0.5), [2, 1, 4]);
      return spectralNorm(w, start, 40, w.graph.constant([1, 0.25], [2, 1, 1])).normalised;
    },
    range: [-0.42, 0.42],
  },
});

it("divides by the largest singular value, multiplies by the gain and tracks the left singular vector", () => {
  const graph = new Graph();
  const w = graph.input("w", [1, 2, 2]);
  const start = graph.constant([Math.SQRT1_2, Math.SQRT1_2], [1, 1, 2]);
  const { normalised, u } = spectralNorm(w, start, 20, graph.constant([0.5], [1, 1, 1]));
  // diag(3, 1): σ = 3 with the left singular vector (1, 0).
  const [result, vector] = evaluate(graph, { w: value([1, 2, 2], [3, 0, 0, 1]) }, [normalised, u]);
  [0.5, 0, 0, 0.5 / 3].forEach((expected, i) => {
    expect(result!.data[i]).toBeCloseTo(expected, 10);
  });
  expect(vector!.data[0]).toBeCloseTo(1, 10);
  expect(vector!.data[1]).toBeCloseTo(0, 10);
});
