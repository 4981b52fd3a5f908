import { describe, expect, test } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { bicubicKernel, centreOfMass, covariance, downscale, kernelSum } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { arcPath, arcTransfer, mirroredArc } from "../../src/spectral/arc-shape.js";
import { averageKernels, shapeWeights } from "../../src/spectral/average-shapes.js";
import { besselJ1 } from "../../src/spectral/bessel.js";
import {
  BLUR_SHAPES,
  type BlurShape,
  gaussianKernel,
  safeKernel,
  withinBounds,
} from "../../src/spectral/blur-shapes.js";
import { expectedGain } from "../../src/spectral/expected-gain.js";
import { minimise } from "../../src/spectral/nelder-mead.js";
import { PhaseEvidence } from "../../src/spectral/phase-evidence.js";
import { powerSpectrum } from "../../src/spectral/power-spectrum.js";
import { deadLeaves } from "../helpers/dead-leaves.js";

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

  test("blocks out of focus do not count where others are sharp", () => {
    const [sharp, soft] = [deadLeaves(2, 256, 256), planarImage(256, 256, 1)];
    const reach = 3;
    for (let y = 0; y < 256; y++) {
      for (let x = 0; x < 256; x++) {
        let sum = 0;
        for (let u = -reach; u <= reach; u++) sum += sharp.data[y * 256 + Math.min(255, Math.max(0, x + u))];
        soft.data[y * 256 + x] = y < 160 ? sharp.data[y * 256 + x] : sum / (2 * reach + 1);
      }
    }
    const fineShare = (image: typeof soft): number => {
      const { power } = powerSpectrum(image, 64);
      return power[22] / power[6];
    };
    expect(fineShare(soft)).toBeGreaterThan(0.7 * fineShare(sharp));
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

  test.each(["gaussian", "disk", "motion", "arc", "bicubic"] as const)(
    "%s: the kernel has the transfer function of the formula",
    (name) => {
      const shape = BLUR_SHAPES[name];
      const parameters = shape.starts(wide)[0];
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
    const parameters = BLUR_SHAPES.gaussian.starts(wide)[0];
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
      const [a, b, c] = shape.starts({ yy: 0.3, yx: 0, xx: 0.9 })[0];
      expect(shape.excess([a, b, c])).toBe(0);
      expect(shape.excess([a + 3, b, c])).toBeGreaterThan(1);
    },
  );

  test("an arc has the covariance it was made for, whatever its angle, and so has its mirror image", () => {
    for (const parameters of BLUR_SHAPES.arc.starts(wide).slice(0, 4)) {
      for (const version of [parameters, mirroredArc(parameters)]) {
        const found = covariance(BLUR_SHAPES.arc.kernel(version, 4));
        expect(found.yy / 16).toBeCloseTo(wide.yy, 1);
        expect(found.yx / 16).toBeCloseTo(wide.yx, 1);
        expect(found.xx / 16).toBeCloseTo(wide.xx, 1);
        expect(BLUR_SHAPES.arc.trace(version)).toBeCloseTo(wide.yy + wide.xx, 6);
      }
    }
  });

  test("mirroring an arc keeps its power and turns its phase round", () => {
    const [first] = BLUR_SHAPES.arc.starts(wide);
    const bent = [first[0], first[1], 0.8, -0.3, first[4]];
    const [re, im] = arcTransfer(bent)(0.2, 0.3);
    expect(Math.abs(im)).toBeGreaterThan(0.001);
    const [mirroredRe, mirroredIm] = arcTransfer(mirroredArc(bent))(0.2, 0.3);
    expect(mirroredRe).toBeCloseTo(re, 10);
    expect(mirroredIm).toBeCloseTo(-im, 10);
    const mean = arcPath(bent).reduce((sum, { x }) => sum + x, 0);
    expect(mean).toBeCloseTo(0, 10);
  });

  test("bounds keep the directions of a covariance and move its eigenvalues", () => {
    expect(withinBounds({ yy: 1, yx: 0, xx: -1 })).toEqual({
      yy: 1,
      yx: 0,
      xx: expect.closeTo(0.28 ** 2, 12),
    });
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
  test("equal losses count alike, a clearly greater one hardly, and an arc must fit better to count as much", () => {
    expect(
      shapeWeights([
        { shape: "gaussian", loss: 0.3 },
        { shape: "disk", loss: 0.3 },
      ]),
    ).toEqual([0.5, 0.5]);
    const [best, worse, arc] = shapeWeights([
      { shape: "motion", loss: 0.3 },
      { shape: "gaussian", loss: 0.45 },
      { shape: "arc", loss: 0.3 },
    ]);
    expect(best + worse + arc).toBeCloseTo(1, 12);
    expect(worse).toBeLessThan(1e-3);
    expect(arc).toBeLessThan(best);
  });

  test("averages are taken weight by weight", () => {
    const a = gaussianKernel({ yy: 0.3, yx: 0, xx: 0.3 }, 2);
    const b = gaussianKernel({ yy: 0.9, yx: 0.1, xx: 0.5 }, 2);
    const mean = averageKernels([a, b], [0.25, 0.75]);
    expect(mean.data[80]).toBeCloseTo(0.25 * a.data[80] + 0.75 * b.data[80], 12);
    expect(kernelSum(mean)).toBeCloseTo(1, 12);
  });
});

describe("PhaseEvidence", () => {
  test.each([1, -1])("speaks for the way round that the image was blurred (%d)", (way) => {
    const path = [1.2, 0.3, way * 0.9, way * -0.8, Math.log(0.3)];
    const low = downscale(deadLeaves(5, 400, 320), BLUR_SHAPES.arc.kernel(path, 2), 2);
    const evidence = new PhaseEvidence(low);
    expect(evidence.prefers(arcTransfer(path))).toBeGreaterThan(0.005);
    expect(evidence.prefers(arcTransfer(mirroredArc(path)))).toBeLessThan(-0.005);
  });

  test("says nothing about symmetric kernels", () => {
    const evidence = new PhaseEvidence(deadLeaves(5, 200, 160));
    expect(Math.abs(evidence.prefers(arcTransfer([1, 0.4, 0, 0, Math.log(0.4)])))).toBeLessThan(1e-6);
  });
});

describe("expectedGain", () => {
  const truth = gaussianKernel({ yy: 0.8, yx: 0.2, xx: 0.4 }, 2);

  test("the true kernel brings all that is possible, the bicubic one nothing", () => {
    const { gain, possible } = expectedGain(truth, [truth], [1], 2);
    expect(gain).toBeCloseTo(possible, 12);
    expect(possible).toBeGreaterThan(1);
    expect(expectedGain(bicubicKernel(2), [truth], [1], 2).gain).toBeCloseTo(0, 12);
    expect(expectedGain(safeKernel(2), [truth], [1], 2).gain).toBeCloseTo(0, 9);
  });

  test("a kernel that is too wide costs more than one that is too narrow", () => {
    const [narrow, wide] = [0.7, 1.5].map((factor) =>
      gaussianKernel({ yy: factor * 0.8, yx: factor * 0.2, xx: factor * 0.4 }, 2),
    );
    const [a, b] = [narrow, wide].map((kernel) => expectedGain(kernel, [truth], [1], 2).gain);
    expect(b).toBeLessThan(a);
  });
});
