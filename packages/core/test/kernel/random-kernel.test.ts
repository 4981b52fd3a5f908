import { describe, expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";
import {
  alignedCentre,
  centreOfMass,
  covariance,
  downscale,
  kernelSum,
  randomKernel,
} from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { offset } from "../helpers/kernels.js";

/** Eigenvalues, ascending, and angle of the wider axis from the x axis in [0, π). */
function axes({ yy, yx, xx }: { yy: number; yx: number; xx: number }) {
  const mean = (yy + xx) / 2;
  const half = Math.hypot((yy - xx) / 2, yx);
  const angle = (Math.atan2(2 * yx, xx - yy) / 2 + Math.PI) % Math.PI;
  return { smallest: mean - half, largest: mean + half, angle };
}

describe("randomKernel", () => {
  it("is 11×11 for scale 2, aligned, non-negative, of sum 1", () => {
    for (const [scale, size] of [
      [2, 11],
      [3, 21],
      [4, 31],
    ] as const) {
      const stream = random(scale);
      for (let i = 0; i < 30; i++) {
        const k = randomKernel(stream, { scale });
        expect(k.size).toBe(size);
        expect(kernelSum(k)).toBeCloseTo(1, 12);
        expect(Math.min(...k.data)).toBeGreaterThanOrEqual(0);
        expect(offset(centreOfMass(k), alignedCentre(size, scale))).toBeLessThan(1e-5);
      }
    }
  });

  it.each([11, 12])("of %i pixels a side puts each pixel into the middle of its block", (size) => {
    const ramp = planarImage(80, 60, 1);
    for (let i = 0; i < ramp.data.length; i++) ramp.data[i] = (i % 80) + 100 * Math.floor(i / 80);
    for (const scale of [2, 3, 4]) {
      const low = downscale(ramp, randomKernel(random(6), { scale, size }), scale);
      const [x, y] = [8, 7];
      const middle = (i: number): number => scale * i + (scale - 1) / 2;
      expect(low.data[y * low.width + x]).toBeCloseTo(middle(x) + 100 * middle(y), 2);
    }
  });

  it("draws eigenvalues from U(0.35, 5) px² and angles from U(0, π)", () => {
    // A frame large enough to cut nothing off, and no noise: the covariance is the one drawn. (Sampling a Gaussian
    // this narrow, σ² = 0.35, changes its variance by a few thousandths.)
    const stream = random(12);
    const drawn = Array.from({ length: 600 }, () =>
      axes(covariance(randomKernel(stream, { size: 41, noise: 0 }))),
    );
    const eigenvalues = drawn.flatMap(({ smallest, largest }) => [smallest, largest]);
    expect(Math.min(...eigenvalues)).toBeGreaterThan(0.34);
    expect(Math.min(...eigenvalues)).toBeLessThan(0.4);
    expect(Math.max(...eigenvalues)).toBeLessThan(5.001);
    expect(Math.max(...eigenvalues)).toBeGreaterThan(4.95);
    const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    // Standard errors: 4.65/√12/√1200 = 0.039 and π/√12/√600 = 0.037.
    expect(Math.abs(mean(eigenvalues) - 2.675)).toBeLessThan(0.15);
    expect(Math.abs(mean(drawn.map(({ angle }) => angle)) - Math.PI / 2)).toBeLessThan(0.15);
    expect(Math.max(...drawn.map(({ angle }) => angle))).toBeGreaterThan(3);
    expect(Math.min(...drawn.map(({ angle }) => angle))).toBeLessThan(0.14);
  });

  it("multiplies by up to 25% of noise", () => {
    // Eigenvalues all but equal and a small frame: without the noise the weights would be flat.
    const options = { size: 5, eigenvalues: [1e6, 1e6] as const };
    const { data } = randomKernel(random(2), options);
    const ratio = Math.max(...data) / Math.min(...data);
    expect(ratio).toBeGreaterThan(1.3);
    expect(ratio).toBeLessThanOrEqual(1.25 / 0.75);
  });

  it("widens with the scale as composed kernels do", () => {
    const trace = (scale: number): number => {
      const { yy, xx } = covariance(randomKernel(random(5), { scale, size: 101, noise: 0 }));
      return yy + xx;
    };
    expect(trace(4) / trace(2)).toBeCloseTo(5, 1);
    expect(trace(8) / trace(2)).toBeCloseTo(21, 1);
  });

  it("depends on the seed alone", () => {
    expect(randomKernel(random(9))).toEqual(randomKernel(random(9)));
    expect(randomKernel(random(9))).not.toEqual(randomKernel(random(10)));
  });

  it("refuses options out of range", () => {
    const invalid = expect.objectContaining({ code: "invalid-argument" });
    expect(() => randomKernel(random(1), { noise: 1 })).toThrow(invalid);
    expect(() => randomKernel(random(1), { eigenvalues: [2, 1] })).toThrow(invalid);
    expect(() => randomKernel(random(1), { scale: 1 })).toThrow(invalid);
    expect(() => randomKernel(random(1), { size: 2 })).toThrow(invalid);
    expect(() => randomKernel(random(1), { scale: 3, size: 4 })).toThrow(
      "must be an integer of at least 5, got 4",
    );
  });
});
