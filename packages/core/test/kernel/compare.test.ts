import { describe, expect, it } from "vitest";
import { bicubicKernel, compareKernels, kernel, reframe } from "../../src/kernel/index.js";
import { gaussian } from "../helpers/kernels.js";

const reference = gaussian(13, { y: 6.5, x: 6.5 }, { yy: 1.5, yx: 0.6, xx: 1 });

describe("compareKernels", () => {
  it("finds a kernel equal to itself", () => {
    const { traceRatio, correlation, l1, psnr } = compareKernels(reference, reference, 2);
    expect(traceRatio).toBe(1);
    expect(correlation).toBeCloseTo(1, 12);
    expect(l1).toBe(0);
    expect(psnr).toBe(Number.POSITIVE_INFINITY);
  });

  it("finds the bicubic kernel equal to itself, whose covariance is 0", () => {
    expect(compareKernels(bicubicKernel(2), bicubicKernel(2), 2)).toMatchObject({ traceRatio: 1, l1: 0 });
    // What rounding leaves of it depends on where the kernel lies.
    const moved = { size: 13, data: reframe(bicubicKernel(2), 13).data.toReversed() };
    expect(compareKernels(moved, bicubicKernel(2), 2).traceRatio).toBe(1);
    expect(compareKernels(reference, moved, 2).traceRatio).toBe(Number.POSITIVE_INFINITY);
  });

  it("does not mind shifts and frames", () => {
    const moved = gaussian(17, { y: 7.5, x: 9.1 }, { yy: 1.5, yx: 0.6, xx: 1 });
    const { traceRatio, correlation, l1, psnr } = compareKernels(moved, reference, 2);
    expect(traceRatio).toBeCloseTo(1, 2);
    expect(correlation).toBeGreaterThan(0.9995);
    // What the interpolation of a kernel this narrow costs: 0.04 at worst (linear: 0.17).
    expect(l1).toBeLessThan(0.04);
    expect(psnr).toBeGreaterThan(40);
  });

  it("distinguishes narrow from wide and one direction from another", () => {
    const narrow = gaussian(13, { y: 6.5, x: 6.5 }, { yy: 0.75, yx: 0.3, xx: 0.5 });
    const turned = gaussian(13, { y: 6.5, x: 6.5 }, { yy: 1.5, yx: -0.6, xx: 1 });
    const comparison = compareKernels(narrow, reference, 2);
    expect(comparison.traceRatio).toBeCloseTo(0.5, 2);
    expect(compareKernels(reference, narrow, 2).traceRatio).toBeCloseTo(2, 1);
    expect(comparison.covarianceA.yy).toBeCloseTo(0.75, 2);
    expect(comparison.covarianceB.yx).toBeCloseTo(0.6, 2);
    const other = compareKernels(turned, reference, 2);
    expect(other.traceRatio).toBeCloseTo(1, 6);
    expect(other.correlation).toBeLessThan(0.9);
    // Mirrored about the vertical axis, yx changes sign.
    expect(other.covarianceA.yx).toBeCloseTo(-other.covarianceB.yx, 2);
  });

  it("computes the figures as documented", () => {
    // Both are centred for scale 1, at (1, 1), so that nothing is shifted.
    const a = kernel(3, [0, 0.1, 0, 0.1, 0.6, 0.1, 0, 0.1, 0]);
    const b = kernel(3, [0, 0.2, 0, 0.2, 0.2, 0.2, 0, 0.2, 0]);
    const { l1, correlation, psnr, traceRatio } = compareKernels(a, b, 1);
    expect(l1).toBeCloseTo(0.8, 12);
    expect(correlation).toBeCloseTo((0.6 * 0.2 + 4 * 0.02) / Math.sqrt(0.4 * 0.2), 12);
    expect(psnr).toBeCloseTo(10 * Math.log10(0.04 / ((0.16 + 4 * 0.01) / 9)), 10);
    expect(traceRatio).toBeCloseTo(0.5, 12);
  });
});
