import { describe, expect, test } from "vitest";
import { isContradicted } from "../../src/estimate/contradiction.js";
import { estimateKernel } from "../../src/estimate/index.js";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { bicubicKernel, downscale } from "../../src/kernel/index.js";
import { random } from "../../src/random.js";
import { BlurEvidence } from "../../src/spectral/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianFor } from "../helpers/kernels.js";
import { withNoise } from "../helpers/scene.js";

const pause = async () => {};
/** σ = 2 pixels of the image. */
const wide = gaussianFor(2, 16, 0, 16);

/** Round tiles in rows, a quarter of the places empty: a spectrum with the zeros of defocus, and sharp edges. */
function mosaic(side: number, pitch: number, radius: number): PlanarImage {
  const numbers = random(1);
  const across = Math.ceil(side / pitch) + 1;
  const tiles = Array.from({ length: across * across }, () => Math.max(0, numbers.uniform() - 0.25));
  const picture = planarImage(side, side, 1);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [row, column] = [Math.floor(y / pitch), Math.floor(x / pitch)];
      const distance = Math.hypot(y - (row + 0.5) * pitch, x - (column + 0.5) * pitch);
      const share = Math.min(1, Math.max(0, radius - distance + 0.5));
      picture.data[y * side + x] = 0.35 + 0.8 * share * (tiles[row * across + column] ?? 0);
    }
  }
  return picture;
}

describe("edges", () => {
  test("contradict a kernel that they cannot have passed, and none that they have, under noise or not", async () => {
    const scene = deadLeaves(3, 400, 320);
    const sharp = downscale(scene, bicubicKernel(2), 2);
    const blurred = downscale(scene, wide, 2);
    const contradict = async (image: PlanarImage): Promise<boolean> =>
      isContradicted(await BlurEvidence.measure(image), wide, 2, pause);
    expect(await contradict(sharp)).toBe(true);
    expect(await contradict(blurred)).toBe(false);
    expect(await contradict(withNoise(blurred, 0.03))).toBe(false);
  });

  test("of round tiles contradict the defocus that the spectrum shows", async () => {
    const low = downscale(mosaic(600, 12.3, 5.8), bicubicKernel(2), 2);
    const { shapes, fellBack, confidence } = await estimateKernel(low, { scale: 2 });
    expect(shapes.disk).toBeGreaterThan(0.99);
    expect([fellBack, confidence]).toEqual([true, 0]);
  });
});
