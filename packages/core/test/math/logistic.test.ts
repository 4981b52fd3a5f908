import { expect, test } from "vitest";
import { logistic } from "../../src/math/logistic.js";

test("logistic: odds of e to the weighted sum", () => {
  const p = logistic([-1, 2, 0.5], [1, 1.5, -2]);
  expect(Math.log(p / (1 - p))).toBeCloseTo(1, 12);
});
