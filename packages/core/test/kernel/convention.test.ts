import { describe, expect, it } from "vitest";
import {
  alignedCentre,
  centreOfMass,
  downscale,
  fromConvention,
  KERNEL_CONVENTIONS,
  kernel,
  kernelRows,
  reframe,
  toConvention,
} from "../../src/kernel/index.js";
import references from "../data/kernel-references.json" with { type: "json" };
import { gaussianFor } from "../helpers/kernels.js";
import { noise, noiseImage } from "../helpers/noise.js";

const noiseKernel = (seed: number, size: number) => kernel(size, noise(seed, size * size));

describe("fromConvention", () => {
  for (const reference of references.conventions) {
    const { seed, shape, kernelSeed, size, scale, resultShape, result } = reference;
    const convention = reference.convention as "kair" | "fkp";
    it(`gives the kernel that downscales as ${convention} does, ×${scale}`, () => {
      const theirs = noiseKernel(kernelSeed, size);
      const low = downscale(noiseImage(seed, shape), fromConvention(theirs, convention, scale), scale);
      expect([low.channels, low.height, low.width]).toEqual(resultShape);
      // They repeat the image beyond its borders, here it is mirrored: no pixel whose kernel crosses them.
      const margin = Math.ceil(((size - 1) / 2 + scale - 1) / scale);
      let compared = 0;
      for (const [i, value] of result.entries()) {
        const [x, y] = [i % low.width, Math.floor(i / low.width) % low.height];
        const inside = (at: number, length: number): boolean => at >= margin && at < length - margin;
        if (!inside(x, low.width) || !inside(y, low.height)) continue;
        expect(Math.abs(low.data[i]! - value)).toBeLessThan(1e-5);
        compared++;
      }
      expect(compared).toBeGreaterThan(20);
    });
  }

  it.each(KERNEL_CONVENTIONS)("undoes toConvention: %s", (convention) => {
    for (const size of [4, 7]) {
      const original = noiseKernel(3, size);
      const again = fromConvention(toConvention(original, convention, 3), convention, 3);
      expect(reframe(again, 21)).toEqual(reframe(original, 21));
    }
  });
});

describe("toConvention", () => {
  it("turns the kernel for KAIR, and moves it for FKP, in a larger frame where it has to", () => {
    const original = kernel(3, [0, 0, 0, 0, 1, 2, 0, 3, 4]);
    expect(kernelRows(toConvention(original, "kair"))).toEqual([
      [4, 3, 0],
      [2, 1, 0],
      [0, 0, 0],
    ]);
    expect(kernelRows(toConvention(original, "fkp", 2))).toEqual([
      [1, 2, 0],
      [3, 4, 0],
      [0, 0, 0],
    ]);
    expect(toConvention(original, "fkp", 3).size).toBe(5);
    expect(toConvention(original, "aligned")).toBe(original);
  });

  it.each([2, 3, 4])("puts the centre of an aligned kernel to ⌊n/2⌋ − (s − 1)/2 for both, ×%i", (scale) => {
    const original = gaussianFor(scale, 2.5, 0.6, 1.4);
    expect(centreOfMass(original).x).toBeCloseTo(alignedCentre(original.size, scale), 2);
    for (const convention of ["kair", "fkp"] as const) {
      const theirs = toConvention(original, convention, scale);
      const { y, x } = centreOfMass(theirs);
      const centre = Math.floor(theirs.size / 2) - (scale - 1) / 2;
      expect([y, x]).toEqual([expect.closeTo(centre, 2), expect.closeTo(centre, 2)]);
    }
  });

  it("needs the scale for FKP only", () => {
    const original = noiseKernel(5, 3);
    expect(toConvention(original, "kair").size).toBe(3);
    for (const convert of [toConvention, fromConvention]) {
      for (const scale of [undefined, 0, 1.5]) {
        expect(() => convert(original, "fkp", scale)).toThrow(
          expect.objectContaining({ code: "invalid-argument" }),
        );
      }
    }
  });
});
