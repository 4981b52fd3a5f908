import { expect, it } from "vitest";
import { Graph } from "../../src/graph/graph.js";
import { add } from "../../src/graph/ops/arithmetic.js";
import { openEngine } from "../../src/runtime/device.js";
import { numbersOf, openSession, outputOf } from "../../src/runtime/session.js";
import { NATIVE_DEVICE } from "../helpers/native.js";

it.each([...NATIVE_DEVICE, "wasm"] as const)(
  "runs a graph on %s, and takes its outputs as inputs",
  async (device) => {
    const graph = new Graph();
    const x = graph.input("x", [2]);
    graph.output("y", add(x, x));
    const session = await openSession(await openEngine(device, 1), graph);
    const once = await session.run({ x: session.tensor(Float32Array.of(1, 2), [2]) });
    const twice = await session.run({ x: outputOf(once, "y") });
    expect([...numbersOf(twice, "y")]).toEqual([4, 8]);
    expect(() => outputOf(once, "z")).toThrow('no output "z"');
    await session.release();
  },
);
