import { describe, expect, test } from "vitest";
import { covariance } from "../../../src/kernel/index.js";
import {
  ARC,
  type ArcParameters,
  arcPath,
  arcTransfer,
  mirroredArc,
} from "../../../src/spectral/shapes/arc.js";
import { powerAt } from "../../helpers/power-at.js";

const wide = { yy: 0.6, yx: 0.2, xx: 0.35 };

describe("an arc", () => {
  test("has the covariance it was made for, whatever its angle, and so has its mirror image", () => {
    for (const parameters of ARC.starts(wide).slice(0, 4)) {
      for (const version of [parameters, mirroredArc(parameters)]) {
        const found = covariance(ARC.kernel(version, 4));
        expect(found.yy / 16).toBeCloseTo(wide.yy, 1);
        expect(found.yx / 16).toBeCloseTo(wide.yx, 1);
        expect(found.xx / 16).toBeCloseTo(wide.xx, 1);
      }
    }
  });

  test("mirrored has the same power and the conjugate transfer function", () => {
    const bent: ArcParameters = [1.1, 0.4, 0.8, -0.3, Math.log(0.3)];
    const [re, im] = arcTransfer(bent)(0.2, 0.3);
    expect(Math.abs(im)).toBeGreaterThan(0.001);
    const [mirroredRe, mirroredIm] = arcTransfer(mirroredArc(bent))(0.2, 0.3);
    expect(mirroredRe).toBeCloseTo(re, 10);
    expect(mirroredIm).toBeCloseTo(-im, 10);
  });

  test("that is long and straight has a line's transfer function", () => {
    const [length, blur] = [14, 0.2];
    const power = ARC.transfer([length / 2, 0, 0, 0, Math.log(blur)]);
    for (const x of [0.02, 0.11, 0.25, 0.4, 0.49]) {
      const t = Math.PI * length * x;
      const exact = (Math.sin(t) / t) ** 2 * Math.exp(-((2 * Math.PI * blur * x) ** 2));
      expect(
        Math.abs(powerAt(power, 0.1, x) / exact / Math.exp(-((2 * Math.PI * blur * 0.1) ** 2)) - 1),
      ).toBeLessThan(0.25);
    }
    expect(ARC.reach?.([length / 2, 0, 0, 0, Math.log(blur)])).toBeGreaterThan(7);
  });

  test("has a path of mean 0", () => {
    const mean = arcPath([1.1, 0.4, 0.8, -0.3, 0]).reduce((sum, { x }) => sum + x, 0);
    expect(mean).toBeCloseTo(0, 10);
  });
});
