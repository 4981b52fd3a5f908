import { planarImage } from "@kernelgan/core";
import { isToneCurve } from "@kernelgan/core/internal";
import { expect, it } from "vitest";
import { toneCurveOf, toneNamed, withoutTone, withTone } from "../src/tone.js";

const ramp = { ...planarImage(101, 1, 1), data: Float32Array.from({ length: 101 }, (_, i) => i / 100) };

it.each(["contrast0.5", "aces", "reinhard"])("%s keeps black and white, and is undone", (name) => {
  const tone = toneNamed(name);
  const toned = withTone(ramp, tone);
  expect([toned.data[0], toned.data[100]]).toEqual([0, 1]);
  for (const [i, value] of withoutTone(toned, tone).data.entries()) expect(value).toBeCloseTo(i / 100, 4);
  expect(isToneCurve(toneCurveOf(tone))).toBe(true);
});

it("contrast spreads the middle", () => {
  const { data } = withTone(ramp, toneNamed("contrast0.5"));
  expect(data[50]).toBeCloseTo(0.5, 6);
  expect(((data[51] ?? 0) - (data[49] ?? 0)) / 0.02).toBeCloseTo(1.5, 2);
});

it("aces makes the middle of light twice as bright", () => {
  const [middle = 0] = withTone(
    { ...planarImage(1, 1, 1), data: Float32Array.of(0.38) },
    toneNamed("aces"),
  ).data;
  expect(middle).toBeGreaterThan(0.48);
  expect(middle).toBeLessThan(0.52);
});
