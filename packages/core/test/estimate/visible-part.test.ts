import { describe, expect, it } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { visiblePart } from "../../src/estimate/visible-part.js";
import { planarImage } from "../../src/image/index.js";
import { compareKernels, downscale } from "../../src/kernel/index.js";
import { pauses } from "../../src/pause.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { gaussianKernel } from "../helpers/pictures.js";
import { noiseLevel, withNoise } from "../helpers/scene.js";
import { cutOut, DISK, type Shape } from "../helpers/transparency.js";

const low = downscale(deadLeaves(3, 400, 320), gaussianKernel(13, 1.4, 2), 2);

const PAUSE = pauses(undefined);

const SHAPES: readonly (readonly [name: string, shape: Shape])[] = [
  ["a hard edge", DISK],
  ["a soft edge", (x, y) => Math.min(1, Math.max(0, 3 * (0.95 - Math.hypot(x, y))))],
  ["alpha that fades to nothing", (x) => (1 + x) / 2],
  ["a star", (x, y) => (Math.hypot(x, y) < 0.7 + 0.3 * Math.cos(5 * Math.atan2(y, x)) ? 1 : 0)],
  ["little opacity", () => 0.05],
];

describe("the estimate of a transparent picture", () => {
  it.each(SHAPES)("of %s: is that of the whole", async (_, shape) => {
    const whole = await estimateKernel(low, { fallback: false });
    const { image, alpha } = cutOut(low, shape, 1);
    const cut = await estimateKernel(image, { alpha, fallback: false });
    expect(Math.abs(Math.log(compareKernels(cut.kernel, whole.kernel, 2).traceRatio))).toBeLessThan(0.25);
    expect(cut.confidence).toBeGreaterThan(0.75 * whole.confidence);
  });

  it("does not see the colours of a former background in the edge", async () => {
    const soft: Shape = (x, y) => Math.min(1, Math.max(0, 120 * (0.9 - Math.hypot(x, y))));
    const { image, alpha } = cutOut(low, soft, 0);
    const mixed = image.data.map((value, i) => alpha.data[i]! * value + (1 - alpha.data[i]!));
    const seen = await visiblePart({ ...image, data: mixed }, alpha, "none", PAUSE);
    expect(seen.data).toEqual((await visiblePart(image, alpha, "none", PAUSE)).data);
  });

  it("fills in as much noise as the visible part has", async () => {
    const noisy = withNoise(low, 5 / 255);
    const { image, alpha } = cutOut(noisy, DISK, 0);
    const noise = noiseLevel(noisy);
    expect(noiseLevel(await visiblePart(image, alpha, "none", PAUSE)) / noise).toBeGreaterThan(0.85);
  });

  it("takes the rectangle around what is visible, along an axis that wraps all of the image", async () => {
    const { image, alpha } = cutOut(low, (x, y) => (Math.max(Math.abs(x), Math.abs(y)) < 0.5 ? 1 : 0), 0);
    // 100×80 pixels from (50, 40) on; the pixels along the edge do not count, and blocks of 8 begin where they did.
    expect(await visiblePart(image, alpha, "none", PAUSE)).toMatchObject({ width: 101, height: 79 });
    expect(await visiblePart(image, alpha, "x", PAUSE)).toMatchObject({ width: 200, height: 79 });
  });

  it("says what is missing", async () => {
    const nothing = planarImage(low.width, low.height, 1);
    await expect(visiblePart(low, nothing, "none", PAUSE)).rejects.toThrow(/nothing of the image is visible/);
    const { image, alpha } = cutOut(low, (x, y) => (Math.hypot(x, y) < 0.1 ? 1 : 0), 0);
    await expect(visiblePart(image, alpha, "none", PAUSE)).rejects.toThrow(
      /visible part of the image has \d+×\d+ pixels/,
    );
  });

  it("can be stopped while it is looked for", async () => {
    const { image, alpha } = cutOut(low, DISK, 0);
    const controller = new AbortController();
    let pauses = 0;
    const pause = async (): Promise<void> => {
      pauses++;
      controller.signal.throwIfAborted();
    };
    await visiblePart(image, alpha, "none", pause);
    const all = pauses;
    controller.abort("enough");
    await expect(visiblePart(image, alpha, "none", pause)).rejects.toBe("enough");
    expect(pauses).toBe(all + 1);
  });
});
