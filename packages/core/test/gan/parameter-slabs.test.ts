import { describe, expect, it } from "vitest";
import { descend, packIntoSlabs, unpack } from "../../src/gan/parameter-slabs.js";
import { Graph } from "../../src/graph/graph.js";
import { add, mul } from "../../src/graph/ops/arithmetic.js";
import { sum } from "../../src/graph/ops/reduce.js";
import { evaluate, type Value, value } from "../helpers/reference.js";

const shapes = { a: [2, 3], large: [200, 200], b: [4] };

describe("packIntoSlabs", () => {
  it("gives large tensors a slab each and lets the others share one", () => {
    expect(packIntoSlabs("n", shapes)).toEqual([
      { name: "n.large", length: 40_000, parameters: [{ name: "large", offset: 0, shape: [200, 200] }] },
      {
        name: "n.rest",
        length: 10,
        parameters: [
          { name: "a", offset: 0, shape: [2, 3] },
          { name: "b", offset: 6, shape: [4] },
        ],
      },
    ]);
  });
});

describe("a packed network", () => {
  const graph = new Graph();
  const slabs = packIntoSlabs("n", { a: [2, 3], b: [4] });
  const feeds: Record<string, Value> = {};
  const input = (name: string, numbers: number[]) => {
    feeds[name] = value([numbers.length], numbers);
    return graph.input(name, [numbers.length]);
  };
  const state = {
    value: input("value", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    first: input("first", Array(10).fill(0)),
    second: input("second", Array(10).fill(1e-16)),
  };
  const packed = { slabs, states: [state] };
  const { a, b } = unpack(packed);

  it("has its parameters in their shapes", () => {
    const [first, second] = evaluate(graph, feeds, [a, b]);
    expect(first).toMatchObject({ shape: [2, 3], data: Float64Array.of(0, 1, 2, 3, 4, 5) });
    expect(second).toMatchObject({ shape: [4], data: Float64Array.of(6, 7, 8, 9) });
  });

  it("descends along the gradients of all of them", () => {
    // dL/da = 2, dL/db = −3. The first step of Adam, with M = g and V = g²: −α · sign.
    const loss = add(sum(mul(a, 2)), sum(mul(b, -3)));
    const control = { step: graph.constant(0.5), gain: graph.constant(1) };
    const { states } = descend(packed, loss, control, { beta1: 0, beta2: 1, epsilon: 1e-8 });
    const [updated] = evaluate(
      graph,
      feeds,
      states.map((s) => s.value),
    );
    [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 6.5, 7.5, 8.5, 9.5].forEach((expected, i) => {
      expect(updated!.data[i]).toBeCloseTo(expected, 8);
    });
  });
});
