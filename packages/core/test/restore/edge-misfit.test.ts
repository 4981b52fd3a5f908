import { beforeAll, describe, expect, test } from "vitest";
import type { PlanarImage } from "../../src/image/index.js";
import { downscale, type Kernel } from "../../src/kernel/index.js";
import { edgeMisfit } from "../../src/restore/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianKernel } from "../helpers/pictures.js";

const SCALE = 2;
const TRUE_VARIANCE = 3;
let blurred: PlanarImage;
beforeAll(() => {
  blurred = downscale(deadLeaves(3, 512, 400), gaussian(TRUE_VARIANCE), SCALE);
});

function gaussian(variance: number): Kernel {
  return gaussianKernel(21, Math.sqrt(variance), SCALE);
}

/** In gray levels of 255. */
async function misfit(image: PlanarImage, kernel: Kernel): Promise<number> {
  return 255 * (await edgeMisfit(image, kernel, SCALE, async () => {}));
}

describe("edgeMisfit", () => {
  test("is small for the kernel that made the image, and grows with one that is too wide", async () => {
    const [right, wide, wider] = await Promise.all(
      [1, 2, 4].map((factor) => misfit(blurred, gaussian(factor * TRUE_VARIANCE))),
    );
    expect(right).toBeLessThan(3);
    expect(wide).toBeGreaterThan(2 * right!);
    expect(wider).toBeGreaterThan(1.5 * wide!);
  });

  test("is that of most edges: a caption does not raise it, which by itself fits no blur", async () => {
    const { width, height, data } = blurred;
    const isInk = (x: number, y: number): boolean => y >= height - 24 && y < height - 8 && x % 6 < 3;
    const captioned = {
      ...blurred,
      data: data.map((value, i) => (isInk(i % width, Math.floor(i / width)) ? 1 - Math.round(value) : value)),
    };
    const kernel = gaussian(TRUE_VARIANCE);
    expect(await misfit(captioned, kernel)).toBeLessThan(1.5 * (await misfit(blurred, kernel)));
  });

  test("is 0 where nothing can be said: without edges, or with a kernel that passes everything", async () => {
    const faint = { ...blurred, data: blurred.data.map((value) => 0.5 + 0.1 * (value - 0.5)) };
    expect(await misfit(faint, gaussian(TRUE_VARIANCE))).toBe(0);
    expect(await misfit(blurred, gaussian(0.3))).toBe(0);
  });
});
