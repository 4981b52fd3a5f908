import { describe, expect, it } from "vitest";
import { alignedCentre, kernel, kernelRows } from "../../src/kernel/index.js";

describe("kernel", () => {
  it("copies its weights, row by row", () => {
    const weights = [1, 2, 3, 4];
    const k = kernel(2, weights);
    weights[0] = 9;
    expect(kernelRows(k)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(kernel(3).data).toEqual(new Float64Array(9));
  });

  it.each([
    [() => kernel(0), "a kernel's size must be an integer of at least 1, got 0"],
    [() => kernel(2, [1, 2, 3]), "4 weights, got 3"],
    [() => kernel(1, [Number.NaN]), "finite"],
  ])("refuses what is no kernel", (build, message) => {
    expect(build).toThrow(message);
  });
});

describe("alignedCentre", () => {
  it("is the middle of the s×s block round the origin", () => {
    expect(alignedCentre(13, 2)).toBe(6.5);
    expect(alignedCentre(13, 3)).toBe(7);
    expect(alignedCentre(25, 4)).toBe(13.5);
    expect(alignedCentre(4, 2)).toBe(2.5);
  });

  it("stays where it is when an even kernel gets a row and a column of zeros", () => {
    for (const scale of [1, 2, 3, 4, 8]) expect(alignedCentre(12, scale)).toBe(alignedCentre(13, scale));
  });
});
