import { describe, expect, it } from "vitest";
import {
  centreOfMass,
  covariance,
  kernel,
  kernelSum,
  kurtosisAlong,
  normaliseKernel,
  principalAxes,
} from "../../src/kernel/index.js";
import references from "../data/kernel-references.json" with { type: "json" };

const { size, kernel: weights, centre, covariance: expected } = references.moments;
const skewed = kernel(size, weights);

describe("moments", () => {
  it("has the centre of mass that scipy finds", () => {
    const { y, x } = centreOfMass(skewed);
    expect(y).toBeCloseTo(centre[0]!, 6);
    expect(x).toBeCloseTo(centre[1]!, 6);
  });

  it("has the covariance that numpy finds", () => {
    const { yy, yx, xx } = covariance(skewed);
    [yy, yx, xx].forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6);
    });
  });

  it("has the axes of its covariance, wherever they point", () => {
    const { along, across, angle } = principalAxes({ yy: 2, yx: 1, xx: 2 });
    expect(along).toBeCloseTo(3, 12);
    expect(across).toBeCloseTo(1, 12);
    expect(angle).toBeCloseTo(Math.PI / 4, 12);
  });

  it("has the kurtosis of a line, of a Gaussian and of two points", () => {
    const row = (weights: readonly number[]) =>
      kernel(
        weights.length,
        Array.from({ length: weights.length ** 2 }, (_, i) =>
          Math.floor(i / weights.length) === 2 ? weights[i % weights.length]! : 0,
        ),
      );
    expect(kurtosisAlong(row(Array<number>(101).fill(1)))).toBeCloseTo(1.8, 3);
    expect(
      kurtosisAlong(row(Array.from({ length: 41 }, (_, i) => Math.exp(-((i - 20) ** 2) / 32)))),
    ).toBeCloseTo(3, 2);
    expect(kurtosisAlong(row([1, 0, 0, 0, 1]))).toBeCloseTo(1, 12);
  });

  it("normalises to sum 1 without changing the shape", () => {
    const normalised = normaliseKernel(skewed);
    expect(kernelSum(normalised)).toBeCloseTo(1, 12);
    expect(normalised.data[3]! / normalised.data[5]!).toBeCloseTo(skewed.data[3]! / skewed.data[5]!, 12);
  });

  it("refuses kernels whose weights cancel", () => {
    const invalid = expect.objectContaining({ code: "invalid-argument" });
    expect(() => centreOfMass(kernel(2, [1, -1, 0, 0]))).toThrow(invalid);
    expect(() => normaliseKernel(kernel(2, [0.1, 0.2, -0.3, 0]))).toThrow(invalid);
    expect(() => normaliseKernel(kernel(3))).toThrow(invalid);
  });
});
