import { describe, expect, it } from "vitest";
import { imresize, type PlanarImage, planarImage } from "../../src/image/index.js";
import { yCbCrRange } from "../../src/noise/ycbcr-range.js";
import { random } from "../../src/random.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { withNoise } from "../helpers/scene.js";

const round = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));

/** Three scenes as one of colours, with 8 bits. */
function coloured(width: number, height: number): PlanarImage {
  const channels = [1, 2, 3].map((seed) => withNoise(deadLeaves(seed, width, height), 0.02));
  const data = Float32Array.from(channels.flatMap(({ data: one }) => [...one]));
  return {
    ...planarImage(
      width,
      height,
      3,
      data.map((value) => round(255 * value) / 255),
    ),
  };
}

/** As a decoder makes it: luma and chroma are whole numbers, luma of `black` to `black` + `levels`. */
function decoded(image: PlanarImage, black: number, levels: number): PlanarImage {
  const pixels = image.width * image.height;
  const data = new Float32Array(3 * pixels);
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = [0, 1, 2].map((c) => 255 * image.data[i + c * pixels]!) as [number, number, number];
    const luma = 0.299 * r + 0.587 * g + 0.114 * b;
    const y = ((Math.round(black + (levels / 255) * luma) - black) * 255) / levels;
    const [cb, cr] = [Math.round((b - luma) / 1.772), Math.round((r - luma) / 1.402)];
    const [red, blue] = [y + 1.402 * cr, y + 1.772 * cb];
    const green = (y - 0.299 * red - 0.114 * blue) / 0.587;
    [red, green, blue].forEach((value, c) => {
      data[i + c * pixels] = round(value) / 255;
    });
  }
  return planarImage(image.width, image.height, 3, data);
}

describe("yCbCrRange", () => {
  const picture = coloured(200, 150);

  it("finds what was decoded from luma of either range", () => {
    expect(yCbCrRange(decoded(picture, 0, 255))).toBe("full");
    expect(yCbCrRange(decoded(picture, 16, 219))).toBe("studio");
  });

  it("finds nothing in others: as they are, resized, brighter, gray", () => {
    expect(yCbCrRange(picture)).toBeUndefined();
    const webp = decoded(picture, 16, 219);
    expect(yCbCrRange(imresize(webp, { scale: 0.8 }))).toBeUndefined();
    const brighter = webp.data.map((value) => round(255 * (1.1 * value + 0.05)) / 255);
    expect(yCbCrRange({ ...webp, data: brighter })).toBeUndefined();
    const gray = deadLeaves(1, 200, 150);
    expect(yCbCrRange(gray)).toBeUndefined();
    const levels = Float32Array.from(gray.data, (value) => round(255 * value) / 255);
    const tinted = [1, 0.9, 0.7].flatMap((tint) =>
      [...levels].map((value) => round(255 * tint * value) / 255),
    );
    expect(yCbCrRange({ ...gray, channels: 3, data: Float32Array.from(tinted) })).toBeUndefined();
  });

  it("finds nothing in drawings of few colours, whatever these are", () => {
    const { uniform } = random(5);
    const colours = Array.from({ length: 12 }, () => [uniform(), uniform(), uniform()]);
    for (let trial = 0; trial < 5; trial++) {
      const areas = deadLeaves(10 + trial, 200, 150).data.map((value) => Math.floor(11.99 * value));
      const data = [0, 1, 2].flatMap((c) => [...areas].map((area) => round(255 * colours[area]![c]!) / 255));
      expect(yCbCrRange(planarImage(200, 150, 3, Float32Array.from(data)))).toBeUndefined();
    }
  });
});
