import { expect, it } from "vitest";
import { alongAxis } from "../../../src/spectral/shapes/along-axes.js";

it("alongAxis computes once for each different number", () => {
  const numbers = Float64Array.of(0.25, -0.5, 0.25, 0, -0.5, 0.25);
  const asked: number[] = [];
  const doubled = alongAxis(numbers, (value) => {
    asked.push(value);
    return 2 * value;
  });
  expect(Array.from(numbers, (_, i) => doubled(i))).toEqual([0.5, -1, 0.5, 0, -1, 0.5]);
  expect(asked).toEqual([0.25, -0.5, 0]);
});
