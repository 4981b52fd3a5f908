import { describe, expect, test } from "vitest";
import { covariance, kernelSum } from "../../../src/kernel/index.js";
import { kernelTransfer } from "../../../src/spectral/model/kernel-transfer.js";
import { DISK } from "../../../src/spectral/shapes/disk.js";
import { ellipseOf } from "../../../src/spectral/shapes/ellipse.js";
import { powerAt } from "../../helpers/power-at.js";

describe("at scale 1", () => {
  const radius = 1.7;
  const variance = radius ** 2 / 4 + 0.25 ** 2;
  const parameters = ellipseOf({ yy: variance, yx: 0, xx: variance });

  test("a pixel's weight is the share of it that lies inside", () => {
    const kernel = DISK.ownGridKernel?.(parameters, 5);
    if (!kernel) throw new Error("no kernel");
    expect(kernelSum(kernel)).toBeCloseTo(1, 9);
    const area = Math.PI * radius ** 2;
    expect(kernel.data[12]! * area).toBeCloseTo(1, 2);
    // Of the pixel from 1.5 on, the cap of the circle between its sides, at ±½.
    const cap = 0.5 * Math.sqrt(radius ** 2 - 0.25) + radius ** 2 * Math.asin(0.5 / radius) - 1.5;
    expect(kernel.data[14]! * area).toBeCloseTo(cap, 2);
  });

  test("its spectrum is that of the kernel", () => {
    const kernel = DISK.ownGridKernel?.(parameters, 7);
    if (!kernel) throw new Error("no kernel");
    const [model, drawn] = [DISK.transfer(parameters, 1), kernelTransfer(kernel, 1)];
    for (const y of [0, 0.1, 0.25, 0.4, 0.5]) {
      for (const x of [0, -0.2, 0.35, 0.5]) {
        expect(Math.sqrt(powerAt(model, y, x))).toBeCloseTo(Math.sqrt(powerAt(drawn, y, x)), 1);
      }
    }
  });
});

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
