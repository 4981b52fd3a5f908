import { describe, expect, it } from "vitest";
import { crop, type PlanarImage } from "../../src/image/index.js";
import {
  alignedCentre,
  analyticKernel,
  bicubicKernel,
  centreKernel,
  centreOfMass,
  composeKernels,
  downscale,
  kernel,
  kernelSum,
  randomKernel,
} from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { gaussian, offset } from "../helpers/kernels.js";
import { largestDifference, noise, noiseImage } from "../helpers/noise.js";

/** Cuts off what mirrored borders reach: mirroring after each step differs from mirroring once. */
function interior(image: PlanarImage, border: number): Float32Array {
  const { width, height } = image;
  return crop(image, { x: border, y: border, width: width - 2 * border, height: height - 2 * border }).data;
}

const k2 = randomKernel(random(3), { size: 13 });
const image = noiseImage(41, [1, 160, 168]);

describe("composeKernels", () => {
  it("is downscaling twice: 2 × 2, 2 × 3, 3 × 2, also with even-sized kernels", () => {
    const even = kernel(
      4,
      noise(6, 16).map((value) => value / 8),
    );
    const bicubic3 = bicubicKernel(3);
    for (const [first, a, second, b] of [
      [k2, 2, k2, 2],
      [k2, 2, bicubic3, 3],
      [bicubic3, 3, k2, 2],
      [even, 2, k2, 2],
      [k2, 2, even, 2],
    ] as const) {
      const twice = downscale(downscale(image, first, a), second, b);
      const once = downscale(image, composeKernels(first, a, second), a * b);
      expect(largestDifference(interior(once, 8), interior(twice, 8))).toBeLessThan(1e-6);
    }
  });

  it("has the size of the paper: 13 → 37, and DIV2KRK's 11 → 31", () => {
    expect(composeKernels(k2, 2, k2).size).toBe(37);
    const div2krk = randomKernel(random(1));
    expect(composeKernels(div2krk, 2, div2krk).size).toBe(31);
  });
});

describe("analyticKernel", () => {
  it("uncropped, is downscaling by 2 twice for scale 4 and three times for scale 8", () => {
    const quarter = downscale(downscale(image, k2, 2), k2, 2);
    const eighth = downscale(quarter, k2, 2);
    const k4 = analyticKernel(k2, 4, { crop: false });
    const k8 = analyticKernel(k2, 8, { crop: false });
    expect([k4.size, k8.size]).toEqual([37, 85]);
    expect(largestDifference(interior(downscale(image, k4, 4), 6), interior(quarter, 6))).toBeLessThan(1e-6);
    expect(largestDifference(interior(downscale(image, k8, 8), 6), interior(eighth, 6))).toBeLessThan(1e-6);
  });

  it("cropped to 25 and 49, is nearly that", () => {
    const quarter = downscale(downscale(image, k2, 2), k2, 2);
    const eighth = downscale(quarter, k2, 2);
    const [k4, k8] = [analyticKernel(k2, 4), analyticKernel(k2, 8)];
    expect([k4.size, k8.size]).toEqual([25, 49]);
    expect(largestDifference(interior(downscale(image, k4, 4), 6), interior(quarter, 6))).toBeLessThan(0.005);
    expect(largestDifference(interior(downscale(image, k8, 8), 6), interior(eighth, 6))).toBeLessThan(0.005);
  });

  it("is aligned and sums to 1", () => {
    const narrow = gaussian(13, { y: 6.5, x: 6.5 }, { yy: 1.5, yx: 0.4, xx: 0.8 });
    const asymmetric = centreKernel(kernel(13, noise(8, 169)), 2); // reaches the border: cropping unbalances it
    for (const base of [narrow, k2, asymmetric]) {
      for (const scale of [4, 8, 16]) {
        const cropped = analyticKernel(base, scale);
        expect(cropped.size).toBe(6 * scale + 1);
        expect(kernelSum(cropped)).toBeCloseTo(1, 12);
        expect(offset(centreOfMass(cropped), alignedCentre(cropped.size, scale))).toBeLessThan(1e-3);
        const full = analyticKernel(base, scale, { crop: false });
        expect(offset(centreOfMass(full), alignedCentre(full.size, scale))).toBeLessThan(1e-2);
      }
    }
  });

  it("refuses other scales", () => {
    for (const scale of [2, 3, 6, 0]) {
      expect(() => analyticKernel(k2, scale)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
    }
  });
});
