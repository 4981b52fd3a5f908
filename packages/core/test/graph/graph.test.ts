/** The graph itself: sharing of equal nodes, gradients' plumbing, encoding. */
import { describe, expect, it } from "vitest";
import { encodeModel } from "../../src/graph/encode.js";
import { gradients } from "../../src/graph/gradients.js";
import { DYNAMIC, Graph } from "../../src/graph/graph.js";
import { add, mul, square } from "../../src/graph/ops/arithmetic.js";
import { sum } from "../../src/graph/ops/reduce.js";
import { concat, slice, stopGradient } from "../../src/graph/ops/shape.js";
import { openEngine } from "../../src/runtime/device.js";
import { openSession } from "../../src/runtime/session.js";

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
});

describe("gradients", () => {
  it("joins the gradients of slices that cover a tensor instead of adding padded ones", () => {
    const graph = new Graph();
    const x = graph.input("x", [5]);
    const loss = sum(concat([square(slice(x, 0, 0, 2)), slice(x, 0, 2, 5)], 0));
    graph.output("g", gradients(loss, [x])[0]);
    const types = graph.orderedNodes().map((n) => n.opType);
    expect(types).toContain("Concat");
    expect(types).not.toContain("Pad");
  });

  it("stops where it is told to", () => {
    const graph = new Graph();
    const x = graph.input("x", [3]);
    expect(() => gradients(sum(stopGradient(square(x))), [x])).toThrow("does not depend on x");
  });

  it("needs a scalar loss", () => {
    const x = new Graph().input("x", [3]);
    expect(() => gradients(square(x), [x])).toThrow("one element");
  });
});

describe("encodeModel", () => {
  it("names inputs and constants that are outputs, and one tensor twice", async () => {
    const graph = new Graph();
    const x = graph.input("x", [2]);
    const y = add(x, x);
    for (const [name, tensor] of Object.entries({ x2: x, c: graph.constant([1, 2], [2]), y, again: y })) {
      graph.output(name, tensor);
    }
    const session = await openSession(await openEngine("cpu", 1), graph);
    const results = await session.run({ x: session.tensor(Float32Array.of(3, 4), [2]) });
    await session.release();
    const numbers = Object.fromEntries(
      Object.entries(results).map(([name, t]) => [name, [...(t.data as Float32Array)]]),
    );
    expect(numbers).toEqual({ x2: [3, 4], c: [1, 2], y: [6, 8], again: [6, 8] });
  });

  it("runs a body as often as its input is long", async () => {
    const body = new Graph("b");
    const state = body.input("state", [2]);
    const step = body.input("step", [2]);
    const next = add(mul(state, 2), step);
    body.output("next", next);
    body.output("seen", square(next));
    const graph = new Graph("s");
    const outputs = graph.emitAll(
      "Scan",
      [graph.input("start", [2]), graph.input("steps", [DYNAMIC, 2])],
      [[2], [DYNAMIC, 2]],
      { body, num_scan_inputs: 1n },
    );
    graph.output("end", outputs[0]);
    graph.output("all", outputs[1]);
    const session = await openSession(await openEngine("cpu", 1), graph);
    for (const n of [1, 3]) {
      const results = await session.run({
        start: session.tensor(Float32Array.of(1, 0), [2]),
        steps: session.tensor(new Float32Array(2 * n).fill(1), [n, 2]),
      });
      // x ← 2x + 1 from 1 and 0: 3, 7, 15 and 1, 3, 7.
      expect([...(results.end.data as Float32Array)]).toEqual(n === 1 ? [3, 1] : [15, 7]);
      expect(results.all.dims).toEqual([n, 2]);
    }
    await session.release();
  });

  it("is the same bytes for the same graph", () => {
    const build = (): Uint8Array => {
      const graph = new Graph();
      graph.output("y", square(graph.input("x", [2])));
      return encodeModel(graph);
    };
    expect(build()).toEqual(build());
  });
});
