import { describe, expect, it } from "vitest";
import { gradients } from "../../src/graph/gradients.js";
import { Graph } from "../../src/graph/graph.js";
import { add, mul, square } from "../../src/graph/ops/arithmetic.js";
import { sum } from "../../src/graph/ops/reduce.js";
import { concat, slice, stopGradient } from "../../src/graph/ops/shape.js";
import { checkExpressions } from "../helpers/expressions.js";

describe("gradients", () => {
  it("joins the gradients of slices that cover a tensor instead of adding padded ones", () => {
    const graph = new Graph();
    const x = graph.input("x", [5]);
    const loss = sum(concat([square(slice(x, 0, 0, 2)), slice(x, 0, 2, 5)], 0));
    graph.output("g", gradients(loss, [x])[0]!);
    const types = graph.orderedNodes().map((n) => n.opType);
    expect(types).toContain("Concat");
    expect(types).not.toContain("Pad");
  });

  it("stops at stopGradient", () => {
    const graph = new Graph();
    const x = graph.input("x", [3]);
    expect(() => gradients(sum(stopGradient(square(x))), [x])).toThrow("does not depend on x");
  });

  it("needs a scalar loss", () => {
    const x = new Graph().input("x", [3]);
    expect(() => gradients(square(x), [x])).toThrow("one element");
  });
});

checkExpressions({
  "a tensor used in several places": {
    shapes: [[3], [3]],
    build: (x, y) => add(mul(x, y), mul(square(x), add(x, y))),
  },
});
