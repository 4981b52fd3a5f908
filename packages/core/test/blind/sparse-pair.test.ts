import { describe, expect, it } from "vitest";
import { SparsePair } from "../../src/blind/sparse-pair.js";
import type { Weights } from "../../src/blind/sparse-steps.js";
import { random } from "../../src/random.js";
import { newSimd } from "../helpers/simd.js";

const [width, height] = [30, 24];
const numbers = random(3);
const identity: Weights = { size: 1, data: Float64Array.of(1) };
const line: Weights = { size: 3, data: Float64Array.of(0, 0, 0, 0.5, 0.3, 0.2, 0, 0, 0) };

/** k ∗ x, borders wrapping. */
function convolved(x: Float32Array, { size, data }: Weights): Float32Array {
  const origin = size >> 1;
  return x.map((_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    let sum = 0;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        const from = ((row - a + origin + height) % height) * width + ((column - b + origin + width) % width);
        sum += data[a * size + b]! * x[from]!;
      }
    }
    return sum;
  });
}

const square = Float32Array.from({ length: width * height }, (_, i) => {
  const [row, column] = [Math.floor(i / width), i % width];
  return row > 6 && row < 18 && column > 8 && column < 22 ? 0.8 : 0.2;
});

describe("SparsePair", () => {
  it("takes the blur of a flat shape back, for the right kernel only", async () => {
    const pair = new SparsePair(convolved(square, line), width, height);
    const problem = { lambda: 2e-3 };
    const [right, wrong] = await pair.solve(
      [
        { ...problem, kernel: line },
        { ...problem, kernel: identity },
      ],
      async () => {},
    );
    const worst = (x: Float32Array): number => Math.max(...x.map((value, i) => Math.abs(value - square[i]!)));
    expect(worst(right)).toBeLessThan(0.02);
    expect(worst(wrong)).toBeGreaterThan(0.1);
  });

  it("solves both as if each were alone", async () => {
    const blurred = Float32Array.from({ length: width * height }, () => numbers.uniform());
    const pair = new SparsePair(blurred, width, height);
    const [a, b] = [
      { kernel: line, lambda: 1e-3 },
      { kernel: identity, lambda: 1e-2 },
    ];
    const [together, other] = await pair.solve([a, b], async () => {});
    const [alone] = await pair.solve([a, a], async () => {});
    const [, last] = await pair.solve([a, b], async () => {});
    for (const [i, value] of together.entries()) expect(value).toBeCloseTo(alone[i]!, 3);
    expect(last).toEqual(other);
  });

  it("is the same with vectors", async () => {
    const [wide, high] = [40, 36];
    // Steps and a little noise, so that some gradients are kept and others not, at the borders as well.
    const blurred = Float32Array.from({ length: wide * high }, (_, i) => {
      const [row, column] = [Math.floor(i / wide), i % wide];
      return (row > 5 && row < 20 ? 0.3 : 0) + (column % 16 < 9 ? 0.4 : 0) + 0.05 * numbers.uniform();
    });
    const problems = [
      { kernel: line, lambda: 1e-3 },
      { kernel: identity, lambda: 4e-3 },
    ] as const;
    const plain = await new SparsePair(blurred, wide, high).solve(problems, async () => {});
    const vectors = await new SparsePair(blurred, wide, high, await newSimd()).solve(
      problems,
      async () => {},
    );
    for (const run of [0, 1] as const) {
      expect(Math.max(...vectors[run].map((value, i) => Math.abs(value - plain[run][i]!)))).toBeLessThan(
        1e-4,
      );
      expect(Math.max(...plain[run].map((value, i) => Math.abs(value - blurred[i]!)))).toBeGreaterThan(0.02);
    }
  });
});
