import { beforeAll, describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../../src/image/index.js";
import { covariance, downscale } from "../../../src/kernel/index.js";
import { fitSpectral } from "../../../src/spectral/index.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { gaussianFor } from "../../helpers/kernels.js";

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
  ])("×%i: finds the covariance of a Gaussian", async (scale, yy, yx, xx) => {
    const low = downscale(scene, gaussianFor(scale, yy, yx, xx), scale);
    const found = covariance((await fitSpectral(low))(scale));
    const tolerance = 0.25 * (yy + xx);
    expect(Math.abs(found.yy - yy)).toBeLessThan(tolerance);
    expect(Math.abs(found.yx - yx)).toBeLessThan(tolerance);
    expect(Math.abs(found.xx - xx)).toBeLessThan(tolerance);
  });

  test("the transposed image has the transposed kernel", async () => {
    const low = downscale(scene, gaussianFor(2, 3.5, 0.6, 1.2), 2);
    const original = covariance((await fitSpectral(low))(2));
    const turned = covariance((await fitSpectral(transposed(low)))(2));
    expect(Math.abs(turned.yy - original.xx)).toBeLessThan(0.15);
    expect(Math.abs(turned.xx - original.yy)).toBeLessThan(0.15);
    expect(Math.abs(turned.yx - original.yx)).toBeLessThan(0.15);
  });

  test("refuses images that are too small or flat", async () => {
    await expect(fitSpectral(planarImage(31, 200, 1))).rejects.toThrow(/at least 32×32/);
    await expect(fitSpectral(planarImage(64, 64, 1))).rejects.toThrow(/flat/);
  });
});
