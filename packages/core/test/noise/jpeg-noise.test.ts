import { describe, expect, test } from "vitest";
import { crop, imresize, type PlanarImage, planarImage } from "../../src/image/index.js";
import { downscale } from "../../src/kernel/index.js";
import { NoiseBlocks } from "../../src/noise/block-dct.js";
import { jpegError, quantisationStep } from "../../src/noise/jpeg-noise.js";
import { random } from "../../src/random.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { jpeg } from "../helpers/jpeg.js";
import { gaussianFor } from "../helpers/kernels.js";
import { rms, scene, withNoise } from "../helpers/scene.js";

/** Edges and fine texture, as 8 bits. */
const picture = rounded(withNoise(scene(160, 120), 0.01));

function rounded(image: PlanarImage): PlanarImage {
  const data = image.data.map((value) => Math.round(255 * value) / 255);
  return planarImage(image.width, image.height, image.channels, data);
}
const found = (image: PlanarImage): number => jpegError(new NoiseBlocks(image));

describe("jpegError", () => {
  test.each([95, 85, 70, 50])("quality %i: about the error that was made", (quality) => {
    const compressed = jpeg(picture, quality);
    const ratio = found(compressed) / (255 * rms(compressed, picture));
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.5);
  });

  test("a blurred image at high quality, whose few coefficients take many blocks to be sure of", () => {
    const leaves = deadLeaves(3, 512, 384);
    const faint = { ...leaves, data: leaves.data.map((value) => 0.5 + 0.15 * (value - 0.5)) };
    const soft = rounded(downscale(faint, gaussianFor(1, 4, 0, 4), 1));
    const compressed = jpeg(soft, 95);
    const ratio = found(compressed) / (255 * rms(compressed, soft));
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(1.5);
    expect(jpegError(new NoiseBlocks(compressed), { maxBlocks: 150 })).toBe(0);
    expect(found(soft)).toBe(0);
  });

  test("finds the blocks of a cropped image", () => {
    const whole = jpeg(picture, 75);
    const cropped = crop(whole, { x: 3, y: 5, width: 140, height: 110 });
    expect(found(cropped) / found(whole)).toBeGreaterThan(0.8);
    expect(found(cropped) / found(whole)).toBeLessThan(1.25);
  });

  test.each<[string, PlanarImage]>([
    ["that was never compressed", picture],
    ["that was resized since", rounded(imresize(jpeg(picture, 75), { scale: 0.5 }))],
    ["with noise added since", rounded(withNoise(jpeg(picture, 75), 0.01))],
    ["that is flat", planarImage(64, 64, 1, new Float32Array(4096).fill(0.5))],
    [
      "of stripes",
      planarImage(
        64,
        64,
        1,
        Float32Array.from({ length: 4096 }, (_, i) => (i >> 1) & 1),
      ),
    ],
    ["too small for a block", planarImage(7, 30, 1)],
  ])("is 0 for an image %s", (_, image) => {
    expect(found(image)).toBe(0);
  });
});

test.each([3, 8, 20])(
  "quantisationStep: %i, not one of its divisors, and none in what was not rounded",
  (step) => {
    const normal = random(step);
    const raw = Float64Array.from({ length: 400 }, () => 25 * normal.normal());
    const off = raw.map((c) => step * Math.round(c / step) + 0.3 * normal.normal());
    expect(quantisationStep(off)).toBe(step);
    expect(quantisationStep(raw)).toBe(0);
  },
);
