import { describe, expect, it } from "vitest";
import { centreOfMass, covariance, kernelSum } from "../../../src/kernel/index.js";
import { kernelTransfer } from "../../../src/spectral/model/kernel-transfer.js";
import { drawOnOwnGrid } from "../../../src/spectral/model/own-grid.js";
import { gaussianKernel } from "../../../src/spectral/shapes/gaussian.js";
import { MOTION } from "../../../src/spectral/shapes/motion.js";
import { powerAt } from "../../helpers/power-at.js";

describe("drawOnOwnGrid", () => {
  it("samples what the grid can hold", () => {
    const drawn = drawOnOwnGrid((scale, size) => gaussianKernel({ yy: 1.4, yx: 0.3, xx: 0.8 }, scale, size));
    const sampled = gaussianKernel({ yy: 1.4, yx: 0.3, xx: 0.8 }, 1, drawn.size);
    for (const [i, weight] of drawn.data.entries()) expect(weight).toBeCloseTo(sampled.data[i]!, 2);
    expect(kernelSum(drawn)).toBeCloseTo(1, 10);
    const { y, x } = centreOfMass(drawn);
    expect([y, x].every((at) => Math.abs(at - 6) < 1e-3)).toBe(true);
  });

  it("keeps what lies between the pixels: a slanting motion has its length, direction and spectrum", () => {
    const parameters = [Math.log(4), 0.4, Math.log(0.3)] as const;
    const drawn = drawOnOwnGrid((scale, size) => MOTION.kernel(parameters, scale, size));
    const { yy, yx, xx } = covariance(drawn);
    expect(0.5 * Math.atan2(2 * yx, xx - yy)).toBeCloseTo(0.4, 1);
    expect(Math.abs((xx + yy) / (16 / 12 + 2 * 0.09) - 1)).toBeLessThan(0.1);
    const [own, exact] = [kernelTransfer(drawn, 1), MOTION.transfer(parameters)];
    for (const [y, x] of [
      [0, 0.2],
      [0.3, 0],
      [-0.2, 0.3],
      [0.25, 0.25],
    ] as const) {
      expect(powerAt(own, y, x)).toBeCloseTo(powerAt(exact, y, x), 1);
    }
  });
});
