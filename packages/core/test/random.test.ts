import { describe, expect, it } from "vitest";
import { random } from "../src/random.js";

describe("random", () => {
  it("gives the same numbers for the same seed and stream, others for another", () => {
    const draw = (seed: number, stream?: number): number[] => {
      const numbers = random(seed, stream);
      return Array.from({ length: 5 }, () => numbers.uniform());
    };
    expect(draw(3)).toEqual(draw(3, 0));
    expect(draw(3)).not.toEqual(draw(4));
    expect(draw(3, 1)).not.toEqual(draw(3));
  });

  it("draws uniform numbers, integers and normal numbers of the right distribution", () => {
    const numbers = random(1);
    const n = 100_000;
    const many = (draw: () => number): number[] => Array.from({ length: n }, draw);
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / n;
    const uniform = many(() => numbers.uniform());
    expect(uniform.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    const normal = many(() => numbers.normal());
    // Standard errors of the moments: 0.003, 0.0045, 0.03.
    expect(Math.abs(mean(normal))).toBeLessThan(0.012);
    expect(Math.abs(mean(normal.map((v) => v ** 2)) - 1)).toBeLessThan(0.018);
    expect(Math.abs(mean(normal.map((v) => v ** 4)) - 3)).toBeLessThan(0.13);
    const dice = many(() => numbers.integer(6));
    for (let face = 0; face < 6; face++) {
      expect(Math.abs(dice.filter((d) => d === face).length / n - 1 / 6)).toBeLessThan(0.005);
    }
    expect(new Set(dice).size).toBe(6);
  });
});
