import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/graph/graph.js";
import { square } from "../../../src/graph/ops/arithmetic.js";
import { expand, mean, reduceSum, sum } from "../../../src/graph/ops/reduce.js";
import { checkExpressions } from "../../helpers/expressions.js";

checkExpressions({
  sum: { shapes: [[2, 3]], build: sum },
  mean: { shapes: [[2, 3]], build: mean },
  "reduceSum, one dimension": { shapes: [[2, 3, 4]], build: (x) => reduceSum(x, [1]) },
  "reduceSum, two dimensions": { shapes: [[2, 3, 4]], build: (x) => reduceSum(x, [0, 2]) },
  expand: { shapes: [[2, 1, 3]], build: (x) => square(expand(x, [4, 2, 5, 3])) },
});

describe("expand", () => {
  it("prints both sides of a mismatch", () => {
    expect(() => expand(new Graph().input("x", [2, 3]), [2, 4])).toThrow("[2, 3] to [2, 4]");
  });
});
