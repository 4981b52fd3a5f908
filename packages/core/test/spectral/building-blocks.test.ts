import { describe, expect, test } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { centreOfMass, covariance, kernelSum } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { averageKernels, shapeWeights } from "../../src/spectral/average-shapes.js";
import { besselJ1 } from "../../src/spectral/bessel.js";
import { BLUR_SHAPES, type BlurShape, gaussianKernel, withinBounds } from "../../src/spectral/blur-shapes.js";
import { minimise } from "../../src/spectral/nelder-mead.js";
import { powerSpectrum } from "../../src/spectral/power-spectrum.js";

describe("powerSpectrum", () => {
  test("white noise of variance σ² has the power σ² everywhere", () => {
    const source = random(1);
    const image = planarImage(256, 200, 1);
    for (let i = 0; i < image.data.length; i++) image.data[i] = 0.5 + 0.05 * source.normal();
    const { power, size } = powerSpectrum(image, 32);
    let sum = 0;
    let count = 0;
    for (let row = 2; row < size - 1; row++) {
      for (let column = 2; column < size - 1; column++, count++) sum += power[row * size + column];
    }
    expect(sum / count / 0.05 ** 2).toBeCloseTo(1, 1);
  });

  test("a wave stands at its frequency and at the opposite one", () => {
    const image = planarImage(64, 48, 1);
    for (let i = 0; i < image.data.length; i++) {
      const [y, x] = [Math.floor(i / 64), i % 64];
      image.data[i] = 0.5 + 0.1 * Math.sin((2 * Math.PI * (5 * y + 9 * x)) / 32);
    }
    const { power } = powerSpectrum(image, 32);
    const strongest = power.reduce((best, value, i) => (value > power[best] ? i : best), 0);
    expect([5 * 32 + 9, 27 * 32 + 23]).toContain(strongest);
    expect(power[5 * 32 + 9]).toBeCloseTo(power[27 * 32 + 23], 10);
  });
});

test.each([
  [0, 0],
  [1, 0.4400505857],
  [3, 0.3390589585],
  [5, -0.3275791376],
  [10, 0.0434727462],
])("J₁(%d) = %d", (x, value) => {
  expect(besselJ1(x)).toBeCloseTo(value, 6);
});

describe("blur shapes", () => {
  const wide = { yy: 0.6, yx: 0.2, xx: 0.35 };

  test.each(["gaussian", "disk", "motion"] as const)(
    "%s: the kernel has the transfer function of the formula",
    (name) => {
      const shape = BLUR_SHAPES[name];
      const parameters = shape.start(wide);
      const transfer = shape.transfer(parameters);
      const scale = 4;
      const kernel = shape.kernel(parameters, scale);
      for (const [y, x] of [
        [0.1, 0],
        [0, 0.15],
        [0.15, 0.15],
        [0.2, -0.1],
      ]) {
        let re = 0;
        let im = 0;
        for (let i = 0; i < kernel.data.length; i++) {
          const phase = (2 * Math.PI * (y * Math.floor(i / kernel.size) + x * (i % kernel.size))) / scale;
          re += kernel.data[i] * Math.cos(phase);
          im += kernel.data[i] * Math.sin(phase);
        }
        expect(Math.abs(re * re + im * im - transfer(y, x))).toBeLessThan(0.02);
      }
    },
  );

  test.each([2, 3, 4])("kernels for ×%i are aligned, of sum 1 and s² times the covariance", (scale) => {
    const parameters = BLUR_SHAPES.gaussian.start(wide);
    const kernel = BLUR_SHAPES.gaussian.kernel(parameters, scale);
    const centre = Math.floor(kernel.size / 2) + 0.5 * (scale - 1);
    expect(kernel.size).toBe(6 * scale + 1);
    expect(kernelSum(kernel)).toBeCloseTo(1, 12);
    expect(centreOfMass(kernel).y).toBeCloseTo(centre, 3);
    expect(centreOfMass(kernel).x).toBeCloseTo(centre, 3);
    const found = covariance(kernel);
    expect(found.yy / scale ** 2).toBeCloseTo(wide.yy, 1);
    expect(found.yx / scale ** 2).toBeCloseTo(wide.yx, 1);
    expect(found.xx / scale ** 2).toBeCloseTo(wide.xx, 1);
  });

  test.each(["gaussian", "disk", "motion"] as BlurShape[])(
    "%s: parameters out of range are told by their excess",
    (name) => {
      const shape = BLUR_SHAPES[name];
      const [a, b, c] = shape.start({ yy: 0.3, yx: 0, xx: 0.9 });
      expect(shape.excess([a, b, c])).toBe(0);
      expect(shape.excess([a + 3, b, c])).toBeGreaterThan(1);
    },
  );

  test("bounds keep the directions of a covariance and move its eigenvalues", () => {
    expect(withinBounds({ yy: 1, yx: 0, xx: -1 })).toEqual({ yy: 1, yx: 0, xx: expect.closeTo(0.04, 12) });
    const turned = withinBounds({ yy: 50, yx: 50, xx: 50 });
    expect(turned.yy).toBeCloseTo(turned.xx, 12);
    expect(turned.yy + turned.yx).toBeCloseTo(1.5 ** 2, 12);
  });
});

test("minimise finds the bottom of a bent valley", () => {
  const { point, value } = minimise(([x, y]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1], 0.3, 250);
  expect(value).toBeLessThan(1e-8);
  expect(point[0]).toBeCloseTo(1, 3);
});

describe("averages", () => {
  test("equal losses count alike, a clearly greater one hardly", () => {
    expect(shapeWeights([0.3, 0.3])).toEqual([0.5, 0.5]);
    const [best, other] = shapeWeights([0.3, 0.4]);
    expect(best + other).toBeCloseTo(1, 12);
    expect(other).toBeLessThan(1e-3);
  });

  test("averages are taken weight by weight", () => {
    const a = gaussianKernel({ yy: 0.3, yx: 0, xx: 0.3 }, 2);
    const b = gaussianKernel({ yy: 0.9, yx: 0.1, xx: 0.5 }, 2);
    const mean = averageKernels([a, b], [0.25, 0.75]);
    expect(mean.data[80]).toBeCloseTo(0.25 * a.data[80] + 0.75 * b.data[80], 12);
    expect(kernelSum(mean)).toBeCloseTo(1, 12);
  });
});
