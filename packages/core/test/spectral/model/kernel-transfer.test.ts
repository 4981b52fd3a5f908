import { expect, test } from "vitest";
import { kernel } from "../../../src/kernel/index.js";
import { kernelTransfer } from "../../../src/spectral/model/kernel-transfer.js";
import { gaussianKernel } from "../../../src/spectral/shapes/gaussian.js";
import { powerAt } from "../../helpers/power-at.js";

test("kernelTransfer: two points interfere, at the frequencies of the small image", () => {
  const line = new Float64Array(9);
  line[3] = 0.5;
  line[5] = 0.5;
  // Two pixels apart at scale 2: cos²(π f).
  const transfer = kernelTransfer(kernel(3, line), 2);
  expect(powerAt(transfer, 0, 0)).toBeCloseTo(1, 12);
  expect(powerAt(transfer, 0, 0.25)).toBeCloseTo(0.5, 12);
  expect(powerAt(transfer, 0, 0.5)).toBeCloseTo(0, 12);
  expect(powerAt(transfer, 0.5, 0)).toBeCloseTo(1, 12);
});

test("kernelTransfer of a Gaussian", () => {
  const transfer = kernelTransfer(gaussianKernel({ yy: 0.8, yx: 0.3, xx: 0.6 }, 3), 3);
  const [y, x] = [0.2, -0.15];
  const exponent = -((2 * Math.PI) ** 2) * (0.8 * y * y + 0.6 * y * x + 0.6 * x * x);
  expect(powerAt(transfer, y, x) / Math.exp(exponent)).toBeCloseTo(1, 1);
});
