/** Estimates at scale 1. */
import { describe, expect, it } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { imresize, type PlanarImage } from "../../src/image/index.js";
import { covariance, downscale, isIdentity, type Kernel } from "../../src/kernel/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianKernel } from "../helpers/pictures.js";

/** As sharp as its pixels allow, and no sharper. */
const sharp = imresize(deadLeaves(5, 800, 640), { scale: 1 / 2 });
/** Blurred, with 8 bits. */
const blurredBy = (kernel: Kernel): PlanarImage => {
  const blurred = downscale(sharp, kernel, 1);
  return { ...blurred, data: blurred.data.map((value) => Math.round(255 * value) / 255) };
};
const trace = (kernel: Kernel): number => {
  const { yy, xx } = covariance(kernel);
  return yy + xx;
};

describe("at scale 1", () => {
  it.each(["auto", "spectral"] as const)("%s finds the blur on the image's own grid", async (method) => {
    for (const sigma of [0.8, 1]) {
      const blur = gaussianKernel(13, sigma, 1);
      const found = await estimateKernel(blurredBy(blur), { scale: 1, method });
      expect(found).toMatchObject({ scale: 1, fellBack: false, kernels: { 1: { size: 13 } } });
      expect(trace(found.kernel) / trace(blur)).toBeGreaterThan(0.6);
      expect(trace(found.kernel) / trace(blur)).toBeLessThan(1.3);
    }
  });

  it("nothing is found in a sharp image: the kernel is the identity", async () => {
    const { kernel, fellBack, warnings } = await estimateKernel(sharp, { scale: 1 });
    expect(fellBack).toBe(true);
    expect(isIdentity(kernel)).toBe(true);
    expect(warnings).toEqual([
      { code: "no-blur", message: "no blur that can be undone: the kernel changes nothing" },
    ]);
  });

  it("kernelgan has no kernel", async () => {
    await expect(estimateKernel(sharp, { scale: 1, method: "kernelgan" })).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining("choose auto or spectral"),
    });
  });
});

describe("of an image that wraps", () => {
  it("is the same wherever the image is cut open", async () => {
    const low = blurredBy(gaussianKernel(13, 1, 1));
    // Rolled by half its width: the seam lies in the middle, where it would not be wrapped.
    const rolled = {
      ...low,
      data: low.data.map((_, i) => {
        const x = i % low.width;
        return low.data[i - x + ((x + low.width / 2) % low.width)]!;
      }),
    };
    const [a, b] = await Promise.all(
      [low, rolled].map((image) => estimateKernel(image, { scale: 1, wrap: "x" })),
    );
    expect(Math.abs(trace(a!.kernel) / trace(b!.kernel) - 1)).toBeLessThan(0.15);
    const { kernel } = await estimateKernel(low, { scale: 1 });
    expect(a!.kernel.data).not.toEqual(kernel.data);
  });
});
