import { expect, test } from "vitest";
import { median } from "../../src/math/median.js";

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 10, 2], 3],
  [[], 0],
])("median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});
