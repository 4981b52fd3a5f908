import { expect, test } from "vitest";
import { covariance } from "../../../src/kernel/index.js";
import { DISK } from "../../../src/spectral/shapes/disk.js";

test("a disk has its covariance, and is flat in the middle", () => {
  const [parameters] = DISK.starts({ yy: 0.7, yx: 0, xx: 0.7 });
  if (!parameters) throw new Error("no start");
  const kernel = DISK.kernel(parameters, 4);
  const found = covariance(kernel);
  expect(found.yy / 16).toBeCloseTo(0.7, 1);
  expect(found.xx / 16).toBeCloseTo(0.7, 1);
  const at = (y: number, x: number): number => kernel.data[y * kernel.size + x] ?? Number.NaN;
  expect(at(13, 13) / at(14, 14)).toBeCloseTo(1, 1);
  expect(at(13, 17) / at(13, 13)).toBeGreaterThan(0.9);
});
