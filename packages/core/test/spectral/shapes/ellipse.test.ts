import { describe, expect, test } from "vitest";
import {
  ellipseCovariance,
  ellipseExcess,
  ellipseStarts,
  withinBounds,
} from "../../../src/spectral/shapes/ellipse.js";

describe("the parameters of an ellipse", () => {
  test("start at the Gaussian's covariance", () => {
    const covariance = { yy: 0.6, yx: 0.2, xx: 0.35 };
    const [first] = ellipseStarts(covariance);
    if (!first) throw new Error("no start");
    const found = ellipseCovariance(first);
    expect(found.yy).toBeCloseTo(0.6, 12);
    expect(found.yx).toBeCloseTo(0.2, 12);
    expect(found.xx).toBeCloseTo(0.35, 12);
  });

  test("have an excess out of range", () => {
    expect(ellipseExcess([Math.log(0.6), Math.log(0.9), 0])).toBe(0);
    expect(ellipseExcess([Math.log(0.6) + 3, Math.log(0.9), 0])).toBeGreaterThan(1);
  });
});

test("withinBounds keeps the directions of a covariance and moves its eigenvalues", () => {
  expect(withinBounds({ yy: 1, yx: 0, xx: -1 })).toEqual({
    yy: 1,
    yx: 0,
    xx: expect.closeTo(0.2 ** 2, 12),
  });
  const diagonal = withinBounds({ yy: 50, yx: 50, xx: 50 });
  expect(diagonal.yy).toBeCloseTo(diagonal.xx, 12);
  expect(diagonal.yy + diagonal.yx).toBeCloseTo(2 ** 2, 12);
});
