import { describe, expect, it } from "vitest";
import { KernelFromEdges } from "../../src/blind/kernel-from-edges.js";
import { random } from "../../src/random.js";
import { newSimd } from "../helpers/simd.js";

describe("KernelFromEdges", () => {
  it("is the least-squares kernel between two images", () => {
    const [width, height] = [48, 40];
    const numbers = random(1);
    const sharp = Float32Array.from({ length: width * height }, () => numbers.uniform());
    // y = k ∗ x with k of two weights, one pixel to the right and one and two down.
    const blurred = sharp.map((_, i) => {
      const at = (down: number, right: number): number => sharp[i - down * width - right] ?? 0;
      return 0.7 * at(0, 1) + 0.3 * at(2, 0);
    });
    const { data } = new KernelFromEdges(blurred, width, height, 5).find(sharp, width, 1e-3);
    const weight = (down: number, right: number): number => data[(2 + down) * 5 + 2 + right]!;
    expect(weight(0, 1)).toBeCloseTo(0.7, 1);
    expect(weight(2, 0)).toBeCloseTo(0.3, 1);
    const others = data.reduce((sum, value) => sum + Math.abs(value), 0) - weight(0, 1) - weight(2, 0);
    expect(others).toBeLessThan(0.3);
  });

  it("finds less the more weights cost", () => {
    const numbers = random(2);
    const sharp = Float32Array.from({ length: 900 }, () => numbers.uniform());
    const edges = new KernelFromEdges(sharp, 30, 30, 3);
    const [cheap, dear] = [1e-3, 1e3].map((cost) => edges.find(sharp, 30, cost).data[4]!) as [number, number];
    expect(cheap).toBeCloseTo(1, 2);
    expect(dear).toBeLessThan(0.5);
  });

  it("is the same with vectors", async () => {
    const numbers = random(4);
    const [sharp, blurred] = [0, 1].map(() => Float32Array.from({ length: 1200 }, () => numbers.uniform()));
    for (const size of [3, 27]) {
      const [plain, vectors] = [undefined, await newSimd()].map(
        (simd) => new KernelFromEdges(blurred!, 40, 30, size, simd).find(sharp!, 40).data,
      );
      const largest = Math.max(...plain!.map(Math.abs));
      expect(Math.max(...vectors!.map((weight, i) => Math.abs(weight - plain![i]!)))).toBeLessThan(
        1e-4 * largest,
      );
    }
  });
});
