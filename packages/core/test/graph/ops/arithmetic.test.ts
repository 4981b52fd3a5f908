import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { abs, add, div, mul, neg, pow, sqrt, square, sub } from "../../../src/graph/ops/arithmetic.js";
import { checkExpressions } from "../../helpers/expressions.js";

/** Away from where the functions are not smooth. */
const positive = [0.3, 2] as const;

checkExpressions({
  add: {
    shapes: [
      [2, 3],
      [2, 3],
    ],
    build: add,
  },
  "add, broadcasting": {
    shapes: [
      [2, 1, 3],
      [4, 1],
    ],
    build: add,
  },
  "add, a number": { shapes: [[3]], build: (x) => add(x, 2) },
  sub: { shapes: [[2, 3], [3]], build: sub },
  mul: {
    shapes: [
      [2, 3],
      [2, 1],
    ],
    build: mul,
  },
  "mul, with itself": { shapes: [[4]], build: (x) => mul(x, x) },
  div: {
    shapes: [
      [2, 3],
      [1, 3],
    ],
    build: div,
    range: positive,
  },
  neg: { shapes: [[3]], build: neg },
  sqrt: { shapes: [[5]], build: sqrt, range: positive },
  abs: { shapes: [[6]], build: abs },
  pow: { shapes: [[5]], build: (x) => pow(x, 0.2), range: positive },
  square: { shapes: [[5]], build: square },
});

describe("add", () => {
  it("prints both sides of a mismatch", () => {
    const graph = new Graph();
    const [x, y] = [graph.input("x", [2, 3]), graph.input("y", [4, 5])];
    expect(() => add(x, y)).toThrow("[2, 3] and [4, 5]");
  });

  it("needs a tensor", () => {
    expect(() => add(1, 2)).toThrow("must be a tensor");
  });
});
