import { describe, expect, it } from "vitest";
import { Graph, type Tensor } from "../../../src/graph/graph.js";
import { abs, square } from "../../../src/graph/ops/arithmetic.js";
import { batchNorm } from "../../../src/graph/ops/normalization.js";
import { checkExpressions } from "../../helpers/expressions.js";

const shapes = [[1, 3, 7], [3], [3]];
const once = (x: Tensor, scale: Tensor, bias: Tensor): Tensor => square(batchNorm(x, scale, bias));

checkExpressions({
  batchNorm: { shapes, build: once },
  "batchNorm for WebAssembly": { shapes, build: once, dialect: "wasm" },
  "batchNorm for WebGPU": { shapes, build: once, dialect: "webgpu" },
  "two batchNorms": {
    shapes,
    build: (x, scale, bias) => batchNorm(abs(batchNorm(x, scale, bias)), scale, bias),
  },
});

describe("batchNorm", () => {
  it("prints both sides of a mismatch", () => {
    const graph = new Graph();
    const [x, four] = [graph.input("x", [1, 3, 7]), graph.input("four", [4])];
    expect(() => batchNorm(x, four, four)).toThrow("[4] does not fit [1, 3, 7]");
  });
});
