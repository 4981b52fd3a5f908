import { alignedCentre, bicubicKernel, type Kernel, kernel } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { kernelWarnings } from "../src/kernel-warnings.js";

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

/** By which a caller says how files hold kernels. */
const OPTION = "howHeld";

describe("kernelWarnings", () => {
  it("has nothing to say of aligned kernels, nor of symmetric ones at ×2", () => {
    const centre = alignedCentre(13, 2);
    for (const k of [blob(centre, centre), blob(6, 6), bicubicKernel(2)])
      expect(kernelWarnings(k, 2, OPTION)).toEqual([]);
    expect(kernelWarnings(bicubicKernel(4), 4, OPTION)).toEqual([]);
    expect(kernelWarnings(blob(centre, centre, 0.98), 2, OPTION)).toEqual([]);
  });

  it("says where a kernel lies that is not in its place", () => {
    const [warning, ...more] = kernelWarnings(blob(4.5, 8), 2, OPTION);
    expect(warning?.code).toBe("kernel-centre");
    expect(warning?.message).toContain("2.0 pixels above and 1.5 pixels to the right of its place");
    expect(warning?.message).toContain('"howHeld" says whose');
    expect(more).toEqual([]);
  });

  it("allows for any factor where that is not known", () => {
    for (const scale of [1, 2, 4, 8]) {
      const centre = alignedCentre(13, scale);
      if (centre < 9) expect(kernelWarnings(blob(centre, centre), undefined, OPTION)).toEqual([]);
    }
    expect(kernelWarnings(blob(4, 6), undefined, OPTION)).toHaveLength(1);
  });

  it("says what the weights sum to", () => {
    expect(kernelWarnings(blob(6.5, 6.5, 5), 2, OPTION)).toEqual([
      { code: "kernel-sum", message: expect.stringContaining("sum to 5, not 1") },
    ]);
  });
});
