import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { square } from "../../../src/graph/ops/arithmetic.js";
import { conv2d, convTranspose2d, patches } from "../../../src/graph/ops/conv.js";
import { matmul } from "../../../src/graph/ops/matmul.js";
import { reshape } from "../../../src/graph/ops/shape.js";
import { random } from "../../../src/random.js";
import { checkExpressions } from "../../helpers/expressions.js";
import { largestDifference } from "../../helpers/noise.js";
import { evaluate, value } from "../../helpers/reference.js";

checkExpressions({
  conv2d: {
    shapes: [
      [2, 3, 6, 5],
      [4, 3, 3, 2],
    ],
    build: conv2d,
  },
  convTranspose2d: {
    shapes: [
      [2, 4, 3, 4],
      [4, 3, 3, 2],
    ],
    build: convTranspose2d,
  },
  patches: { shapes: [[2, 3, 6, 6]], build: (x) => square(patches(x, 3)) },
});

describe("patches", () => {
  it("turn a convolution into a product of matrices", () => {
    const [c, batch, h, o, k] = [2, 3, 7, 4, 3];
    const n = h - k + 1;
    const numbers = random(2);
    const draw = (length: number): Float64Array => Float64Array.from({ length }, () => numbers.normal());
    const [maps, weights] = [draw(c * batch * h * h), draw(o * c * k * k)];
    const graph = new Graph();
    const x = graph.input("x", [c, batch, h, h]);
    const w = graph.input("w", [o, c, k, k]);
    const product = matmul(reshape(w, [o, c * k * k]), patches(x, k));
    const feeds = { x: value([c, batch, h, h], maps), w: value([o, c, k, k], weights) };
    const [result] = evaluate(graph, feeds, [product]);
    const expected = new Float64Array(o * batch * n * n);
    for (let to = 0; to < expected.length; to++) {
      const [m, b] = [Math.floor(to / (batch * n * n)), Math.floor(to / (n * n)) % batch];
      const [i, j] = [Math.floor(to / n) % n, to % n];
      for (let ch = 0; ch < c; ch++)
        for (let u = 0; u < k; u++)
          for (let v = 0; v < k; v++)
            expected[to]! +=
              weights[((m * c + ch) * k + u) * k + v]! * maps[((ch * batch + b) * h + i + u) * h + j + v]!;
    }
    expect(result!.shape).toEqual([o, batch * n * n]);
    expect(largestDifference(result!.data, expected)).toBeLessThan(1e-12);
  });
});

describe("conv2d", () => {
  it("prints both sides of a mismatch", () => {
    const graph = new Graph();
    const x = graph.input("x", [1, 2, 5, 5]);
    expect(() => conv2d(x, graph.input("w", [3, 4, 3, 3]))).toThrow(
      "[3, 4, 3, 3] does not fit input [1, 2, 5, 5]",
    );
    expect(() => conv2d(x, graph.input("v", [2, 3]))).toThrow("v should have 4 dimensions, got shape [2, 3]");
  });
});
