import { describe, expect, test } from "vitest";
import { compareKernels, covariance, kernelSum } from "../../../src/kernel/index.js";
import { averageKernels } from "../../../src/spectral/fit/average-shapes.js";
import type { WeightedFit } from "../../../src/spectral/fit/fit-shapes.js";
import { fitKernel, meanKernel } from "../../../src/spectral/fit/mean-kernel.js";
import { drawOnOwnGrid } from "../../../src/spectral/model/own-grid.js";
import { ellipseOf } from "../../../src/spectral/shapes/ellipse.js";
import { gaussianKernel } from "../../../src/spectral/shapes/gaussian.js";
import { MOTION } from "../../../src/spectral/shapes/motion.js";

const COVARIANCE = { yy: 0.4, yx: 0.1, xx: 0.7 };

/** A Gaussian and a line, the Gaussian with this weight. */
function fits(weight: number): WeightedFit[] {
  const [line] = MOTION.starts({ yy: 0.3, yx: 0, xx: 0.9 });
  if (!line) throw new Error("no start");
  return [
    { shape: "gaussian", parameters: ellipseOf(COVARIANCE), loss: 0, weight, unmirrored: 1 },
    { shape: "motion", parameters: line, loss: 0, weight: 1 - weight, unmirrored: 1 },
  ];
}

const average = (used: readonly WeightedFit[], scale: number) =>
  averageKernels(
    used.map((fit) => fitKernel(fit, scale)),
    used.map(({ weight }) => weight),
  );

describe("meanKernel", () => {
  test("is the average of the shapes where none of them is clearly the best", () => {
    const used = fits(0.35);
    expect(meanKernel(used, 2)).toEqual(average(used, 2));
  });

  test.each([1, 2, 3, 4])(
    "at scale %i a Gaussian that fits best gives the shape, the average the width",
    (scale) => {
      const used = fits(0.45);
      const [mean, kernel] = [average(used, scale), meanKernel(used, scale)];
      const [wanted, found] = [covariance(mean), covariance(kernel)];
      for (const axis of ["yy", "yx", "xx"] as const) {
        // The frame cuts a little off.
        expect(Math.abs(found[axis] - wanted[axis])).toBeLessThan(0.02 * (wanted.yy + wanted.xx));
      }
      expect(kernelSum(kernel)).toBeCloseTo(1, 9);
      if (scale === 1) return;
      const { yy, yx, xx } = wanted;
      const gaussian = gaussianKernel(
        { yy: yy / scale ** 2, yx: yx / scale ** 2, xx: xx / scale ** 2 },
        scale,
      );
      expect(compareKernels(kernel, gaussian, scale).correlation).toBeGreaterThan(0.99999);
      expect(compareKernels(mean, gaussian, scale).correlation).toBeLessThan(0.9995);
    },
  );

  test("of a wide blur as well, in a frame that holds it", () => {
    const kernel = meanKernel(fits(0.9), 2, { shrunkBy: 4 });
    const { yy, yx, xx } = covariance(average(fits(0.9), 2));
    expect(kernel.size).toBeGreaterThan(13);
    const wanted = gaussianKernel({ yy: 4 * yy, yx: 4 * yx, xx: 4 * xx }, 2, kernel.size);
    expect(compareKernels(kernel, wanted, 2).correlation).toBeGreaterThan(0.999);
  });
});

describe("fitKernel at scale 1", () => {
  const size = 25;

  test("draws the pixels of a line that the image itself shows, and no more of one that a smaller size shows", () => {
    const parameters = [Math.log(6), 0.3, Math.log(0.15)] as const;
    const line = { shape: "motion", parameters, unmirrored: 1 } as const;
    expect(fitKernel(line, 1, {}, size)).toEqual(MOTION.ownGridKernel?.(parameters, size));
    const smooth = drawOnOwnGrid(
      (fine, side) => MOTION.kernel(MOTION.enlarged(parameters, 2), fine, side),
      size,
    );
    expect(fitKernel(line, 1, { shrunkBy: 2 }, size)).toEqual(smooth);
  });

  test("draws the pixels of a box, whichever size shows it", () => {
    const parameters = [Math.log(2.75), Math.log(1.75), 0] as const;
    const { data } = fitKernel({ shape: "box", parameters, unmirrored: 1 }, 1, { shrunkBy: 2 }, size);
    expect(data.filter((weight) => weight > 0)).toHaveLength(11 * 7);
    expect(Math.max(...data)).toBeCloseTo(1 / 77, 12);
  });
});
