import { expect, test } from "vitest";
import { covariance } from "../../../src/kernel/index.js";
import { gaussianKernel } from "../../../src/spectral/shapes/gaussian.js";

test.each([2, 3, 4])("gaussianKernel: a covariance of s² times that in pixels of the image, ×%i", (scale) => {
  const found = covariance(gaussianKernel({ yy: 0.6, yx: 0.2, xx: 0.35 }, scale));
  expect(found.yy / scale ** 2).toBeCloseTo(0.6, 1);
  expect(found.yx / scale ** 2).toBeCloseTo(0.2, 1);
  expect(found.xx / scale ** 2).toBeCloseTo(0.35, 1);
});
