import { describe, expect, it } from "vitest";
import { projectToSimplex } from "../../src/math/simplex.js";
import { noise } from "../helpers/noise.js";

describe("projectToSimplex", () => {
  it("leaves weights that are on the simplex alone", () => {
    expect(Array.from(projectToSimplex(Float64Array.of(0.25, 0, 0.75)))).toEqual([0.25, 0, 0.75]);
  });

  it("is the textbook projection", () => {
    // τ = 0.1: 0.9 and 0.3 stay, 0.05 and −0.2 do not.
    const projected = projectToSimplex(Float64Array.of(0.9, -0.2, 0.3, 0.05));
    [0.8, 0, 0.2, 0].forEach((value, i) => {
      expect(projected[i]).toBeCloseTo(value, 12);
    });
  });

  it("is nearer than any other point of the simplex", () => {
    const values = noise(5, 30).map((value) => value - 0.6);
    const projected = projectToSimplex(values);
    const distance = (point: Float64Array): number =>
      point.reduce((sum, value, i) => sum + (value - values[i]!) ** 2, 0);
    expect(projected.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...projected)).toBe(0);
    // The distance is convex: no point a little way towards any corner of the simplex may be nearer.
    for (let corner = 0; corner < 30; corner++) {
      const nearby = projected.map((value, i) => 0.999 * value + (i === corner ? 0.001 : 0));
      expect(distance(nearby)).toBeGreaterThanOrEqual(distance(projected));
    }
  });
});
