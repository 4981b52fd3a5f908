import { describe, expect, test } from "vitest";
import { downscale, type Kernel } from "../../../src/kernel/index.js";
import { random } from "../../../src/random.js";
import { fitShape, fitWithDeviations } from "../../../src/spectral/fit/fit-shape.js";
import { withDeviations } from "../../../src/spectral/model/deviations.js";
import { kernelTransfer } from "../../../src/spectral/model/kernel-transfer.js";
import { SpectrumLoss } from "../../../src/spectral/model/spectrum-loss.js";
import { type EllipseParameters, ellipseCovariance } from "../../../src/spectral/shapes/ellipse.js";
import { polarSpectrum } from "../../../src/spectral/spectrum/polar-spectrum.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { gaussianFor } from "../../helpers/kernels.js";
import { powerAt } from "../../helpers/power-at.js";

/** Every weight off by up to a quarter of it. */
function deviating(kernel: Kernel, seed: number): Kernel {
  const { uniform } = random(seed);
  return { ...kernel, data: kernel.data.map((weight) => weight * (1 + 0.5 * (uniform() - 0.5))) };
}

describe("withDeviations", () => {
  test("is the mean of |K|² over kernels whose weights are off by up to a quarter", () => {
    const gaussian = gaussianFor(2, 3, 0.5, 2);
    const transfers = Array.from({ length: 400 }, (_, seed) => kernelTransfer(deviating(gaussian, seed), 2));
    const expected = withDeviations(kernelTransfer(gaussian, 2));
    for (const [y, x] of [
      [0.1, 0.2],
      [0.5, 0.3],
      [0.8, -0.6],
      [0, 0.9],
    ] as const) {
      const mean = transfers.reduce((sum, transfer) => sum + powerAt(transfer, y, x), 0) / transfers.length;
      expect(mean / powerAt(expected, y, x)).toBeGreaterThan(0.85);
      expect(mean / powerAt(expected, y, x)).toBeLessThan(1.15);
    }
  });
});

describe("fitWithDeviations", () => {
  const scene = deadLeaves(3, 512, 400);
  const fitsUnder = async (kernel: Kernel) => {
    const loss = new SpectrumLoss(await polarSpectrum(downscale(scene, kernel, 2), 1));
    const exact = await fitShape(loss, "gaussian", { yy: 0.6, yx: 0, xx: 0.6 }, async () => {});
    return { exact, near: fitWithDeviations(loss, exact) };
  };

  test("finds the width of kernels with deviations, which look narrower", async () => {
    const gaussian = gaussianFor(2, 3.2, 0.4, 2.6);
    let [exactError, nearError] = [0, 0];
    for (let seed = 0; seed < 6; seed++) {
      const { exact, near } = await fitsUnder(deviating(gaussian, seed));
      const error = ({ parameters }: typeof exact): number => {
        const { yy, xx } = ellipseCovariance(parameters as EllipseParameters);
        return Math.abs(Math.log((4 * (yy + xx)) / 5.8));
      };
      exactError += error(exact);
      nearError += error(near);
      expect(near.loss).toBeLessThanOrEqual(exact.loss);
    }
    expect(nearError).toBeLessThan(0.7 * exactError);
  });

  test("keeps the fit of a kernel without them", async () => {
    const { exact, near } = await fitsUnder(gaussianFor(2, 3.2, 0.4, 2.6));
    expect(near).toBe(exact);
  });
});
