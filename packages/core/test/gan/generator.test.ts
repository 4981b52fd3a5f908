import { describe, expect, it } from "vitest";
import { generatorCropSize, generatorShapes, KERNEL_SIZES } from "../../src/gan/generator.js";

describe("generatorShapes", () => {
  it("are the paper's for a 13×13 kernel", () => {
    expect(Object.values(generatorShapes(13))).toEqual([
      [64, 1, 7, 7],
      [64, 64, 5, 5],
      [64, 64, 3, 3],
      [64, 64, 1, 1],
      [64, 64, 1, 1],
      [1, 64, 1, 1],
    ]);
  });

  it.each(KERNEL_SIZES)("have a receptive field of the kernel's size, %i", (n) => {
    const growth = Object.values(generatorShapes(n)).reduce((sum, [, , h]) => sum + h - 1, 0);
    expect(1 + growth).toBe(n);
  });

  it("has an error for other sizes that lists those there are", () => {
    expect(() => generatorShapes(12)).toThrow(KERNEL_SIZES.join(", "));
  });
});

describe("generatorCropSize", () => {
  it("is what the last output pixel's kernel reaches to", () => {
    expect(generatorCropSize({ scale: 2, kernelSize: 13, outputSize: 26 })).toBe(63);
    expect(generatorCropSize({ scale: 3, kernelSize: 13, outputSize: 1 })).toBe(13);
  });
});
