import { expect, test } from "vitest";
import { kernelSum } from "../../../src/kernel/index.js";
import { averageKernels, shapeWeights } from "../../../src/spectral/fit/average-shapes.js";
import { gaussianKernel } from "../../../src/spectral/shapes/gaussian.js";

test("shapeWeights: a clearly greater loss weighs hardly, and shapes with more parameters must fit better", () => {
  const [best = 0, worse = 0] = shapeWeights([
    { shape: "gaussian", loss: 60 },
    { shape: "gaussian", loss: 90 },
  ]);
  expect(best + worse).toBeCloseTo(1, 12);
  expect(worse).toBeLessThan(1e-3);
  const [gaussian = 0, motion = 0, arc = 0] = shapeWeights(
    (["gaussian", "motion", "arc"] as const).map((shape) => ({ shape, loss: 60 })),
  );
  expect(motion).toBeLessThan(gaussian);
  expect(arc).toBeLessThan(motion);
});

test("averageKernels takes the mean weight by weight", () => {
  const a = gaussianKernel({ yy: 0.3, yx: 0, xx: 0.3 }, 2);
  const b = gaussianKernel({ yy: 0.9, yx: 0.1, xx: 0.5 }, 2);
  const mean = averageKernels([a, b], [0.25, 0.75]);
  expect(mean.data[80]).toBeCloseTo(0.25 * (a.data[80] ?? 0) + 0.75 * (b.data[80] ?? 0), 12);
  expect(kernelSum(mean)).toBeCloseTo(1, 12);
});
