import { describe, expect, test } from "vitest";
import { covariance, type Kernel } from "../../../src/kernel/index.js";
import { kernelTransfer } from "../../../src/spectral/model/kernel-transfer.js";
import { BOX, type BoxParameters } from "../../../src/spectral/shapes/box.js";
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

describe("at scale 1", () => {
  const drawn = (parameters: BoxParameters, size: number): Kernel => {
    if (!BOX.ownGridKernel) throw new Error("no kernel");
    return BOX.ownGridKernel(parameters, size);
  };

  test("a box of whole pixels is their mean, and a pixel that lies inside in part counts in part", () => {
    const whole = drawn([Math.log(1.5), Math.log(2.5), 0], 7);
    whole.data.forEach((weight, i) => {
      const [y, x] = [Math.floor(i / 7) - 3, (i % 7) - 3];
      expect(weight).toBeCloseTo(Math.abs(y) <= 1 && Math.abs(x) <= 2 ? 1 / 15 : 0, 12);
    });
    const part = drawn([Math.log(1.5), Math.log(1.8), 0], 7);
    expect(part.data[3 * 7 + 5]! / part.data[3 * 7 + 4]!).toBeCloseTo(0.3, 9);
  });

  test.each([
    [1.5, 1.8, 0],
    [2.5, 2.5, 2.6],
    [3.2, 2.9, 3.2],
  ])("its spectrum is that of the kernel: %d, %d, cut %d", (halfY, halfX, cut) => {
    const parameters = [Math.log(halfY), Math.log(halfX), cut] as const;
    const [model, wanted] = [BOX.transfer(parameters, 1), kernelTransfer(drawn(parameters, 9), 1)];
    for (const [y, x] of [
      [0, 0],
      [0.5, 0.5],
      [0.1, -0.3],
      [-0.4, 0.02],
    ] as const) {
      expect(powerAt(model, y, x)).toBeCloseTo(powerAt(wanted, y, x), 9);
    }
  });

  test("along each axis, the whole pixels near a box are those within it, or one more; on a finer grid, too", () => {
    const of = (pitch: number): string[] =>
      (BOX.wholePixels?.([Math.log(2.49), Math.log(2.51), 1], pitch) ?? []).map(([y, x]) =>
        [y, x].map((half) => Math.exp(half).toFixed(2)).join(" "),
      );
    expect(of(1)).toEqual(["1.50 2.50", "1.50 3.50", "2.50 2.50", "2.50 3.50"]);
    expect(of(0.5)).toEqual(["2.25 2.25", "2.25 2.75", "2.75 2.25", "2.75 2.75"]);
  });
});
