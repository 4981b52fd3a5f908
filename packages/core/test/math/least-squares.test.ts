import { describe, expect, test } from "vitest";
import { leastSquares } from "../../src/math/least-squares.js";

describe("leastSquares", () => {
  test("solves a square system exactly, whatever the order of its rows", () => {
    const rows = [
      [0, 2, 1],
      [1, -1, 0],
      [3, 0, -2],
    ];
    const solution = [2, -1, 0.5];
    const targets = rows.map((row) => row.reduce((sum, value, i) => sum + value * (solution[i] ?? 0), 0));
    for (const [i, value] of leastSquares(rows, targets, [1, 1, 1]).entries()) {
      expect(value).toBeCloseTo(solution[i] ?? Number.NaN, 12);
    }
  });

  test("fits a line, points of weight 0 left out", () => {
    const rows = [0, 1, 2, 3, 4].map((t) => [1, t]);
    const [constant, slope] = leastSquares(rows, [1, 3, 100, 7, 9], [1, 1, 0, 1, 1]);
    expect(constant).toBeCloseTo(1, 12);
    expect(slope).toBeCloseTo(2, 12);
  });

  test("weights pull the solution: the mean of two targets, weighted", () => {
    expect(leastSquares([[1], [1]], [0, 4], [1, 3])[0]).toBeCloseTo(3, 12);
  });
});
