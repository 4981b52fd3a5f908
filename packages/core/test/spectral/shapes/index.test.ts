/** What holds for every shape. */
import { describe, expect, test } from "vitest";
import { centreOfMass, kernelSum } from "../../../src/kernel/index.js";
import { alignedCentre } from "../../../src/kernel/kernel.js";
import { BLUR_SHAPES } from "../../../src/spectral/shapes/index.js";
import { powerAt } from "../../helpers/power-at.js";

const covariance = { yy: 0.6, yx: 0.2, xx: 0.35 };

describe.each(Object.entries(BLUR_SHAPES))("the shape %s", (_name, shape) => {
  const [parameters = []] = shape.starts(covariance);

  test("has kernels with the transfer function of its formula", () => {
    const transfer = shape.transfer(parameters);
    const scale = 4;
    const { size, data } = shape.kernel(parameters, scale);
    for (const [y, x] of [
      [0.1, 0],
      [0, 0.15],
      [0.15, 0.15],
      [0.2, -0.1],
    ] as const) {
      let [re, im] = [0, 0];
      for (const [i, weight] of data.entries()) {
        const phase = (2 * Math.PI * (y * Math.floor(i / size) + x * (i % size))) / scale;
        re += weight * Math.cos(phase);
        im += weight * Math.sin(phase);
      }
      expect(Math.abs(re * re + im * im - powerAt(transfer, y, x))).toBeLessThan(0.02);
    }
  });

  test.each([2, 3, 4])("has aligned kernels of sum 1 for ×%i", (scale) => {
    const kernel = shape.kernel(parameters, scale);
    const centre = alignedCentre(kernel.size, scale);
    expect(kernel.size).toBe(6 * scale + 1);
    expect(kernelSum(kernel)).toBeCloseTo(1, 12);
    expect(centreOfMass(kernel).y).toBeCloseTo(centre, 3);
    expect(centreOfMass(kernel).x).toBeCloseTo(centre, 3);
  });

  test("has no excess in its range", () => {
    const [inside = []] = shape.starts({ yy: 0.3, yx: 0, xx: 0.9 });
    expect(shape.excess(inside, false)).toBe(0);
  });
});
