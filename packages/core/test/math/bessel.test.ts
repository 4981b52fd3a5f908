import { expect, test } from "vitest";
import { besselJ1 } from "../../src/math/bessel.js";

test.each([
  [0, 0],
  [1, 0.4400505857],
  [3, 0.3390589585],
  [5, -0.3275791376],
  [10, 0.0434727462],
])("J₁(%d) = %d", (x, value) => {
  expect(besselJ1(x)).toBeCloseTo(value, 6);
});
