import { beforeAll, describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../../src/image/index.js";
import { bicubicKernel, downscale } from "../../../src/kernel/index.js";
import { grainTerms, isGrainy } from "../../../src/spectral/traces/grain.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { inFocus, withGrain } from "../../helpers/grain.js";
import { page } from "../../helpers/page.js";
import { gaussianKernel } from "../../helpers/pictures.js";

let sharp: PlanarImage;
let blurred: PlanarImage;
beforeAll(() => {
  const scene = inFocus(deadLeaves(3, 512, 400));
  sharp = downscale(scene, bicubicKernel(2), 2);
  blurred = downscale(scene, gaussianKernel(13, 1.8, 2), 2);
});

describe("isGrainy", () => {
  test.each([
    [4, 0.7],
    [9, 0.9],
    [9, 1.2],
  ])("finds grain of %i gray levels, correlated over %f pixels", (deviation, radius) => {
    expect(isGrainy(withGrain(sharp, deviation, radius))).toBe(true);
  });

  test("blur is none, with white noise or without", () => {
    expect(isGrainy(withGrain(blurred, 0, 0))).toBe(false);
    expect(isGrainy(withGrain(blurred, 3, 0))).toBe(false);
    expect(isGrainy(withGrain(blurred, 9, 0))).toBe(false);
  });

  test("clipped places, which have none, do not hide it", () => {
    const picture = withGrain(sharp, 9, 0.9);
    // A third of it is overexposed.
    const data = picture.data.map((value, i) => (i % picture.width < picture.width / 3 ? 1 : value));
    expect(isGrainy({ ...picture, data })).toBe(true);
  });

  test("finds it on white paper, where half of it is clipped", () => {
    const letters = downscale(page(800, 640, 1), bicubicKernel(2), 2);
    const half = letters.data.length / 2;
    const data = letters.data.map((value, i) => (i < half ? value : 1));
    expect(isGrainy(withGrain({ ...letters, data }, 9, 0.9))).toBe(true);
    expect(isGrainy(withGrain({ ...letters, data }, 0, 0))).toBe(false);
  });

  test("says nothing of images that are too small, or clipped everywhere", () => {
    expect(grainTerms(planarImage(400, 149, 1))).toBeUndefined();
    expect(grainTerms(planarImage(400, 400, 1))).toBeUndefined();
    expect(isGrainy(planarImage(400, 400, 1))).toBe(false);
  });
});
