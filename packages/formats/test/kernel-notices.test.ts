import { alignedCentre, bicubicKernel, type Kernel, kernel } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { kernelNotices } from "../src/kernel-notices.js";

/** A Gaussian with its centre at (y, x). */
function blob(y: number, x: number, sum = 1): Kernel {
  const weights = Array.from({ length: 13 * 13 }, (_, i) =>
    Math.exp(-((Math.floor(i / 13) - y) ** 2 + ((i % 13) - x) ** 2) / 3),
  );
  const all = weights.reduce((a, b) => a + b, 0);
  return kernel(
    13,
    weights.map((weight) => (sum * weight) / all),
  );
}

describe("kernelNotices", () => {
  it("has nothing to say of aligned kernels, nor of symmetric ones at ×2", () => {
    const centre = alignedCentre(13, 2);
    for (const k of [blob(centre, centre), blob(6, 6), bicubicKernel(2)])
      expect(kernelNotices(k, 2)).toEqual([]);
    expect(kernelNotices(bicubicKernel(4), 4)).toEqual([]);
    expect(kernelNotices(blob(centre, centre, 0.98), 2)).toEqual([]);
  });

  it("says where a kernel lies that is not in its place", () => {
    const [notice, ...more] = kernelNotices(blob(4.5, 8), 2);
    expect(notice).toContain("2.0 pixels above and 1.5 pixels to the right of its place");
    expect(more).toEqual([]);
  });

  it("allows for any factor where that is not known", () => {
    for (const scale of [1, 2, 4, 8]) {
      const centre = alignedCentre(13, scale);
      if (centre < 9) expect(kernelNotices(blob(centre, centre), undefined)).toEqual([]);
    }
    expect(kernelNotices(blob(4, 6), undefined)).toHaveLength(1);
  });

  it("says what the weights sum to", () => {
    expect(kernelNotices(blob(6.5, 6.5, 5), 2)).toEqual([expect.stringContaining("sum to 5, not 1")]);
  });
});
