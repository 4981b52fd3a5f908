import { describe, expect, test } from "vitest";
import { degradation, noiseFade } from "../../src/spectral/degradation.js";
import { jpeg } from "../helpers/jpeg.js";
import { scene } from "../helpers/scene.js";

describe("degradation", () => {
  const clean = scene(160, 120);

  test("a clean image: no bicubic share, no warning", () => {
    expect(degradation(clean, 0.5 / 255)).toEqual({ fade: 0, warnings: [] });
  });

  test("noise: the share grows from 4.5 to 9 levels", () => {
    expect([4, 4.5, 6.75, 9, 20].map((sigma) => noiseFade(sigma / 255))).toEqual([
      0,
      0,
      expect.closeTo(0.5, 10),
      1,
      1,
    ]);
    const { fade, warnings } = degradation(clean, 6.75 / 255);
    expect(fade).toBeCloseTo(0.5, 10);
    expect(warnings.join()).toMatch(/noisy \(standard deviation 6\.8 of 255\)/);
  });

  test("JPEG: a share of at most 0.6", () => {
    const { fade, warnings } = degradation(jpeg(clean, 50), 0);
    expect(fade).toBeGreaterThan(0);
    expect(fade).toBeLessThanOrEqual(0.6);
    expect(warnings.join()).toMatch(/JPEG/);
  });
});
