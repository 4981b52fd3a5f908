import { describe, expect, test } from "vitest";
import { downscale, type Kernel } from "../../../src/kernel/index.js";
import { fitShape } from "../../../src/spectral/fit/fit-shape.js";
import { SpectrumLoss } from "../../../src/spectral/model/spectrum-loss.js";
import type { BlurShape } from "../../../src/spectral/shapes/index.js";
import { MOTION } from "../../../src/spectral/shapes/motion.js";
import { polarSpectrum } from "../../../src/spectral/spectrum/polar-spectrum.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { gaussianFor } from "../../helpers/kernels.js";

const scene = deadLeaves(3, 512, 400);
const NO_PAUSE = async (): Promise<void> => {};

async function fitsOf(kernel: Kernel) {
  const loss = new SpectrumLoss(await polarSpectrum(downscale(scene, kernel, 2), 1));
  return (shape: BlurShape) => fitShape(loss, shape, { yy: 0.6, yx: 0, xx: 0.6 }, NO_PAUSE);
}

describe("fitShape", () => {
  test("finds the length and the direction of a motion, which a Gaussian cannot explain", async () => {
    const [length, angle] = [3, 0.5];
    const fit = await fitsOf(MOTION.kernel([Math.log(length), angle, Math.log(0.3)], 2));
    const { parameters, loss } = await fit("motion");
    expect(Math.exp(parameters[0] ?? 0) / length).toBeGreaterThan(0.85);
    expect(Math.exp(parameters[0] ?? 0) / length).toBeLessThan(1.15);
    expect(Math.abs(Math.sin((parameters[1] ?? 0) - angle))).toBeLessThan(0.1);
    expect((await fit("gaussian")).loss).toBeGreaterThan(loss + 5);
  });

  test("of a Gaussian, a Gaussian fits best", async () => {
    const fit = await fitsOf(gaussianFor(2, 3, 0.5, 2));
    const { loss } = await fit("gaussian");
    expect((await fit("motion")).loss).toBeGreaterThan(loss);
    expect((await fit("bicubic")).loss).toBeGreaterThan(loss + 5);
  });
});
