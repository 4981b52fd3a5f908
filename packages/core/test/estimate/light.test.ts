/** What the blur mixed, light or pixel values: found, and undone there. */
import { describe, expect, it } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { encodedLight, imresize, linearLight, type PlanarImage } from "../../src/image/index.js";
import { downscale, type Kernel } from "../../src/kernel/index.js";
import { superResolve } from "../../src/restore/index.js";
import { DISK } from "../../src/spectral/shapes/disk.js";
import { upscaleImage } from "../../src/upscale/upscale.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { jpeg } from "../helpers/jpeg.js";
import { gaussian, motion } from "../helpers/kernels.js";
import { meanSquaredError } from "../helpers/pictures.js";
import { cameraCurve } from "../helpers/tone-curve.js";

const sharp = imresize(deadLeaves(5, 512, 416), { scale: 1 / 2 });
const quantised = (image: PlanarImage): PlanarImage => ({
  ...image,
  data: image.data.map((value) => Math.round(255 * value) / 255),
});
const ofValues = (kernel: Kernel, scale: number): PlanarImage => quantised(downscale(sharp, kernel, scale));
const ofLight = (kernel: Kernel, scale: number): PlanarImage => {
  const { image, unit } = linearLight(sharp);
  return quantised(encodedLight(downscale(image, kernel, scale), unit));
};
const disk = DISK.kernel([Math.log(1.5), Math.log(1.5), 0], 1, 9);
const soft = gaussian(13, { y: 6, x: 6 }, { yy: 2.25, yx: 0, xx: 2.25 });
const moved = motion(21, { y: 10, x: 10 }, 14, 0.5);

describe.each([
  ["a disk at scale 1", disk, 1, 0.5],
  ["a Gaussian at scale 1", soft, 1, 0.9],
  ["a motion at scale 2", moved, 2, 0.9],
] as const)("%s", (_, kernel, scale, errorLeft) => {
  it("that mixed light is undone there, and the picture comes nearer to the original", async () => {
    const image = ofLight(kernel, scale);
    const { image: larger, kernel: found, light, estimate, warnings } = await upscaleImage(image, { scale });
    expect([light, estimate?.light, estimate?.fellBack]).toEqual(["linear", "linear", false]);
    expect(warnings.map(({ code }) => code)).toContain("linear-light");
    const { image: asValues } = await superResolve(image, found, { scale, light: "encoded" });
    expect(meanSquaredError(larger, sharp)).toBeLessThan(errorLeft * meanSquaredError(asValues, sharp));
  });

  it("that mixed pixel values is undone there", async () => {
    for (const image of [ofValues(kernel, scale), jpeg(ofValues(kernel, scale), 90)]) {
      expect((await estimateKernel(image, { scale })).light).toBe("encoded");
    }
  });

  it("that is given is undone in the light that explains the image, or in that which is named", async () => {
    const image = ofLight(kernel, scale);
    const result = await superResolve(image, kernel, { scale, exactKernel: true });
    expect(result.light).toBe("linear");
    const named = await superResolve(image, kernel, { scale, exactKernel: true, light: "encoded" });
    expect(named.light).toBe("encoded");
    expect(meanSquaredError(result.image, sharp)).toBeLessThan(
      errorLeft * meanSquaredError(named.image, sharp),
    );
  });
});

describe.each([
  ["a disk", disk, 0.5],
  ["a Gaussian", soft, 0.9],
] as const)("%s of a camera with a tone curve", (_, kernel, errorLeft) => {
  const toneCurve = cameraCurve(0.09);
  const image = quantised(downscale(sharp, kernel, 1, { light: "linear", toneCurve }));

  it("is undone in its light, and the picture comes nearer to the original", async () => {
    const result = await upscaleImage(image, { scale: 1 });
    expect([result.light, result.estimate?.fellBack]).toEqual(["linear", false]);
    expect(result.toneCurve).toHaveLength(toneCurve.length);
    expect(result.estimate?.toneCurve).toEqual(result.toneCurve);
    for (const light of ["encoded", "linear"] as const) {
      const kernelOfOther: Kernel = { ...result.kernel, light, toneCurve: undefined };
      const { image: other } = await superResolve(image, kernelOfOther, { scale: 1 });
      expect(meanSquaredError(result.image, sharp)).toBeLessThan(errorLeft * meanSquaredError(other, sharp));
    }
  });

  it("is undone there as well if the kernel is given", async () => {
    const { toneCurve: found } = await superResolve(image, kernel, { scale: 1 });
    expect(found).toHaveLength(toneCurve.length);
  });
});

it("that mixed light is found in a compressed image, if the kernel is sure", async () => {
  const image = jpeg(ofLight(moved, 1), 92);
  const { light, fellBack } = await estimateKernel(image, { scale: 1 });
  expect([light, fellBack]).toEqual(["linear", false]);
});

it("light that is named is that of the estimate", async () => {
  const image = ofValues(disk, 1);
  const { light, confidence } = await estimateKernel(image, { scale: 1, light: "linear" });
  expect(light).toBe("linear");
  const found = await estimateKernel(image, { scale: 1 });
  expect(found.light).toBe("encoded");
  expect(found.confidence).toBeGreaterThan(confidence);
});
