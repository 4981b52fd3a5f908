import { describe, expect, test } from "vitest";
import { continueImage, crop, type PlanarImage, planarImage } from "../../src/image/index.js";
import { downscale } from "../../src/kernel/index.js";
import { borderLean, findWrap } from "../../src/restore/seam.js";
import { superResolve } from "../../src/restore/super-resolve.js";
import { gaussianFor } from "../helpers/kernels.js";
import { rms, scene } from "../helpers/scene.js";

const SCALE = 2;
const MARGIN = 32;
const blur = gaussianFor(SCALE, 4, 0.5, 5);
const sharp = shaded(scene(160, 144));

/** Darker to the right and the bottom, so that opposite borders differ. */
function shaded({ width, height, data }: PlanarImage): PlanarImage {
  const shade = (i: number): number =>
    0.7 - 0.35 * ((i % width) / width) - 0.35 * (Math.floor(i / width) / height);
  return planarImage(
    width,
    height,
    1,
    data.map((value, i) => 0.3 * value + shade(i)),
  );
}

/** Blurred and halved, continued on the opposite side along some axes and mirrored along others. */
function round(margins: { x: number; y: number }): PlanarImage {
  const low = downscale(continueImage(sharp, margins), blur, SCALE);
  const [x, y] = [margins.x / SCALE, margins.y / SCALE];
  return eightBits(crop(low, { x, y, width: sharp.width / SCALE, height: sharp.height / SCALE }));
}

function eightBits({ width, height, data }: PlanarImage): PlanarImage {
  return planarImage(
    width,
    height,
    1,
    data.map((value) => Math.round(255 * value) / 255),
  );
}

describe("superResolve", () => {
  test("says along which axes it joined the borders", async () => {
    const image = round({ x: MARGIN, y: MARGIN });
    const found = await superResolve(image, blur, { scale: SCALE });
    expect(found.wrap).toBe("both");
    expect(found.warnings).toContainEqual({
      code: "wraps",
      message: expect.stringContaining("goes on across the borders"),
    });
    const given = await superResolve(image, blur, { scale: SCALE, wrap: "x" });
    expect(given).toMatchObject({ wrap: "x", warnings: [] });
    const kept = await superResolve(image, blur, { scale: SCALE, strength: 0 });
    expect(kept).toMatchObject({ wrap: "none", warnings: [] });
  });
});

describe("findWrap", () => {
  test.each([
    ["both", { x: MARGIN, y: MARGIN }],
    ["x", { x: MARGIN, y: 0 }],
    ["y", { x: 0, y: MARGIN }],
    ["none", { x: 0, y: 0 }],
  ] as const)("%s: where the blur goes round the borders", async (wrap, margins) => {
    expect(await findWrap(round(margins), blur, SCALE)).toBe(wrap);
  });

  test("none where the image was cut out of a larger one", async () => {
    const low = eightBits(downscale(sharp, blur, SCALE));
    expect(await findWrap(crop(low, { x: 8, y: 8, width: 60, height: 52 }), blur, SCALE)).toBe("none");
  });

  test("none for an image that is too small for two strips, or flat", async () => {
    const flat = planarImage(64, 64, 3, new Float32Array(3 * 64 * 64).fill(0.4));
    expect(await findWrap(flat, blur, SCALE)).toBe("none");
    const small = crop(round({ x: MARGIN, y: MARGIN }), { x: 0, y: 0, width: 30, height: 12 });
    expect(await findWrap(small, blur, SCALE)).toBe("none");
  });

  test("lines at the borders lean towards each other where it does, and only there", () => {
    const both = round({ x: MARGIN, y: MARGIN });
    const mirrored = round({ x: 0, y: 0 });
    for (const axis of ["x", "y"] as const) {
      expect(borderLean(both, axis)).toBeGreaterThan(0.3);
      expect(borderLean(mirrored, axis)).toBeLessThan(0.05);
    }
    // Steps of 0.1, 0.4 and 0.1: it ends with 0.1 and 0.2, and begins with 0.6 and 0.7.
    const line = planarImage(4, 1, 1, new Float32Array([0.6, 0.7, 0.1, 0.2]));
    expect(borderLean(line, "x")).toBeCloseTo(0.25, 6);
  });

  test("can be cancelled", async () => {
    const signal = AbortSignal.abort();
    await expect(findWrap(round({ x: MARGIN, y: 0 }), blur, SCALE, signal)).rejects.toThrow(/abort|cancel/i);
  });
});

test("superResolve goes on across such borders unless it is told not to", async () => {
  const low = round({ x: MARGIN, y: MARGIN });
  const error = async (wrap?: "auto" | "none" | "both"): Promise<number> =>
    rms((await superResolve(low, blur, { wrap, exactKernel: true })).image, sharp);
  const found = await error();
  expect(found).toBe(await error("auto"));
  expect(found).toBe(await error("both"));
  expect(found).toBeLessThan(0.8 * (await error("none")));
});
