import { describe, expect, it } from "vitest";
import { crop, type PlanarImage } from "../../src/image/index.js";
import { evaluateImage, psnr } from "../../src/metrics/index.js";
import references from "../data/metrics-references.json" with { type: "json" };
import { asRgb, level, pair } from "../helpers/image-pairs.js";
import { noiseImage } from "../helpers/noise.js";

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

  describe("up to a shift", () => {
    const [hr, other] = [9, 10].map((seed) => noiseImage(seed, [3, 40, 44])) as [PlanarImage, PlanarImage];
    const sr = { ...hr, data: hr.data.map((value, i) => 0.9 * value + 0.1 * other.data[i]!) };
    const part = (image: PlanarImage, x: number, y: number) => crop(image, { x, y, width: 36, height: 32 });

    it("finds it, and gives the numbers at that place", () => {
      // What hr shows at (4, 4), sr shows 3 pixels further to the right and 1 further up.
      const [a, b] = [part(sr, 1, 5), part(hr, 4, 4)];
      const quality = evaluateImage(a, b, { border: 2, upToShift: 4 });
      expect(quality).toMatchObject({ shift: { x: 3, y: -1 }, border: 6 });
      const inside = (image: PlanarImage, x: number, y: number) =>
        crop(image, { x, y, width: 24, height: 20 });
      const expected = evaluateImage(inside(a, 9, 5), inside(b, 6, 6), { border: 0 });
      for (const metric of METRICS) expect(quality[metric]).toBe(expected[metric]);
      expect(evaluateImage(a, b, { border: 6 }).psnrY).toBeLessThan(quality.psnrY - 5);
    });

    it("is the same as without one where none is allowed", () => {
      const { shift, ...quality } = evaluateImage(sr, hr, { upToShift: 0 });
      expect(shift).toEqual({ x: 0, y: 0 });
      expect(quality).toEqual(evaluateImage(sr, hr));
    });

    it("stays where it is if all fit alike", () => {
      expect(evaluateImage(level(30, 30, 0.4), level(30, 30, 0.5), { upToShift: 3 }).shift).toEqual({
        x: 0,
        y: 0,
      });
    });

    it("refuses shifts that are no whole numbers, and images that are too small for it", () => {
      for (const upToShift of [-1, 1.5]) {
        expect(() => evaluateImage(sr, hr, { upToShift })).toThrow(
          expect.objectContaining({ code: "invalid-argument" }),
        );
      }
      expect(() => evaluateImage(sr, hr, { border: 4, upToShift: 11 })).toThrow(
        expect.objectContaining({ code: "image-too-small" }),
      );
    });
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

  it.each([
    [15, { border: 100 }, "a border of 100 leaves too little of 15×15 pixels: 11×11 are needed"],
    [25, { upToShift: 5 }, "a border of 9 leaves too little of 25×25 pixels: 11×11 are needed"],
  ])("says what it needs of %i pixels a side: %o", (side, options, message) => {
    expect(() => evaluateImage(level(side, side, 0), level(side, side, 0), options)).toThrow(message);
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
