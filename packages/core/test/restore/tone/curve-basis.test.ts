/** Curves as sums of a few functions. */
import { describe, expect, it } from "vitest";
import { lightOf } from "../../../src/image/index.js";
import { BASIS, basisSlope, basisValue, basisWeights } from "../../../src/restore/tone/curve-basis.js";
import { cameraCurve } from "../../helpers/tone-curve.js";

const grid = Array.from({ length: 65 }, (_, i) => i / 64);
const sumAt = (weights: Float64Array, value: number): number =>
  weights.reduce((sum, weight, j) => sum + weight * basisValue(j, value), 0);

describe("the functions of which curves are sums", () => {
  it.each([
    ["pixel values", grid],
    ["sRGB's light", grid.map(lightOf)],
    ["a camera's light", cameraCurve()],
  ])("come within a thousandth of %s", (_, curve) => {
    const weights = basisWeights(curve);
    for (const [i, value] of grid.entries()) expect(sumAt(weights, value)).toBeCloseTo(curve[i]!, 2.7);
  });

  it("have the slopes that finite differences have", () => {
    const h = 1e-5;
    for (let j = 0; j < BASIS; j++) {
      for (const value of [0.03, 0.2, 0.51, 0.77, 0.98]) {
        const difference = (basisValue(j, value + h) - basisValue(j, value - h)) / (2 * h);
        expect(basisSlope(j, value)).toBeCloseTo(difference, 5);
      }
    }
  });
});
