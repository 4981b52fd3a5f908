import { expect, test } from "vitest";
import { kernelSum } from "../../src/kernel/index.js";
import { averageKernels, shapeWeights } from "../../src/spectral/average-shapes.js";
import { gaussianKernel } from "../../src/spectral/shapes/gaussian.js";

test("shapeWeights: equal losses weigh the same, a clearly greater one hardly, and an arc must fit better", () => {
  expect(
    shapeWeights([
      { shape: "gaussian", loss: 0.3 },
      { shape: "disk", loss: 0.3 },
    ]),
  ).toEqual([0.5, 0.5]);
  const [best = 0, worse = 0, arc = 0] = shapeWeights([
    { shape: "motion", loss: 0.3 },
    { shape: "gaussian", loss: 0.45 },
    { shape: "arc", loss: 0.3 },
  ]);
  expect(best + worse + arc).toBeCloseTo(1, 12);
  expect(worse).toBeLessThan(1e-3);
  expect(arc).toBeLessThan(best);
});

test("averageKernels takes the mean weight by weight", () => {
  const a = gaussianKernel({ yy: 0.3, yx: 0, xx: 0.3 }, 2);
  const b = gaussianKernel({ yy: 0.9, yx: 0.1, xx: 0.5 }, 2);
  const mean = averageKernels([a, b], [0.25, 0.75]);
  expect(mean.data[80]).toBeCloseTo(0.25 * (a.data[80] ?? 0) + 0.75 * (b.data[80] ?? 0), 12);
  expect(kernelSum(mean)).toBeCloseTo(1, 12);
});
