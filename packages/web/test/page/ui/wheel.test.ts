import { describe, expect, it } from "vitest";
import { type Turn, wheelExponent } from "../../../src/page/ui/wheel.js";

const factor = (turn: Partial<Turn>): number =>
  2 ** wheelExponent({ deltaY: 0, deltaMode: 0, ctrlKey: false, ...turn });

describe("the wheel", () => {
  it.each([
    ["pixels of Windows", { deltaY: -100, wheelDeltaY: 120 }],
    ["pixels of Linux", { deltaY: -120, wheelDeltaY: 120 }],
    ["a notch without the older number", { deltaY: -100 }],
    ["lines", { deltaY: -3, deltaMode: 1 }],
    ["a page", { deltaY: -1, deltaMode: 2 }],
    ["Ctrl", { deltaY: -100, wheelDeltaY: 120, ctrlKey: true }],
  ])("zooms by 1.2 a notch: %s", (_, turn) => {
    expect(factor(turn)).toBeCloseTo(1.2, 9);
  });

  it("zooms by several notches that come as one", () => {
    expect(factor({ deltaY: 200, wheelDeltaY: -240 })).toBeCloseTo(1.2 ** -2, 9);
  });

  it("follows the small steps of trackpads, and their pinches", () => {
    expect(factor({ deltaY: 4, wheelDeltaY: -12 })).toBeCloseTo(1.2 ** -0.04, 9);
    expect(factor({ deltaY: -5, wheelDeltaY: 15, ctrlKey: true })).toBeCloseTo(1.2 ** 0.5, 9);
  });
});
