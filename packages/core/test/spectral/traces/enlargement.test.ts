import { describe, expect, test } from "vitest";
import { imresize, type PlanarImage } from "../../../src/image/index.js";
import { bicubicKernel, downscale } from "../../../src/kernel/index.js";
import { polarSpectrum } from "../../../src/spectral/spectrum/polar-spectrum.js";
import { hasEnd, isInterpolated } from "../../../src/spectral/traces/enlargement.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { jpeg } from "../../helpers/jpeg.js";
import { gaussianFor } from "../../helpers/kernels.js";
import { gaussianKernel } from "../../helpers/pictures.js";
import { rounded } from "../../helpers/rounded.js";

const isFound = (image: PlanarImage, isCompressed = false): Promise<boolean> =>
  isInterpolated(image, { isShrunk: false, isCompressed }, async () => {});
const scene = deadLeaves(3, 600, 480);
const small = imresize(scene, { scale: 1 / 2 });

describe("enlargement", () => {
  test("by 2 is found by the end of the spectrum", async () => {
    const enlarged = rounded(imresize(small, { scale: 2 }));
    expect((await isFound(enlarged)) || hasEnd(await polarSpectrum(enlarged, 1))).toBe(true);
  });

  test.each([2, 4, 8])("by %d is found by its period, before or after slight compression", async (factor) => {
    const original = imresize(deadLeaves(3, 600, 480), { scale: 1 / factor });
    const enlarged = rounded(imresize(rounded(original), { scale: factor }));
    expect(await isFound(enlarged)).toBe(true);
    expect(await isFound(jpeg(enlarged, 98), true)).toBe(true);
  });

  test.each([2, 3, 4])("by 2 is found in a small picture, too (scene %d)", async (seed) => {
    const original = imresize(deadLeaves(seed, 160, 120), { scale: 1 / 2 });
    const enlarged = rounded(imresize(rounded(original), { scale: 2 }));
    expect(await isFound(enlarged)).toBe(true);
    expect(await isFound(rounded(deadLeaves(seed, 160, 120)))).toBe(false);
  });

  test.each([98, 95])("blocks of JPEG %d under a wide blur are not taken for it", async (quality) => {
    for (const deviation of [3, 5]) {
      const blurred = downscale(scene, gaussianKernel(8 * deviation + 1, deviation, 1), 1);
      expect(await isFound(jpeg(rounded(blurred), quality), true)).toBe(false);
    }
  });

  test.each([
    ["shrunk", downscale(scene, bicubicKernel(2), 2)],
    ["blurred", downscale(scene, gaussianFor(2, 3, 0.5, 2), 2)],
    ["blurred more", downscale(scene, gaussianFor(2, 6, 0, 5), 2)],
  ])("%s, not enlarged", async (_, image) => {
    const low = rounded(image);
    expect((await isFound(low)) || hasEnd(await polarSpectrum(low, 1))).toBe(false);
  });
});
