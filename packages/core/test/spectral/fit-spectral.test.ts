import { beforeAll, describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { covariance, downscale } from "../../src/kernel/index.js";
import { fitSpectral } from "../../src/spectral/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianFor } from "../helpers/kernels.js";

let scene: PlanarImage;
beforeAll(() => {
  scene = deadLeaves(3, 512, 400);
});

function transposed({ width, height, data }: PlanarImage): PlanarImage {
  const result = planarImage(height, width, 1);
  for (let i = 0; i < data.length; i++) result.data[(i % width) * height + Math.floor(i / width)] = data[i]!;
  return result;
}

describe("fitSpectral", () => {
  test.each([
    [2, 3.2, 0.8, 1.6],
    [3, 5, -1.5, 4],
    [4, 9, 2, 6],
  ])("×%i: finds the covariance of a Gaussian", (scale, yy, yx, xx) => {
    const low = downscale(scene, gaussianFor(scale, yy, yx, xx), scale);
    const found = fitSpectral(low).estimate(scale).covariance;
    const tolerance = 0.25 * (yy + xx);
    expect(Math.abs(found.yy - yy)).toBeLessThan(tolerance);
    expect(Math.abs(found.yx - yx)).toBeLessThan(tolerance);
    expect(Math.abs(found.xx - xx)).toBeLessThan(tolerance);
  });

  test("the kernel has the covariance that is reported", () => {
    const low = downscale(scene, gaussianFor(2, 2.5, 0.5, 2), 2);
    const { kernel, covariance: reported } = fitSpectral(low).estimate(2);
    const found = covariance(kernel);
    expect(found.yy).toBeCloseTo(reported.yy, 1);
    expect(found.yx).toBeCloseTo(reported.yx, 1);
    expect(found.xx).toBeCloseTo(reported.xx, 1);
  });

  test("the transposed image has the transposed kernel", () => {
    const low = downscale(scene, gaussianFor(2, 3.5, 0.6, 1.2), 2);
    const original = fitSpectral(low).estimate(2).covariance;
    const turned = fitSpectral(transposed(low)).estimate(2).covariance;
    expect(Math.abs(turned.yy - original.xx)).toBeLessThan(0.15);
    expect(Math.abs(turned.xx - original.yy)).toBeLessThan(0.15);
    expect(Math.abs(turned.yx - original.yx)).toBeLessThan(0.15);
  });

  test("refuses images that are too small or flat", () => {
    expect(() => fitSpectral(planarImage(31, 200, 1))).toThrow(/at least 32×32/);
    expect(() => fitSpectral(planarImage(64, 64, 1))).toThrow(/flat/);
  });
});
