/** The tone curve of a camera, from a blurred picture and its kernel. */
import { describe, expect, it } from "vitest";
import { imresize, type PlanarImage, planarImage, TONE_STEPS } from "../../../src/image/index.js";
import { downscale, type Kernel, kernel, normaliseKernel } from "../../../src/kernel/index.js";
import { noPause } from "../../../src/pause.js";
import { findTone, isLight, isShown } from "../../../src/restore/index.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { gaussian, motion } from "../../helpers/kernels.js";
import { cameraCurve, srgbCurve } from "../../helpers/tone-curve.js";

const sharp = imresize(deadLeaves(5, 640, 576), { scale: 1 / 2 });
const moved = motion(15, { y: 7, x: 7 }, 8, 0.5);
const soft = gaussian(13, { y: 6, x: 6 }, { yy: 2.25, yx: 0, xx: 2.25 });
const quantised = (image: PlanarImage): PlanarImage => ({
  ...image,
  data: image.data.map((value) => Math.round(255 * value) / 255),
});
/** Uniform, with a soft edge. */
const disk = (size: number, radius: number): Kernel => {
  const weights = Array.from({ length: size * size }, (_, i) => {
    const away = Math.hypot((i % size) - (size - 1) / 2, Math.floor(i / size) - (size - 1) / 2);
    return Math.min(1, Math.max(0, radius + 0.5 - away));
  });
  return normaliseKernel(kernel(size, weights));
};
const ofCamera = (kernel: Kernel, toneCurve: readonly number[]): PlanarImage =>
  quantised(downscale(sharp, kernel, 1, { light: "linear", toneCurve }));

it.each([-0.06, 0.06, 0.1])(
  "a motion shows the curve of a camera with a contrast of %s",
  async (contrast) => {
    const curve = cameraCurve(contrast);
    const tone = await findTone(ofCamera(moved, curve), moved, 1, noPause);
    expect(tone && isShown(tone)).toBe(true);
    // Curves are alike if they are up to a factor, as light has no unit; by the slopes, which weigh errors.
    const found = tone?.toneCurve ?? [];
    const logs = [16, 24, 32, 40, 48].map((i) =>
      Math.log((found[i + 4]! - found[i - 4]!) / (curve[i + 4]! - curve[i - 4]!)),
    );
    expect(Math.max(...logs) - Math.min(...logs)).toBeLessThan(0.25);
  },
);

describe.each([
  ["a motion", moved],
  ["a Gaussian", soft],
])("%s", (_, kernel) => {
  it("of sRGB's light is held for light, but of no other curve", async () => {
    const tone = await findTone(ofCamera(kernel, srgbCurve()), kernel, 1, noPause);
    expect(tone && [isLight(tone), isShown(tone)]).toEqual([true, false]);
  });

  it("of pixel values is held for these", async () => {
    const tone = await findTone(quantised(downscale(sharp, kernel, 1)), kernel, 1, noPause);
    expect(tone && isLight(tone)).toBe(false);
  });
});

it("a sign of strokes of one width, as of a thin line out of focus, shows no curve of a camera", async () => {
  const sign = planarImage(320, 288, 1);
  const radius = 4;
  for (let i = 0; i < sign.data.length; i++) {
    const [x, y] = [Math.abs((i % 320) - 160), Math.floor(i / 320) - 144];
    const fromCentre = Math.hypot(x, y);
    const spokes = fromCentre > 100 ? radius + 1 : Math.min(x, y > 0 ? Math.abs(x - y) * Math.SQRT1_2 : x);
    const away = Math.min(Math.abs(fromCentre - 100), spokes);
    sign.data[i] = Math.min(1, Math.max(0, radius + 0.5 - away));
  }
  const tone = await findTone(sign, disk(11, radius), 1, noPause);
  // The curve that makes lines of strokes explains them best by far.
  expect(tone?.overValues.mean).toBeGreaterThan(1);
  expect(tone && isLight(tone)).toBe(false);
});

it("a curve rises from 0 to 1", async () => {
  const { toneCurve = [] } = (await findTone(ofCamera(moved, cameraCurve()), moved, 1, noPause)) ?? {};
  expect(toneCurve).toHaveLength(TONE_STEPS + 1);
  expect([toneCurve[0], toneCurve[TONE_STEPS]]).toEqual([0, 1]);
  for (let i = 1; i <= TONE_STEPS; i++) expect(toneCurve[i]).toBeGreaterThan(toneCurve[i - 1]!);
});

it("a kernel that passes everything, and a small image, show no curve", async () => {
  const narrow = gaussian(5, { y: 2, x: 2 }, { yy: 0.1, yx: 0, xx: 0.1 });
  expect(await findTone(sharp, narrow, 1, noPause)).toBeUndefined();
  const image = deadLeaves(3, 96, 96);
  expect(await findTone(image, moved, 1, noPause)).toBeUndefined();
});
