import { describe, expect, it } from "vitest";
import { encodedLight, linearLight, squaredSlope } from "../../src/image/index.js";
import { largestDifference, noiseImage } from "../helpers/noise.js";
import { cameraCurve, srgbCurve } from "../helpers/tone-curve.js";

const gray = (...values: number[]) => ({
  width: values.length,
  height: 1,
  channels: 1,
  data: Float32Array.from(values),
});

describe("light", () => {
  it("is that of sRGB's transfer function", () => {
    // IEC 61966-2-1, computed in double precision.
    const { image, unit } = linearLight(gray(0, 0.02, 0.04045, 0.2, 0.5, 0.8, 1));
    const light = [0, 0.02 / 12.92, 0.04045 / 12.92, 0.0331047666, 0.2140411405, 0.6038273389, 1];
    for (const [i, value] of light.entries()) expect(unit * image.data[i]!).toBeCloseTo(value, 6);
  });

  it("comes back as the pixel values", () => {
    const values = noiseImage(1, [3, 20, 30]);
    const { image, unit } = linearLight(values);
    const clipped = values.data.map((value) => Math.min(1, Math.max(0, value)));
    expect(largestDifference(encodedLight(image, unit).data, clipped)).toBeLessThan(0.05 / 255);
  });

  it("of a bright picture is in units in which errors count as much as in its values", () => {
    const values = gray(0.8, 0.9, 0.95, 0.99);
    const moved = gray(0.801, 0.901, 0.951, 0.991);
    const { image, unit, errorFactor } = linearLight(values);
    const after = linearLight(moved);
    const errors = image.data.map((value, i) => value - (after.unit / unit) * after.image.data[i]!);
    const rms = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    expect(unit).toBeGreaterThan(1);
    expect(errorFactor).toBeCloseTo(1, 6);
    expect(rms / 0.001).toBeCloseTo(1, 2);
  });

  it("of a dark picture stays in [0, 1], and says how much less errors count", () => {
    const { unit, errorFactor } = linearLight(gray(0.1, 0.1, 0.15));
    expect(unit).toBe(1);
    expect(errorFactor).toBeCloseTo(Math.sqrt((2 * squaredSlope(0.1) + squaredSlope(0.15)) / 3), 5);
  });

  it("is that of a camera's tone curve, straight between its points", () => {
    const curve = cameraCurve();
    const { image, unit } = linearLight(gray(0, 1 / 64, 20 / 64, 20.25 / 64, 1, 1.1, -0.1), curve);
    const light = [0, curve[1]!, curve[20]!, 0.75 * curve[20]! + 0.25 * curve[21]!, 1, 1, 0];
    for (const [i, value] of light.entries()) expect(unit * image.data[i]!).toBeCloseTo(value, 6);
  });

  it("by a curve comes back as the pixel values, also where the curve is all but flat", () => {
    const values = gray(...Array.from({ length: 5000 }, (_, i) => i / 4999));
    const flat = Array.from({ length: 65 }, (_, i) => (i < 32 ? 1e-6 * i : 1 - (64 - i) / 33));
    for (const curve of [cameraCurve(), cameraCurve(-0.1), flat]) {
      const { image, unit } = linearLight(values, curve);
      expect(largestDifference(encodedLight(image, unit, curve).data, values.data)).toBeLessThan(1e-4);
    }
  });

  it("by the curve of sRGB is that of sRGB's function, but for what lies between the points", () => {
    const values = noiseImage(1, [3, 20, 30]);
    const [own, other] = [linearLight(values, srgbCurve()), linearLight(values)];
    const light = own.image.data.map((value) => own.unit * value);
    const wanted = other.image.data.map((value) => other.unit * value);
    expect(largestDifference(light, wanted)).toBeLessThan(1e-3);
  });

  it("by a curve counts errors by the slope of the curve", () => {
    const curve = cameraCurve();
    const values = gray(0.1, 0.3, 0.35);
    const { unit, errorFactor } = linearLight(values, curve);
    const slopes = Array.from(values.data, (value) => {
      const i = Math.floor(64 * value);
      return 64 * (curve[i + 1]! - curve[i]!);
    });
    const rms = Math.sqrt(slopes.reduce((sum, slope) => sum + slope ** 2, 0) / slopes.length);
    expect([unit, errorFactor]).toEqual([1, expect.closeTo(rms, 6)]);
    expect(linearLight(gray(0.8, 0.9), curve).unit).toBeGreaterThan(1);
  });
});
