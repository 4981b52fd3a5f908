import { describe, expect, it } from "vitest";
import type { PlanarImage } from "../../../src/image/index.js";
import { covariance, downscale, type Kernel } from "../../../src/kernel/index.js";
import { BlurEvidence } from "../../../src/spectral/evidence/blur-evidence.js";
import { analyseBlur } from "../../../src/spectral/fit/analyse-blur.js";
import { findBlurLevel } from "../../../src/spectral/fit/blur-level.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { jpeg } from "../../helpers/jpeg.js";
import { motion } from "../../helpers/kernels.js";
import { gaussianKernel } from "../../helpers/pictures.js";
import { withNoise } from "../../helpers/scene.js";

const scene = deadLeaves(3, 512, 400);
const large = deadLeaves(4, 1024, 800);

/** By how much the image is shrunk to look at its blur, and what is found there: its variance, in pixels of the image. */
async function found(image: PlanarImage, scale: number) {
  const own = await BlurEvidence.measure(image, undefined, { ownGrid: scale === 1 });
  const { evidence } = await findBlurLevel(image, own);
  const { kernel, shapes } = await analyseBlur(evidence);
  const { yy, xx } = covariance(kernel(scale));
  return { shrunkBy: evidence.shrunkBy, variance: (yy + xx) / scale ** 2, shapes };
}

const line = (length: number): Kernel => motion(2 * length + 1, { y: length, x: length }, length, 0.5);

describe("findBlurLevel", () => {
  it.each([1, 2])(
    "finds a Gaussian of several pixels in a JPEG as wide as it is, and no disk, ×%i",
    async (scale) => {
      const blurred = downscale(
        scale === 1 ? scene : large,
        gaussianKernel(24 * scale + 1, 3 * scale, scale),
        scale,
      );
      for (const quality of [95, 85]) {
        const { shrunkBy, variance, shapes } = await found(jpeg(blurred, quality), scale);
        expect(shrunkBy).toBeGreaterThan(1);
        expect(shapes.gaussian).toBeGreaterThan(0.7);
        expect(Math.abs(Math.log(variance / 18))).toBeLessThan(0.2);
      }
    },
  );

  it("takes the finest size that shows a line, although smaller ones say it louder", async () => {
    const blurred = downscale(scene, line(9), 1);
    for (const image of [withNoise(blurred, 4 / 255), jpeg(blurred, 90)]) {
      const { shrunkBy, variance, shapes } = await found(image, 1);
      expect(shrunkBy).toBe(1);
      expect(shapes.motion + shapes.arc).toBeGreaterThan(0.9);
      expect(Math.abs(Math.log(variance / (9 ** 2 / 12 + 0.5)))).toBeLessThan(0.2);
    }
  });
});
