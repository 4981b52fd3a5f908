import { describe, expect, it } from "vitest";
import { crop, imresize, type PlanarImage, planarImage } from "../../../src/image/index.js";
import { bicubicKernel, downscale } from "../../../src/kernel/index.js";
import { Examples, fitCrop } from "../../../src/restore/zssr/examples.js";
import { lossMap } from "../../../src/restore/zssr/loss-map.js";
import { largestDifference, noiseImage } from "../../helpers/noise.js";

const image = noiseImage(1, [3, 40, 50]);
const size = { channels: 3, width: 16, height: 12 };
const degradation = { kernel: bicubicKernel(2), scale: 2, noise: 0 };

describe("fitCrop", () => {
  it("is the largest that fits into all images, in multiples of the scale", () => {
    const small = noiseImage(2, [3, 130, 35]);
    expect(fitCrop([small], 128, 2)).toEqual({ width: 34, height: 128 });
    expect(fitCrop([small], 128, 3)).toEqual({ width: 33, height: 126 });
    expect(fitCrop([small, image], 128, 4)).toEqual({ width: 32, height: 40 });
  });
});

describe("Examples", () => {
  it("makes sons of fathers with the kernel", () => {
    const examples = new Examples([image], size, degradation, 7);
    for (let n = 0; n < 10; n++) {
      const { son, father } = examples.next();
      const expected = imresize(downscale(father, degradation.kernel, 2), { scale: 2 });
      expect(largestDifference(son.data, expected.data)).toBe(0);
    }
  });

  it("cuts fathers and their weights out of the image as they are", () => {
    const examples = new Examples([image], size, degradation, 7);
    const whole = lossMap(image);
    const phases = new Set<string>();
    for (let n = 0; n < 40; n++) {
      const { father, map } = examples.next();
      const position = positionIn(image, father) ?? { x: -1, y: -1 };
      expect(position.x).toBeGreaterThanOrEqual(0);
      expect(positionIn(whole, map)).toEqual(position);
      phases.add(`${position.x % 2} ${position.y % 2}`);
    }
    // All phases of the low-resolution grid.
    expect(phases.size).toBe(4);
  });

  it("gives the same examples for the same seed, and others for another", () => {
    const first = (seed: number) => new Examples([image], size, degradation, seed).next().father.data;
    expect(first(3)).toEqual(first(3));
    expect(first(3)).not.toEqual(first(4));
  });

  it("measures on the same crops each time", () => {
    const examples = new Examples([image], size, { ...degradation, noise: 0.1 }, 7);
    const before = examples.measured(3);
    examples.next();
    expect(examples.measured(3)).toEqual(before);
  });

  it("puts noise of the given strength on the sons", () => {
    const flat = planarImage(64, 64, 1, new Float32Array(4096).fill(0.5));
    const examples = new Examples(
      [flat],
      { channels: 1, width: 64, height: 64 },
      { ...degradation, noise: 0.05 },
      1,
    );
    const noise = examples.next().son.data.map((v) => v - 0.5);
    // Bicubic interpolation to a quarter of a pixel keeps Σ w² of the variance along each axis.
    const taps = [-0.0234375, 0.2265625, 0.8671875, -0.0703125];
    const kept = taps.reduce((sum, w) => sum + w * w, 0);
    const deviation = Math.sqrt(noise.reduce((sum, v) => sum + v * v, 0) / noise.length);
    expect(deviation).toBeGreaterThan(0.05 * kept * 0.93);
    expect(deviation).toBeLessThan(0.05 * kept * 1.07);
  });

  it("draws from every image", () => {
    const other = { ...image, data: image.data.map((v) => v + 2) };
    const examples = new Examples([image, other], size, degradation, 5);
    const means = Array.from({ length: 20 }, () => examples.next().father.data[0]! > 1.5);
    expect(new Set(means)).toEqual(new Set([true, false]));
  });
});

/** Where a part lies in an image; undefined if it does not. */
function positionIn(whole: PlanarImage, part: PlanarImage): { x: number; y: number } | undefined {
  for (let y = 0; y + part.height <= whole.height; y++) {
    for (let x = 0; x + part.width <= whole.width; x++) {
      // The first sample excludes nearly all positions.
      if (whole.data[y * whole.width + x] !== part.data[0]) continue;
      const position = { x, y, width: part.width, height: part.height };
      if (largestDifference(crop(whole, position).data, part.data) === 0) return { x, y };
    }
  }
  return undefined;
}
