import { describe, expect, it } from "vitest";
import { dimensions, Graph, sizeAlong } from "../../src/graph/graph.js";
import { add, mul, square } from "../../src/graph/ops/arithmetic.js";

describe("Graph", () => {
  it("makes equal nodes once", () => {
    const graph = new Graph();
    const x = graph.input("x", [3]);
    expect(mul(x, 2)).toBe(mul(x, 2));
    expect(mul(x, 2)).not.toBe(mul(x, 3));
  });

  it("leaves out what no output needs", () => {
    const graph = new Graph();
    const x = graph.input("x", [3]);
    square(x);
    graph.output("y", add(x, 1));
    expect(graph.orderedNodes().map((n) => n.opType)).toEqual(["Add"]);
  });

  it("refuses a second input or output of one name", () => {
    const graph = new Graph();
    const x = graph.input("x", [3]);
    graph.output("y", x);
    expect(() => graph.input("x", [3])).toThrow('"x"');
    expect(() => graph.output("y", x)).toThrow('"y"');
  });

  it("refuses tensors of another graph", () => {
    const x = new Graph().input("x", [2, 3]);
    expect(() => new Graph().emit("Neg", [x], [2, 3])).toThrow("another graph");
  });

  it("reads a supplied tensor instead of computing it", () => {
    const graph = new Graph();
    const x = graph.input("x", [2]);
    const squared = square(x);
    const result = add(squared, 1);
    graph.supply(squared, graph.input("squared", [2]));
    graph.output("y", result);
    expect(graph.orderedNodes().map((n) => n.opType)).toEqual(["Add"]);
    expect(() => graph.supply(x, graph.input("other", [3]))).toThrow("[3] cannot stand for [2]");
  });
});

describe("dimensions", () => {
  it("are the sizes of a tensor of the expected rank", () => {
    const x = new Graph().input("x", [4, 5]);
    expect(dimensions(x, 2)).toEqual([4, 5]);
    expect(() => dimensions(x, 3)).toThrow("x should have 3 dimensions, got shape [4, 5]");
    expect(sizeAlong(x, 1)).toBe(5);
    expect(() => sizeAlong(x, 2)).toThrow("x [4, 5] has no dimension 2");
  });
});
