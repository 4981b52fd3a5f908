import { describe, expect, it } from "vitest";
import { evaluateImage, psnr } from "../../src/metrics/index.js";
import references from "../data/metrics-references.json" with { type: "json" };
import { asRgb, level, pair } from "../helpers/image-pairs.js";

const METRICS = ["psnrY", "ssimY", "psnrRgb", "ssimRgb"] as const;

describe("evaluateImage", () => {
  for (const { border, octave, scikitImage, ...source } of references) {
    const { shape, maximum, amplitude } = source;
    it(`equals scikit-image and Octave: ${shape.join("×")}, errors to ${amplitude}/${maximum}, border ${border}`, () => {
      const { sr, hr } = pair(source);
      const quality = evaluateImage(sr, hr, { border });
      expect(quality.border).toBe(border);
      for (const metric of METRICS) {
        expect(Math.abs(quality[metric] / scikitImage[metric] - 1), metric).toBeLessThan(1e-6);
        expect(Math.abs(quality[metric] / octave[metric] - 1), metric).toBeLessThan(1e-6);
      }
    });
  }

  it("leaves out a border of the scale, 4 if that is not known, by default", () => {
    const { sr, hr } = pair({ shape: [3, 24, 25], maximum: 255, seed: 6, amplitude: 25 });
    const borders = [{ scale: 3 }, {}, { scale: 3, border: 0 }].map((options) => {
      const { border, psnrRgb } = evaluateImage(sr, hr, options);
      expect(psnrRgb).toBe(psnr(sr, hr, { border }));
      return border;
    });
    expect(borders).toEqual([3, 4, 0]);
  });

  it("gives a gray image the numbers of its RGB twin", () => {
    const { sr, hr } = pair({ shape: [1, 21, 20], maximum: 255, seed: 7, amplitude: 25 });
    const gray = evaluateImage(sr, hr);
    for (const twin of [evaluateImage(asRgb(sr), asRgb(hr)), evaluateImage(sr, asRgb(hr))]) {
      for (const metric of METRICS) expect(twin[metric]).toBeCloseTo(gray[metric], 12);
    }
    // Y spans 219 of 255 steps.
    expect(gray.psnrY - gray.psnrRgb).toBeCloseTo(20 * Math.log10(255 / 219), 4);
  });

  it("finds equal images equal", () => {
    const { hr } = pair({ shape: [3, 20, 20], maximum: 255, seed: 8, amplitude: 25 });
    const perfect = Number.POSITIVE_INFINITY;
    expect(evaluateImage(hr, hr)).toEqual({
      border: 4,
      psnrY: perfect,
      ssimY: 1,
      psnrRgb: perfect,
      ssimRgb: 1,
    });
  });

  it("refuses images of different sizes, and scales that make no sense", () => {
    expect(() => evaluateImage(level(20, 30, 0), level(30, 20, 0))).toThrow(/20×30 and 30×20/);
    for (const scale of [0, 2.5]) {
      expect(() => evaluateImage(level(20, 20, 0), level(20, 20, 0), { scale, border: 0 })).toThrow(
        expect.objectContaining({ code: "invalid-argument" }),
      );
    }
  });
});
