import { expect, test } from "vitest";
import { bicubicKernel, compareKernels } from "../../../src/kernel/index.js";
import { bicubicShapeKernel } from "../../../src/spectral/shapes/bicubic.js";

test.each([2, 3, 4])("bicubicShapeKernel is the bicubic kernel in another frame, ×%i", (scale) => {
  expect(compareKernels(bicubicShapeKernel(scale), bicubicKernel(scale), scale).l1).toBeLessThan(1e-9);
});
