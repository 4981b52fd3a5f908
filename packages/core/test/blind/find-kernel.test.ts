import { describe, expect, it } from "vitest";
import { findBlindKernel } from "../../src/blind/index.js";
import { imresize, type PlanarImage, planarImage } from "../../src/image/index.js";
import {
  alignedCentre,
  centreOfMass,
  compareKernels,
  downscale,
  type Kernel,
  kernelSum,
} from "../../src/kernel/index.js";
import { cameraPath } from "../helpers/camera-path.js";
import { deadLeaves } from "../helpers/dead-leaves.js";

const scene = imresize(deadLeaves(5, 760, 640), { scale: 1 / 2 });
const sharp = imresize(scene, { scale: 1 / 2 });
const blurredBy = (kernel: Kernel, scale: number): PlanarImage => {
  const blurred = downscale(scale === 1 ? sharp : scene, kernel, scale);
  return { ...blurred, data: blurred.data.map((value) => Math.round(255 * value) / 255) };
};

describe("findBlindKernel", () => {
  it.each([
    [10, 1],
    [12, 2],
  ])("finds a path of reach %i at scale %i", async (reach, scale) => {
    const truth = cameraPath(reach, scale);
    const found = await findBlindKernel(blurredBy(truth, scale));
    const kernel = found.kernel(scale);
    const { correlation } = compareKernels(kernel, truth, scale);
    expect(correlation).toBeGreaterThan(0.75);
    const mirrored = { ...truth, data: truth.data.slice().reverse() };
    expect(correlation).toBeGreaterThan(compareKernels(kernel, mirrored, scale).correlation + 0.1);
    expect(kernelSum(kernel)).toBeCloseTo(1, 6);
    expect(Math.min(...kernel.data)).toBeGreaterThanOrEqual(0);
    const centre = centreOfMass(kernel);
    expect(centre.y).toBeCloseTo(alignedCentre(kernel.size, scale), 1);
    expect(centre.x).toBeCloseTo(alignedCentre(kernel.size, scale), 1);
    expect(found.agreement).toBeGreaterThan(0.8);
    expect(found.sparsity).toBeGreaterThan(0.03);
  });

  it("gains no sparsity on a sharp image", async () => {
    expect(
      (await findBlindKernel(blurredBy({ size: 1, data: Float64Array.of(1) }, 1))).sparsity,
    ).toBeLessThan(0);
  });

  it("has a kernel of any image, flat ones too", async () => {
    const flat = planarImage(96, 96, 1);
    flat.data.fill(0.5);
    const kernel = (await findBlindKernel(flat)).kernel(2);
    expect(kernelSum(kernel)).toBeCloseTo(1, 6);
  });

  it("reports its progress and can be stopped", async () => {
    const blurred = blurredBy(cameraPath(6, 1), 1);
    const shares: number[] = [];
    await findBlindKernel(blurred, { onProgress: (done) => shares.push(done) });
    expect(shares.at(-1)).toBeCloseTo(1, 6);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const stop = new Error("stopped");
    let calls = 0;
    const pause = async (): Promise<void> => {
      if (++calls === 20) throw stop;
    };
    await expect(findBlindKernel(blurred, { pause })).rejects.toBe(stop);
  });
});
