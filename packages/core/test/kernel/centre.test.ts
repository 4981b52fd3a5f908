import { describe, expect, it } from "vitest";
import {
  alignedCentre,
  bicubicKernel,
  centreKernel,
  centreOfMass,
  covariance,
  kernel,
  kernelRows,
  kernelSum,
  randomKernel,
} from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import references from "../data/kernel-references.json" with { type: "json" };
import { gaussian, l1, motion, offset } from "../helpers/kernels.js";
import { largestDifference } from "../helpers/noise.js";

/** Off-centre positions that no kernel is centred by accident from. */
const SHIFTS = Array.from({ length: 12 }, (_, i) => ({
  y: 2 * Math.sin(3.7 * i + 0.5),
  x: 2 * Math.cos(2.3 * i + 1),
}));

describe("centreKernel", () => {
  it("brings the centre of mass to where the convention wants it, and keeps sum and sign", () => {
    for (const scale of [2, 3, 4]) {
      for (const size of [13, 14, 17]) {
        const target = alignedCentre(size, scale);
        for (const { y, x } of SHIFTS) {
          const off = motion(size, { y: size / 2 + y - 0.5, x: size / 2 + x - 0.5 }, 4, 3 * y);
          const centred = centreKernel(off, scale);
          expect(centred.size).toBe(size);
          expect(offset(centreOfMass(centred), target)).toBeLessThan(1e-3);
          expect(kernelSum(centred)).toBeCloseTo(1, 12);
          expect(Math.min(...centred.data)).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it("gives the Gaussian that would have been sampled on the centre", () => {
    const shape = { yy: 2.5, yx: 0.8, xx: 1.2 };
    const truth = gaussian(21, { y: 10.5, x: 10.5 }, shape);
    for (const { y, x } of SHIFTS) {
      const centred = centreKernel(gaussian(21, { y: 10.5 + y, x: 10.5 + x }, shape), 2);
      // scipy's spline of order 3 reaches 0.022 here; linear interpolation 0.13, adding up to 0.25 px² to yy and xx.
      expect(l1(centred, truth)).toBeLessThan(0.0225);
      expect(covariance(centred).yy).toBeCloseTo(2.5, 1.7);
      expect(covariance(centred).yx).toBeCloseTo(0.8, 1.7);
      expect(covariance(centred).xx).toBeCloseTo(1.2, 1.7);
    }
  });

  it("is scipy's cubic-spline shift, divided by the sum, where nothing has to be made non-negative", () => {
    const { size, scale, patch, from, result } = references.centre;
    const signed = kernel(size);
    patch.rows.forEach((row, y) => {
      signed.data.set(row, (patch.y + y) * size + patch.x);
    });
    const rows = kernelRows(centreKernel(signed, scale));
    const middle = rows.slice(from, from + result.length).map((row) => row.slice(from, from + result.length));
    expect(largestDifference(middle.flat(), result.flat())).toBeLessThan(1e-7);
  });

  it("leaves a centred kernel as it is", () => {
    const truth = motion(13, { y: 6.5, x: 6.5 }, 5, 0.7);
    expect(largestDifference(centreKernel(truth, 2).data, truth.data)).toBeLessThan(1e-15);
  });

  it("shifts by whole pixels without changing a weight", () => {
    const truth = motion(13, { y: 6.5, x: 6.5 }, 5, 0.7);
    const moved = motion(13, { y: 7.5, x: 4.5 }, 5, 0.7);
    expect(l1(centreKernel(moved, 2), truth)).toBeLessThan(1e-12);
  });

  it("pads and crops when asked for another size", () => {
    const truth = gaussian(11, { y: 5.5, x: 5.5 }, { yy: 0.6, yx: 0.1, xx: 0.5 });
    const padded = centreKernel(truth, 2, { size: 17 });
    expect(offset(centreOfMass(padded), 8.5)).toBeLessThan(1e-3);
    expect(l1(centreKernel(padded, 2, { size: 11 }), truth)).toBeLessThan(1e-9);
  });

  it("makes up for mass that leaves the frame", () => {
    // In a frame of 7 a Gaussian of variance 5 is cut off on all sides, unevenly for scale 2.
    const wide = gaussian(21, { y: 9.2, x: 11.9 }, { yy: 5, yx: 1, xx: 4 });
    const cut = centreKernel(wide, 2, { size: 7 });
    expect(offset(centreOfMass(cut), alignedCentre(7, 2))).toBeLessThan(1e-3);
    expect(kernelSum(cut)).toBeCloseTo(1, 12);
  });

  it("centres kernels that cling to a corner", () => {
    const corner = kernel(13);
    corner.data[0] = 0.7;
    corner.data[1] = 0.3;
    const centred = centreKernel(corner, 2);
    expect(offset(centreOfMass(centred), 6.5)).toBeLessThan(1e-3);
  });

  it("keeps the negative weights of a kernel that has some", () => {
    const shifted = centreKernel(bicubicKernel(2), 2, { size: 13 });
    expect(Math.min(...shifted.data)).toBeCloseTo(Math.min(...bicubicKernel(2).data), 12);
  });

  it("centres any random kernel", () => {
    const stream = random(4);
    for (let i = 0; i < 100; i++) {
      const k = randomKernel(stream, { size: 13 });
      const rolled = kernel(
        13,
        k.data.map((_, j) => k.data[(j + 13 * Math.floor(5 * stream.uniform())) % 169]!),
      );
      expect(offset(centreOfMass(centreKernel(rolled, 2)), 6.5)).toBeLessThan(1e-3);
    }
  });

  it("centres isolated spikes, where the spline's ripples outweigh what is shifted", () => {
    const stream = random(8);
    for (let i = 0; i < 60; i++) {
      const size = 5 + stream.integer(10);
      const spikes = kernel(
        size,
        Float64Array.from({ length: size ** 2 }, () => Math.exp(3 * stream.normal())),
      );
      const centred = centreKernel(spikes, 2, { size: size + 6 });
      expect(offset(centreOfMass(centred), alignedCentre(size + 6, 2))).toBeLessThan(1e-3);
    }
  });

  it("refuses frames that cannot hold the centre or the kernel", () => {
    const small = expect.objectContaining({
      code: "invalid-argument",
      message: expect.stringContaining("3×3"),
    });
    expect(() => centreKernel(gaussian(3, { y: 1, x: 1 }, { yy: 1, yx: 0, xx: 1 }), 4)).toThrow(small);
    const ends = kernel(13);
    ends.data[0] = ends.data[168] = 0.5;
    expect(() => centreKernel(ends, 2, { size: 3 })).toThrow(small);
  });

  it("refuses kernels without a centre of mass", () => {
    expect(() => centreKernel(kernel(3), 2)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });
});
