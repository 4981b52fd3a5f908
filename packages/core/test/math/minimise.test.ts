import { expect, test } from "vitest";
import { minimise } from "../../src/math/minimise.js";

test("minimise finds the bottom of a curved valley", () => {
  const rosenbrock = ([x = 0, y = 0]: readonly number[]): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  const { point, value } = minimise(rosenbrock, [-1.2, 1], 0.3, 250);
  expect(value).toBeLessThan(1e-8);
  expect(point[0]).toBeCloseTo(1, 3);
  expect(point[1]).toBeCloseTo(1, 3);
});

test("minimise without a parameter evaluates once", () => {
  expect(minimise(() => 7, [], 0.1, 0)).toEqual({ point: [], value: 7 });
});
