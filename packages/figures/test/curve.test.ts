import { describe, expect, it } from "vitest";
import { thinCurve } from "../src/curve.js";

describe("thinned curves", () => {
  it("keep short series as they are", () => {
    expect(thinCurve([3, 1], 2)).toEqual({
      groupSize: 1,
      points: [
        { x: 1, mean: 3, low: 3, high: 3 },
        { x: 2, mean: 1, low: 1, high: 1 },
      ],
    });
  });

  it("group long ones, the last group being what is left", () => {
    expect(thinCurve([1, 2, 6, 4, 8], 2)).toEqual({
      groupSize: 3,
      points: [
        { x: 2, mean: 3, low: 1, high: 6 },
        { x: 4.5, mean: 6, low: 4, high: 8 },
      ],
    });
  });

  it("leave out what is not finite", () => {
    const { NaN: none, POSITIVE_INFINITY: infinite } = Number;
    expect(thinCurve([none, 5, infinite, none], 2).points).toEqual([
      { x: 1.5, mean: 5, low: 5, high: 5 },
      { x: 3.5, mean: none, low: none, high: none },
    ]);
  });
});
