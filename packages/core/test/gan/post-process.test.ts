import { describe, expect, it } from "vitest";
import { type PostProcessOptions, postProcessKernel } from "../../src/gan/post-process.js";
import { alignedCentre, centreOfMass, type Kernel, kernel, kernelSum } from "../../src/kernel/index.js";
import { gaussian, offset } from "../helpers/kernels.js";
import { largestDifference, noise } from "../helpers/noise.js";

/** The processed kernel, of a raw kernel that has one. */
function processed(raw: Kernel, scale: number, options?: PostProcessOptions): Kernel {
  const result = postProcessKernel(raw, scale, options);
  if (!result) throw new Error("no positive weight is left");
  return result;
}

/** A kernel that is its own mirror image, so that it is aligned for scale 2 whatever is subtracted from it. */
const symmetric = gaussian(13, { y: 6.5, x: 6.5 }, { yy: 3, yx: 0.5, xx: 2 });
// The mirror image of row 0 and column 0 lies outside the frame.
for (let i = 0; i < 13; i++) symmetric.data[i] = symmetric.data[13 * i] = 0;

describe("postProcessKernel", () => {
  it("subtracts 0.75 × the 41st largest weight, clips and normalises", () => {
    const threshold = 0.75 * Array.from(symmetric.data).sort((a, b) => b - a)[40]!;
    const clipped = symmetric.data.map((weight) => Math.max(weight - threshold, 0));
    const sum = clipped.reduce((total, weight) => total + weight, 0);
    const { data } = processed(symmetric, 2);
    expect(
      largestDifference(
        data,
        clipped.map((weight) => weight / sum),
      ),
    ).toBeLessThan(1e-12);
  });

  it("counts the largest weight as the first", () => {
    // Symmetric about a pixel, weights come in pairs but for the middle one: the 40th and 41st are equal, the 42nd is
    // less.
    const centred = gaussian(13, { y: 6, x: 6 }, { yy: 3, yx: 0.5, xx: 2 });
    const descending = Array.from(centred.data).sort((a, b) => b - a);
    expect(descending[41]).toBeLessThan(0.99 * descending[40]!);
    const positive = processed(centred, 1, { fraction: 1 }).data.filter((weight) => weight > 0);
    expect(positive).toHaveLength(descending.filter((weight) => weight > descending[40]!).length);
  });

  it("takes rank and fraction", () => {
    const single = processed(kernel(3, [0, 0, 0, 0, 4, 2, 0, 2, 1]), 2, { rank: 1, fraction: 1 });
    // Only the largest weight stays, and is moved to the aligned centre, (1.5, 1.5): four pixels share it.
    expect(offset(centreOfMass(single), 1.5)).toBeLessThan(1e-3);
    for (const i of [4, 5, 7, 8]) expect(single.data[i]).toBeCloseTo(0.25, 3);
    const all = processed(symmetric, 2, { fraction: 0 });
    const total = kernelSum(symmetric);
    expect(
      largestDifference(
        all.data,
        symmetric.data.map((weight) => weight / total),
      ),
    ).toBeLessThan(1e-12);
  });

  it("makes a proper kernel of a raw one: small weights everywhere, some negative, off centre", () => {
    const blob = gaussian(13, { y: 5.1, x: 7.4 }, { yy: 2, yx: 0, xx: 1 });
    const ripple = noise(3, 169);
    const raw = kernel(
      13,
      blob.data.map((weight, i) => weight + 0.01 * (ripple[i]! - 0.5)),
    );
    const result = processed(raw, 2);
    expect(result.size).toBe(13);
    expect(kernelSum(result)).toBeCloseTo(1, 12);
    expect(Math.min(...result.data)).toBe(0);
    expect(offset(centreOfMass(result), alignedCentre(13, 2))).toBeLessThan(1e-3);
    // Most of the ripple is gone: Σ|k| further than 5 px from the blob falls from 0.2 to below 0.02.
    const far = ({ data }: Kernel, y: number, x: number): number =>
      data.reduce((sum, weight, i) => {
        const distance = Math.hypot(Math.floor(i / 13) - y, (i % 13) - x);
        return distance > 5 ? sum + Math.abs(weight) : sum;
      }, 0);
    expect(far(raw, 5.1, 7.4)).toBeGreaterThan(0.2);
    expect(far(result, 6.5, 6.5)).toBeLessThan(0.02);
  });

  it("does not raise small negative weights when the threshold weight is negative", () => {
    const few = new Float64Array(169).fill(-0.01);
    for (const i of [69, 74, 108, 113]) few[i] = -0.001;
    for (const i of [84, 85, 97, 98]) few[i] = 0.3;
    const { data } = processed(kernel(13, few), 2);
    expect(data[84]).toBeCloseTo(0.25, 12);
    expect(data[69]).toBe(0);
  });

  it("pads on request, as the published program does", () => {
    const padded = processed(symmetric, 2, { size: 17 });
    expect(padded.size).toBe(17);
    expect(offset(centreOfMass(padded), 8.5)).toBeLessThan(1e-3);
  });

  it("gives no kernel when nothing positive remains", () => {
    expect(postProcessKernel(kernel(13, new Float64Array(169).fill(-0.01)), 2)).toBeUndefined();
    expect(postProcessKernel(kernel(13), 2)).toBeUndefined();
  });

  it("refuses options out of range", () => {
    const invalid = expect.objectContaining({ code: "invalid-argument" });
    expect(() => postProcessKernel(symmetric, 2, { rank: 1.5 })).toThrow(invalid);
    expect(() => postProcessKernel(symmetric, 2, { fraction: 1.1 })).toThrow(invalid);
  });
});
