import { describe, expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { edgeProfiles } from "../../../src/spectral/evidence/edge-profiles.js";

/** Vertical bars of 20 pixels, through the response `g` to a step. */
function bars(g: (distance: number) => number) {
  const image = planarImage(200, 60, 1);
  for (let i = 0; i < image.data.length; i++) {
    const x = i % 200;
    let value = 0.2;
    for (let edge = 15; edge < 200; edge += 20) {
      value += 0.5 * (((edge - 15) / 20) % 2 === 0 ? 1 : -1) * g(x - edge + 0.5);
    }
    image.data[i] = value;
  }
  return image;
}

const logistic = (distance: number): number => 1 / (1 + Math.exp(-distance / 0.6));

describe("edgeProfiles", () => {
  test("steps between two pixels have slope 1 and no overshoot", () => {
    const profiles = edgeProfiles(bars((d) => (d > 0 ? 1 : 0)));
    expect(profiles?.slopes[0]).toBeCloseTo(1, 5);
    expect(profiles?.overshoot).toBeCloseTo(0, 5);
  });

  test("blurred steps have the slope of the blur", () => {
    const slope = logistic(0.5) - logistic(-0.5);
    expect(edgeProfiles(bars(logistic))?.slopes[0]).toBeCloseTo(slope, 2);
  });

  test("halos are seen", () => {
    const haloed = (d: number): number => logistic(d) + 0.3 * Math.sign(d) * Math.exp(-Math.abs(d) / 2);
    expect(edgeProfiles(bars(haloed))?.overshoot).toBeGreaterThan(0.05);
  });

  test("an image without isolated edges says nothing", () => {
    expect(edgeProfiles(planarImage(100, 100, 1))).toBeUndefined();
  });
});
