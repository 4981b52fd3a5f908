import { describe, expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { spectralRatio } from "../../../src/spectral/spectrum/spectral-ratio.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { withNoise } from "../../helpers/scene.js";

describe("spectralRatio", () => {
  test("a scene without blur: the same ratio at all frequencies, that of its power law", async () => {
    const samples = await spectralRatio(deadLeaves(4, 512, 512));
    const inner = samples.filter(({ y, x }) => Math.hypot(y, x) < 0.3);
    const mean = inner.reduce((sum, { ratio }) => sum + ratio, 0) / inner.length;
    // |f|^−α has the ratio −α log 2, with α between 2 and 3.5.
    expect(mean).toBeLessThan(-1.4);
    expect(mean).toBeGreaterThan(-2.5);
  });

  test("one half plane of frequencies, from 0.08 to 0.45 cycles per pixel", async () => {
    const samples = await spectralRatio(deadLeaves(4, 200, 150));
    for (const { y, x } of samples) {
      expect(Math.hypot(y, x)).toBeGreaterThanOrEqual(0.08);
      expect(Math.hypot(y, x)).toBeLessThanOrEqual(0.45);
      expect(y > 0 || (y === 0 && x > 0)).toBe(true);
    }
    expect(samples.length).toBeGreaterThan(200);
  });

  test("noise: a share that grows with the frequency", async () => {
    const samples = await spectralRatio(withNoise(deadLeaves(4, 300, 300), 0.02));
    for (const sample of samples) expect(sample.noise).toBeLessThanOrEqual(1);
    const share = (from: number, to: number): number => {
      const band = samples.filter(({ y, x }) => Math.hypot(y, x) >= from && Math.hypot(y, x) < to);
      return band.reduce((sum, sample) => sum + sample.noise, 0) / band.length;
    };
    expect(share(0.35, 0.45)).toBeGreaterThan(1.5 * share(0.08, 0.18));
  });

  test("does not take a pattern for flat", async () => {
    const pattern = Float32Array.from({ length: 64 * 64 }, (_, i) => (i + Math.floor(i / 64)) % 2);
    await expect(spectralRatio(planarImage(64, 64, 1, pattern))).rejects.toThrow(
      expect.objectContaining({
        code: "image-flat",
        message: expect.stringMatching(/^the image has nothing at/),
      }),
    );
  });

  test("refuses images that are too small or flat", async () => {
    await expect(spectralRatio(planarImage(31, 40, 1))).rejects.toThrow(/at least 32×32/);
    await expect(spectralRatio(planarImage(40, 40, 1))).rejects.toThrow(/flat/);
  });
});
