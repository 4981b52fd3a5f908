import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { matmul } from "../../../src/graph/ops/matmul.js";
import { checkExpressions } from "../../helpers/expressions.js";

checkExpressions({
  "matmul A·B": {
    shapes: [
      [2, 3],
      [3, 4],
    ],
    build: (a, b) => matmul(a, b),
  },
  "matmul Aᵀ·B": {
    shapes: [
      [3, 2],
      [3, 4],
    ],
    build: (a, b) => matmul(a, b, { transposeA: true }),
  },
  "matmul A·Bᵀ": {
    shapes: [
      [2, 3],
      [4, 3],
    ],
    build: (a, b) => matmul(a, b, { transposeB: true }),
  },
  "matmul Aᵀ·Bᵀ": {
    shapes: [
      [3, 2],
      [4, 3],
    ],
    build: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
  },
  "matmul, stacks": {
    shapes: [
      [5, 2, 3],
      [5, 4, 3],
    ],
    build: (a, b) => matmul(a, b, { transposeB: true }),
  },
  "matmul, a matrix for a stack": {
    shapes: [
      [2, 3],
      [5, 3, 4],
    ],
    build: (a, b) => matmul(a, b),
  },
});

describe("matmul", () => {
  it("prints both sides of a mismatch", () => {
    const graph = new Graph();
    const [x, y] = [graph.input("x", [2, 3]), graph.input("y", [4, 5])];
    expect(() => matmul(x, y)).toThrow("[2, 3] · [4, 5]");
    expect(() => matmul(x, y, { transposeB: true })).toThrow("[2, 3] · [4, 5]ᵀ");
  });

  it("needs matrices", () => {
    const graph = new Graph();
    expect(() => matmul(graph.input("x", [3]), graph.input("y", [3, 2]))).toThrow("got shape [3]");
  });
});
