import { describe, expect, it } from "vitest";
import { imresize, type PlanarImage } from "../../src/image/index.js";
import { downscale } from "../../src/kernel/index.js";
import { backProject, backProjectionReach } from "../../src/restore/back-projection.js";
import { gaussianKernel, meanSquaredError, stripes } from "../helpers/pictures.js";

const blur = gaussianKernel(9, 1.2, 2);
const low = downscale(stripes(96, 80, 1), blur, 2);

describe("backProject", () => {
  const error = (times: number): number => {
    const enlarged = imresize(low, { scale: 2 });
    backProject(enlarged, low, blur, 2, times);
    return meanSquaredError(downscale(enlarged, blur, 2), low);
  };

  it("makes the enlarged image explain the small one, better each time", () => {
    expect(error(1)).toBeLessThan(0.5 * error(0));
    expect(error(4)).toBeLessThan(error(1));
  });
});

describe("backProjectionReach", () => {
  it("bounds the pixels that one back-projection depends on", () => {
    const reach = backProjectionReach(blur, 2);
    const [x, y] = [24, 20];
    const at = (image: PlanarImage): number => {
      const enlarged = imresize(low, { scale: 2 });
      backProject(enlarged, image, blur, 2, 1);
      return enlarged.data[2 * y * enlarged.width + 2 * x] ?? Number.NaN;
    };
    const changed = (distance: number): number => {
      const data = low.data.slice();
      data[y * low.width + x + distance] = 9;
      return at({ ...low, data });
    };
    expect(changed(reach + 1)).toBe(at(low));
    expect(changed(1)).not.toBe(at(low));
  });
});
