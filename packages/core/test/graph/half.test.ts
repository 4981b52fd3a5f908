import { expect, it } from "vitest";
import { Graph } from "../../src/graph/graph.js";
import { toHalf } from "../../src/graph/half.js";
import { openEngine } from "../../src/runtime/device.js";
import { numbersOf, openSession } from "../../src/runtime/session.js";

it("rounds to half precision as NumPy does", () => {
  // np.float32([...]).astype(np.float16).view(np.uint16)
  const values = [1, -2, 65504, 65520, 1e-8, 6e-8, 5.96e-8, 6.1e-5, 0.1, -0, 1 / 3, 2049, 2051, Number.NaN];
  const bits = [
    0x3c00, 0xc000, 0x7bff, 0x7c00, 0, 1, 1, 0x3ff, 0x2e66, 0x8000, 0x3555, 0x6800, 0x6802, 0x7e00,
  ];
  expect([...toHalf(Float32Array.from(values))]).toEqual(bits);
});

it("is what engines read", async () => {
  const graph = new Graph();
  const values = Float32Array.of(0.1, -3, 6e-8, 70000);
  graph.output("y", graph.halfConstant(values, [4]));
  const session = await openSession(await openEngine("wasm", 1), graph);
  const y = numbersOf(await session.run({}), "y");
  await session.release();
  expect([...y]).toEqual([0.0999755859375, -3, 2 ** -24, Number.POSITIVE_INFINITY]);
});
