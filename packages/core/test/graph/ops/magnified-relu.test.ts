import type { Tensor } from "../../../src/graph/graph.js";
import { mul } from "../../../src/graph/ops/arithmetic.js";
import { MAGNIFICATION, magnifiedRelu } from "../../../src/graph/ops/magnified-relu.js";
import { checkExpressions } from "../../helpers/expressions.js";

const relu = (x: Tensor): Tensor => mul(magnifiedRelu(mul(x, MAGNIFICATION)), 1 / MAGNIFICATION);

checkExpressions({
  "max(x, 0)": { shapes: [[3, 5]], build: relu },
  "max(x, 0) for WebAssembly": { shapes: [[3, 5]], build: relu, dialect: "wasm" },
});
