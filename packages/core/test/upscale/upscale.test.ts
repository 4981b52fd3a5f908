/** Estimate and super-resolution in one. */
import { describe, expect, it } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { bicubicKernel, downscale } from "../../src/kernel/index.js";
import { superResolve } from "../../src/restore/index.js";
import { type UpscaleOptions, upscaleImage } from "../../src/upscale/upscale.js";
import { gaussianKernel, stripes } from "../helpers/pictures.js";

const blur = gaussianKernel(13, 1.4, 2);
const low = downscale(stripes(160, 144, 3), blur, 2);

describe("upscaleImage", () => {
  it("estimates the kernel and trusts it as far as its confidence goes", async () => {
    const { kernels, confidence, kernel } = await estimateKernel(low);
    const upscaled = await upscaleImage(low);
    expect(upscaled).toMatchObject({ kernelOrigin: "auto", scale: 2, method: "fast", estimate: { kernel } });
    expect(upscaled.image.data).toEqual((await superResolve(low, kernels, { confidence })).image.data);
  });

  it("takes given kernels, and what is known of them", async () => {
    const upscaled = await upscaleImage(low, { kernels: blur, kernel: "k.mat", exactKernel: true });
    expect(upscaled.kernelOrigin).toBe("k.mat");
    expect(upscaled.estimate).toBeUndefined();
    expect(upscaled.image.data).toEqual((await superResolve(low, blur, { exactKernel: true })).image.data);
    const trusted = await upscaleImage(low, { kernels: blur, confidence: 1 });
    expect(trusted.kernelOrigin).toBe("given");
    expect(trusted.noise).toBeLessThan((await upscaleImage(low, { kernels: blur })).noise);
  });

  it("upscales for the bicubic kernel", async () => {
    const upscaled = await upscaleImage(low, { kernel: "bicubic", scale: 3, noise: 4 });
    expect(upscaled).toMatchObject({ kernelOrigin: "bicubic", scale: 3, noise: 4 });
    expect(upscaled.kernel.size).toBe(bicubicKernel(3).size);
  });

  it("estimates from another image if there is one, and reports the estimate's progress and warnings", async () => {
    const other = downscale(stripes(200, 160, 1), blur, 2);
    const runs: number[] = [];
    const { estimate, warnings } = await upscaleImage(
      low,
      { kernel: "kernelgan", iterations: 10, threads: 1, seed: 2, estimateFrom: other },
      { onEstimateProgress: ({ iteration }) => runs.push(iteration) },
    );
    const { kernel } = await estimateKernel(other, {
      method: "kernelgan",
      iterations: 10,
      threads: 1,
      seed: 2,
    });
    expect(estimate?.kernel).toEqual(kernel);
    expect(runs.at(-1)).toBe(10);
    expect(warnings.join()).toContain("10 iterations are too few");
  });

  it("can be cancelled", async () => {
    const upscaled = upscaleImage(low, {}, { signal: AbortSignal.abort() });
    await expect(upscaled).rejects.toMatchObject({ name: "AbortError" });
  });

  it.each<[string, UpscaleOptions, string]>([
    [
      "a seed without random numbers",
      { seed: 1 },
      '"seed" is an option of "method" zssr or "kernel" kernelgan, not of fast and auto',
    ],
    ["an option of another estimate", { preset: "paper" }, '"preset" is an option of "kernel" kernelgan'],
    ["an option of another method", { noiseScale: 2 }, "not of fast"],
    ["a kernel file without its kernels", { kernel: "k.mat" }, "one of auto, spectral, kernelgan, bicubic"],
    ["an estimate where kernels are given", { kernel: "auto", kernels: blur }, "leave one of them out"],
    ["a fallback where kernels are given", { fallback: false, kernels: blur }, "not of given"],
  ])("refuses %s", async (_, options, message) => {
    await expect(upscaleImage(low, options)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining(message),
    });
  });
});
