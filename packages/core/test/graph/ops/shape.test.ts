import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { square } from "../../../src/graph/ops/arithmetic.js";
import { concat, pad, reshape, slice, transpose } from "../../../src/graph/ops/shape.js";
import { checkExpressions } from "../../helpers/expressions.js";

checkExpressions({
  reshape: { shapes: [[2, 6]], build: (x) => square(reshape(x, [3, 4])) },
  transpose: { shapes: [[2, 3, 4]], build: (x) => transpose(x, [2, 0, 1]) },
  slice: { shapes: [[2, 6]], build: (x) => slice(x, 1, 1, 4) },
  "slice, pieces that meet": {
    shapes: [[7, 2]],
    build: (x) => concat([square(slice(x, 0, 3, 7)), slice(x, 0, 0, 3)], 0),
  },
  "slice, pieces that overlap": {
    shapes: [[6]],
    build: (x) => concat([square(slice(x, 0, 0, 4)), slice(x, 0, 2, 6)], 0),
  },
  pad: { shapes: [[2, 3]], build: (x) => square(pad(x, 1, 2, 1)) },
  concat: {
    shapes: [
      [2, 3],
      [2, 1],
      [2, 2],
    ],
    build: (a, b, c) => square(concat([a, b, c], 1)),
  },
});

describe("checks when the graph is built", () => {
  const graph = new Graph();
  const x = graph.input("x", [2, 3]);

  it.each([
    ["reshape", () => reshape(x, [7]), "6 ≠ 7"],
    ["slice", () => slice(x, 1, 2, 9), "2:9"],
    ["transpose", () => transpose(x, [0, 0]), "no permutation"],
    ["pad", () => pad(x, 2, 1, 0), "no dimension 2"],
    ["concat", () => concat([x, graph.input("y", [3, 3])], 1), "[3, 3] does not fit [2, 3]"],
  ])("%s prints the mismatch", (_, build, message) => {
    expect(build).toThrow(message);
  });
});

it("makes one slice of a slice of a slice", () => {
  const x = new Graph().input("x", [9, 2]);
  expect(slice(slice(x, 0, 2, 8), 0, 1, 3)).toBe(slice(x, 0, 3, 5));
});
