/** `auto` where no shape explains the image: a kernel without a model (blind/find-kernel.ts). */
import { expect, it } from "vitest";
import { isBetter } from "../../src/estimate/auto.js";
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
  ["trusted shapes at ×2", { isTrusted: true }, 2, 2, false],
  ["trusted shapes at ×2 that explain the image far worse", { isTrusted: true }, 2, 12, true],
  ["trusted shapes at scale 1", { isTrusted: true }, 1, 2, true],
  ["trusted shapes at scale 1 that explain it better", { isTrusted: true }, 1, -2, false],
  ["shapes that are not trusted", { isTrusted: false }, 2, 2, true],
] as const)(
  "takes the place of %s only where it is clearly better",
  (_, shapes, scale, lossGain, expected) => {
    expect(isBetter({ lossGain, sparsity: 0.05 }, shapes, scale)).toBe(expected);
  },
);
