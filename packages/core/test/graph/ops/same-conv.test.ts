import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { square } from "../../../src/graph/ops/arithmetic.js";
import { sameConv2d } from "../../../src/graph/ops/same-conv.js";
import { checkExpressions } from "../../helpers/expressions.js";

checkExpressions({
  "sameConv2d, shifts on both sides": {
    shapes: [
      [1, 5, 4, 6],
      [6, 5, 3, 3],
    ],
    build: (x, w) => square(sameConv2d(x, w)),
  },
  "sameConv2d, few input channels": {
    shapes: [
      [1, 3, 5, 4],
      [5, 3, 3, 3],
    ],
    build: (x, w) => square(sameConv2d(x, w)),
  },
  "sameConv2d, few output channels": {
    shapes: [
      [1, 5, 5, 4],
      [2, 5, 3, 3],
    ],
    build: (x, w) => square(sameConv2d(x, w)),
  },
  "sameConv2d, 5×5": {
    shapes: [
      [1, 5, 4, 3],
      [5, 5, 5, 5],
    ],
    build: sameConv2d,
  },
});

describe("sameConv2d", () => {
  it("prints both sides of a mismatch", () => {
    const graph = new Graph();
    const x = graph.input("x", [1, 2, 5, 5]);
    expect(() => sameConv2d(x, graph.input("w", [3, 2, 4, 4]))).toThrow(
      "[3, 2, 4, 4] does not fit input [1, 2, 5, 5]",
    );
  });
});
