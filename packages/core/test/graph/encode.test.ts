import { describe, expect, it } from "vitest";
import { encodeModel } from "../../src/graph/encode.js";
import { DYNAMIC, Graph } from "../../src/graph/graph.js";
import { add, mul, square } from "../../src/graph/ops/arithmetic.js";
import { openEngine } from "../../src/runtime/device.js";
import { openSession } from "../../src/runtime/session.js";

describe("encodeModel", () => {
  it("names inputs and constants that are outputs, and one tensor twice", async () => {
    const graph = new Graph();
    const x = graph.input("x", [2]);
    const y = add(x, x);
    for (const [name, tensor] of Object.entries({ x2: x, c: graph.constant([1, 2], [2]), y, again: y })) {
      graph.output(name, tensor);
    }
    const session = await openSession(await openEngine("auto", 1), graph);
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
    const session = await openSession(await openEngine("auto", 1), graph);
    for (const n of [1, 3]) {
      const results = await session.run({
        start: session.tensor(Float32Array.of(1, 0), [2]),
        steps: session.tensor(new Float32Array(2 * n).fill(1), [n, 2]),
      });
      // x ← 2x + 1 from 1 and 0: 3, 7, 15 and 1, 3, 7.
      expect([...(results.end!.data as Float32Array)]).toEqual(n === 1 ? [3, 1] : [15, 7]);
      expect(results.all!.dims).toEqual([n, 2]);
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
