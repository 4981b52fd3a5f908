import { beforeAll, describe, expect, it } from "vitest";
import { imresize, planarImage } from "../../../src/image/index.js";
import { downscale } from "../../../src/kernel/index.js";
import { restoreZssr } from "../../../src/restore/zssr/restore-zssr.js";
import { ZSSR_SETTINGS } from "../../../src/restore/zssr/settings.js";
import { openEngine } from "../../../src/runtime/device.js";
import type { Engine } from "../../../src/runtime/engine.js";
import { gaussianKernel, meanSquaredError, stripes } from "../../helpers/pictures.js";

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine("auto", 1);
});

const quiet = {
  seed: 0,
  noise: 0,
  backProjections: 2,
  signal: undefined,
  enlargeThreads: 1,
  onTraining: undefined,
  onTile: undefined,
};
const settings = { ...ZSSR_SETTINGS, cropSize: 32 };

describe("restoreZssr", () => {
  const blur = gaussianKernel(9, 1.1, 2);
  const sharp = stripes(96, 96, 3);
  const low = downscale(sharp, blur, 2);

  it("learns to undo the kernel: closer to the truth than bicubic interpolation", async () => {
    const { image, trainings } = await restoreZssr(
      engine,
      low,
      [{ scale: 2, kernel: blur }],
      { ...settings, iterations: 60 },
      quiet,
    );
    const { losses, iterations, errors } = trainings[0]!;
    expect([losses.length, iterations]).toEqual([60, 60]);
    expect(errors.map((e) => e.iteration)).toEqual([50]);
    const mean = (part: Float32Array): number => part.reduce((a, b) => a + b, 0) / part.length;
    expect(mean(losses.subarray(50))).toBeLessThan(0.6 * mean(losses.subarray(0, 10)));
    const bicubic = imresize(low, { scale: 2 });
    expect(meanSquaredError(image, sharp)).toBeLessThan(0.75 * meanSquaredError(bicubic, sharp));
  });

  it("gives the same picture for the same seed, with any number of threads for the whole image", async () => {
    const once = async (seed: number, enlargeThreads = 1) =>
      (
        await restoreZssr(
          engine,
          low,
          [{ scale: 2, kernel: blur }],
          { ...settings, iterations: 4 },
          { ...quiet, seed, enlargeThreads },
        )
      ).image.data;
    const first = await once(1);
    expect(await once(1)).toEqual(first);
    expect(await once(1, 3)).toEqual(first);
    expect(await once(2)).not.toEqual(first);
  });

  it("reaches ×4 in two steps and reports both", async () => {
    const seen: string[] = [];
    const { image, trainings } = await restoreZssr(
      engine,
      low,
      [
        { scale: 2, kernel: blur },
        { scale: 4, kernel: gaussianKernel(13, 2, 4) },
      ],
      { ...settings, iterations: 2 },
      {
        ...quiet,
        onTraining: ({ iteration }, step) => seen.push(`train ${step} ${iteration}`),
        onTile: (done, count, step) => seen.push(`tile ${step} ${done}/${count}`),
      },
    );
    expect([image.width, image.height]).toEqual([192, 192]);
    expect(trainings.map((t) => t.scale)).toEqual([2, 4]);
    expect(seen.filter((s) => s.startsWith("tile"))).toEqual(["tile 0 1/1", "tile 1 1/1"]);
    expect(seen).toContain("train 1 2");
  });

  it("refuses images that are too small, with the smallest possible size", async () => {
    const tiny = planarImage(14, 40, 1);
    const attempt = restoreZssr(engine, tiny, [{ scale: 2, kernel: blur }], settings, quiet);
    await expect(attempt).rejects.toThrow("14×40 pixels; zssr at ×2 needs at least 16×16");
  });

  it("can be cancelled", async () => {
    const controller = new AbortController();
    const attempt = restoreZssr(engine, low, [{ scale: 2, kernel: blur }], settings, {
      ...quiet,
      signal: controller.signal,
      onTraining: () => controller.abort(),
    });
    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
  });
});
