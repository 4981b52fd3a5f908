import { describe, expect, it } from "vitest";
import { crop, cropInto, planarImage } from "../../src/image/index.js";

/** Samples that encode their position: 100 c + 10 y + x. */
const image = planarImage(
  6,
  5,
  3,
  Float32Array.from(
    { length: 90 },
    (_, i) => 100 * Math.floor(i / 30) + 10 * Math.floor((i % 30) / 6) + (i % 6),
  ),
);

describe("cropInto", () => {
  it("copies all channels to the offset and nothing else", () => {
    const target = new Float32Array(15).fill(-1);
    cropInto(image, { x: 4, y: 1, width: 2, height: 2 }, target, { offset: 2 });
    expect(Array.from(target)).toEqual([-1, -1, 14, 15, 24, 25, 114, 115, 124, 125, 214, 215, 224, 225, -1]);
  });

  it("maps values on the way", () => {
    const target = new Float32Array(3);
    cropInto(image, { x: 1, y: 2, width: 1, height: 1 }, target, { gain: 2, bias: -1 });
    expect(Array.from(target)).toEqual([41, 241, 441]);
    cropInto(image, { x: 1, y: 2, width: 1, height: 1 }, target, { bias: 0.5 });
    expect(Array.from(target)).toEqual([21.5, 121.5, 221.5]);
  });

  it("refuses rectangles outside the image and targets that are too short", () => {
    const invalid = expect.objectContaining({ code: "invalid-argument" });
    const target = new Float32Array(12);
    expect(() => cropInto(image, { x: 5, y: 0, width: 2, height: 2 }, target)).toThrow(invalid);
    expect(() => cropInto(image, { x: -1, y: 0, width: 2, height: 2 }, target)).toThrow(invalid);
    expect(() => cropInto(image, { x: 0, y: 4, width: 2, height: 2 }, target)).toThrow(invalid);
    expect(() => crop(image, { x: 0, y: 0, width: 1e9, height: 1e9 })).toThrow(invalid);
    expect(() => cropInto(image, { x: 0, y: 0, width: 2, height: 2 }, target, { offset: 1 })).toThrow(
      invalid,
    );
  });
});

describe("crop", () => {
  it("is a copy", () => {
    const piece = crop(image, { x: 0, y: 0, width: 6, height: 5 });
    expect(piece).toEqual(image);
    expect(piece.data.buffer).not.toBe(image.data.buffer);
  });
});
