/** `auto` where no shape explains the image: a kernel without a model (blind/find-kernel.ts). */
import { expect, it } from "vitest";
import { areSure } from "../../src/estimate/auto.js";
import { estimateKernel } from "../../src/estimate/index.js";
import { imresize, type PlanarImage } from "../../src/image/index.js";
import { bicubicKernel, compareKernels, downscale } from "../../src/kernel/index.js";
import { superResolve } from "../../src/restore/index.js";
import { cameraPath } from "../helpers/camera-path.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { meanSquaredError } from "../helpers/pictures.js";

const large = imresize(deadLeaves(5, 960, 768), { scale: 1 / 2 });
const quantised = (image: PlanarImage): PlanarImage => ({
  ...image,
  data: image.data.map((value) => Math.round(255 * value) / 255),
});

it.each([1, 2] as const)(
  "finds the path of a shaken camera at scale %i, and restores by it",
  async (scale) => {
    const original = scale === 1 ? imresize(large, { scale: 1 / 2 }) : large;
    const truth = cameraPath(4 + 4 * scale, scale);
    const blurred = quantised(downscale(original, truth, scale));
    const shares: number[] = [];
    const found = await estimateKernel(blurred, { scale }, { onProgress: ({ done }) => shares.push(done) });
    expect(found).toMatchObject({ fellBack: false, shapes: { free: 1, gaussian: 0 } });
    expect(compareKernels(found.kernel, truth, scale).correlation).toBeGreaterThan(0.75);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const { image } = await superResolve(blurred, found.kernels, { scale, confidence: found.confidence });
    const usual =
      scale === 1 ? blurred : (await superResolve(blurred, bicubicKernel(scale), { scale })).image;
    expect(meanSquaredError(image, original)).toBeLessThan(0.8 * meanSquaredError(usual, original));
  },
);

it("leaves pictures alone that were only shrunk", async () => {
  const shrunk = quantised(imresize(large, { scale: 1 / 2 }));
  for (const scale of [1, 2] as const) {
    const found = await estimateKernel(shrunk, { scale, fallback: false });
    expect(found).toMatchObject({ shapes: { free: 0 } });
  }
});

it.each([
  ["an arc", 0.92, { arc: 0.97, motion: 0.03 }, false],
  ["an arc that is as good as certain", 0.96, { arc: 0.97, motion: 0.03 }, true],
  ["a line", 0.87, { arc: 0.5, motion: 0.5 }, true],
  ["a doubtful line", 0.6, { arc: 0.2, motion: 0.7 }, false],
  ["no path, however certain", 0.99, { arc: 0, motion: 0 }, false],
])(
  "does not look for another kernel where the shapes are a path for sure: %s",
  (_, confidence, weights, expected) => {
    expect(areSure({ confidence }, weights)).toBe(expected);
  },
);
