import { expect, test } from "vitest";
import { covariance } from "../../../src/kernel/index.js";
import { BOX } from "../../../src/spectral/shapes/box.js";
import { powerAt } from "../../helpers/power-at.js";

test.each([0.2, 2.6])("a box of cut %d has its covariance, and ends", (cut) => {
  const parameters = BOX.starts({ yy: 0.7, yx: 0, xx: 0.9 }).find((start) => start[2] === cut);
  if (!parameters) throw new Error("no start");
  const kernel = BOX.kernel(parameters, 4);
  const found = covariance(kernel);
  // With that of its soft edge.
  expect(found.yy / 16).toBeCloseTo(0.7 + 0.25 ** 2, 1);
  expect(found.xx / 16).toBeCloseTo(0.9 + 0.25 ** 2, 1);
  const at = (y: number, x: number): number => kernel.data[(13 + y) * kernel.size + 13 + x] ?? Number.NaN;
  // Half of its sides, and two pixels beyond: the edge is soft.
  const [halfY, halfX] = [4 * Math.exp(parameters[0]), 4 * Math.exp(parameters[1])];
  const beyond = Math.ceil(Math.max(halfY, halfX)) + 3;
  expect(at(0, beyond) / at(0, 0)).toBeLessThan(0.01);
  // It is a product, so its corners are as much of its sides as those of its middle.
  const [y, x] = [Math.floor(halfY / 2), Math.floor(halfX / 2)];
  expect((at(y, x) * at(0, 0)) / (at(y, 0) * at(0, x))).toBeCloseTo(1, 2);
});

test("an even box has the zeros of the sinc function", () => {
  const transfer = BOX.transfer([Math.log(2), Math.log(1.5), 0]);
  for (const [y, x] of [
    [0.25, 0],
    [0.5, 0.1],
    [0, 1 / 3],
  ] as const) {
    expect(powerAt(transfer, y, x)).toBeLessThan(1e-4);
  }
  expect(powerAt(transfer, 0.375, 0)).toBeGreaterThan(0.02);
});
