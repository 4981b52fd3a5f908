import { describe, expect, it } from "vitest";
import { centreOfMass, covariance, kernel, kernelSum, normaliseKernel } from "../../src/kernel/index.js";
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
