import { describe, expect, it } from "vitest";
import { insideFlatBorder, type PlanarImage, planarImage } from "../../src/image/index.js";
import { downscale } from "../../src/kernel/index.js";
import { jpeg } from "../helpers/jpeg.js";
import { noiseImage } from "../helpers/noise.js";
import { gaussianKernel } from "../helpers/pictures.js";
import { scene } from "../helpers/scene.js";

/** The image on a ground of one colour. */
function on(
  ground: number,
  image: PlanarImage,
  { left = 0, top = 0, right = 0, bottom = 0 }: Partial<Record<"left" | "top" | "right" | "bottom", number>>,
): PlanarImage {
  const { width, height, channels } = image;
  const result = planarImage(width + left + right, height + top + bottom, channels);
  result.data.fill(ground);
  for (let row = 0; row < channels * height; row++) {
    const [c, y] = [Math.floor(row / height), row % height];
    const to = (c * result.height + y + top) * result.width + left;
    result.data.set(image.data.subarray(row * width, (row + 1) * width), to);
  }
  return result;
}

const picture = scene(120, 90, 3);
/** Nowhere as bright as paper. */
const gray = { ...scene(120, 90), data: scene(120, 90).data.map((value) => 0.8 * value) };

describe("insideFlatBorder", () => {
  it("finds a frame, the bars of a film, and a margin on one side", () => {
    expect(insideFlatBorder(on(1, picture, { left: 11, top: 8, right: 14, bottom: 9 }))).toEqual({
      x: 11,
      y: 8,
      width: 120,
      height: 90,
    });
    expect(insideFlatBorder(on(0, picture, { top: 20, bottom: 20 }))).toEqual({
      x: 0,
      y: 20,
      width: 120,
      height: 90,
    });
    expect(insideFlatBorder(on(0, picture, { right: 8 }))).toEqual({ x: 0, y: 0, width: 120, height: 90 });
  });

  it("finds it after compression, to a pixel", async () => {
    const inside = insideFlatBorder(
      await jpeg(on(1, gray, { left: 20, top: 20, right: 20, bottom: 18 }), 80),
    );
    expect(inside).toBeDefined();
    for (const [found, right] of [
      [inside?.x, 20],
      [inside?.y, 20],
      [inside?.width, 120],
      [inside?.height, 90],
    ] as const) {
      expect(Math.abs((found ?? 0) - right)).toBeLessThanOrEqual(2);
    }
  });

  it("is not one that was blurred with the picture", () => {
    const framed = on(
      1,
      { ...gray, data: gray.data.map((value) => 0.7 * value) },
      { left: 20, top: 20, right: 20, bottom: 20 },
    );
    expect(insideFlatBorder(framed)).toBeDefined();
    expect(insideFlatBorder(downscale(framed, gaussianKernel(9, 1.5, 1), 1))).toBeUndefined();
  });

  it("leaves pictures without one alone: textures, plain backgrounds, one colour, little inside", () => {
    expect(insideFlatBorder(picture)).toBeUndefined();
    expect(insideFlatBorder(on(0, picture, { left: 3, right: 4 }))).toBeUndefined();
    expect(insideFlatBorder(noiseImage(1, [1, 64, 64]))).toBeUndefined();
    const disk = planarImage(100, 100, 1);
    for (let i = 0; i < disk.data.length; i++) {
      disk.data[i] = Math.hypot((i % 100) - 50, Math.floor(i / 100) - 50) < 40 ? 0.2 : 1;
    }
    expect(insideFlatBorder(disk)).toBeUndefined();
    expect(insideFlatBorder(planarImage(64, 64, 1))).toBeUndefined();
    expect(insideFlatBorder(on(0, scene(24, 90), { left: 20, right: 20 }))).toBeUndefined();
  });
});
