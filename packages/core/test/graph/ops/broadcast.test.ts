import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { broadcastShape, sumToShape } from "../../../src/graph/ops/broadcast.js";
import { evaluate, value } from "../../helpers/reference.js";

describe("broadcastShape", () => {
  it("aligns shapes at their last dimension and stretches dimensions of 1", () => {
    expect(broadcastShape("Add", [2, 1, 3], [4, 1])).toEqual([2, 4, 3]);
    expect(broadcastShape("Add", [], [5])).toEqual([5]);
  });

  it("prints both shapes where they do not fit", () => {
    expect(() => broadcastShape("Add", [2, 3], [4, 3])).toThrow(
      "Add: shapes [2, 3] and [4, 3] do not broadcast",
    );
  });
});

describe("sumToShape", () => {
  it("sums what broadcasting stretched", () => {
    const graph = new Graph();
    const x = graph.input("x", [2, 2, 3]);
    const feeds = { x: value([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) };
    const [columns, all] = evaluate(graph, feeds, [sumToShape(x, [2, 1]), sumToShape(x, [])]);
    expect(columns).toMatchObject({ shape: [2, 1], data: Float64Array.of(30, 48) });
    expect(all).toMatchObject({ shape: [], data: Float64Array.of(78) });
  });
});
