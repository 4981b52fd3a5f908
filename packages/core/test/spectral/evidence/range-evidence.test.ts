import { describe, expect, test } from "vitest";
import type { PlanarImage } from "../../../src/image/index.js";
import { bicubicKernel, downscale, type Kernel } from "../../../src/kernel/index.js";
import { rangeEvidence } from "../../../src/spectral/evidence/range-evidence.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { gaussianKernel } from "../../helpers/pictures.js";

/** From black to white, and a little of it cut off. */
const scene = contrast(deadLeaves(4, 480, 400), 1.3);

function contrast(image: PlanarImage, factor: number): PlanarImage {
  return {
    ...image,
    data: image.data.map((value) => Math.min(1, Math.max(0, 0.5 + factor * (value - 0.5)))),
  };
}

const shrunk = (kernel: Kernel): PlanarImage => contrast(downscale(scene, kernel, 2), 1);

describe("rangeEvidence", () => {
  test("an image that was only shrunk goes beyond black and white, one that was blurred does not", () => {
    expect(rangeEvidence(shrunk(bicubicKernel(2))).beyond).toBeGreaterThan(0.0005);
    expect(rangeEvidence(shrunk(gaussianKernel(13, 2.4, 2))).beyond).toBeLessThan(0.0001);
  });

  test("a sharpened one goes far beyond", () => {
    const low = shrunk(bicubicKernel(2));
    const soft = downscale(low, gaussianKernel(9, 1.2, 1), 1);
    const data = low.data.map((value, i) => value + 1.5 * (value - soft.data[i]!));
    const { clearlyBeyond } = rangeEvidence(contrast({ ...low, data }, 1));
    expect(clearlyBeyond).toBeGreaterThan(0.01);
    expect(clearlyBeyond).toBeGreaterThan(5 * rangeEvidence(low).clearlyBeyond);
  });

  test("says nothing where there is no contrast, or no room", () => {
    const none = { beyond: 0, clearlyBeyond: 0 };
    expect(rangeEvidence(contrast(shrunk(bicubicKernel(2)), 0.5))).toEqual(none);
    expect(rangeEvidence(deadLeaves(1, 36, 36))).toEqual(none);
  });
});
