import { describe, expect, it } from "vitest";
import { crop, imresize, type LossyCoding, type PlanarImage } from "../../src/image/index.js";
import { NoiseBlocks } from "../../src/noise/block-dct.js";
import { codingError, meanLaplacian, unknownCodingError } from "../../src/noise/coding-error.js";
import { compressionOf } from "../../src/noise/index.js";
import { jpeg } from "../helpers/jpeg.js";
import { scene } from "../helpers/scene.js";

const picture = scene(160, 120);
const coded = (bitsPerPixel: number, codec: LossyCoding["codec"] = "webp"): PlanarImage => ({
  ...picture,
  coding: { codec, bitsPerPixel },
});

describe("codingError", () => {
  it.each(["webp", "avif"] as const)("%s: fewer bits, more error, up to a limit", (codec) => {
    const errors = [8, 2, 1, 0.5, 1e-3].map((bitsPerPixel) => codingError(picture, { codec, bitsPerPixel }));
    expect(errors).toEqual(errors.toSorted((a, b) => a - b));
    expect(errors[0]).toBeLessThan(errors[2]! / 5);
    expect(errors.at(-1)).toBe(6);
    expect(codingError(picture, { codec, bitsPerPixel: 0 })).toBe(6);
  });

  it("is less of a picture with less detail, and 0 of none", () => {
    const soft = { ...picture, data: picture.data.map((value) => value / 4) };
    expect(meanLaplacian(soft)).toBeCloseTo(meanLaplacian(picture) / 4, 4);
    const coding = { codec: "webp", bitsPerPixel: 1 } as const;
    expect(codingError(soft, coding)).toBeLessThan(codingError(picture, coding) / 2);
    expect(codingError({ ...picture, data: picture.data.map(() => 0.5) }, coding)).toBe(0);
  });

  it("is the same of every picture of full range, and more at scale 1", () => {
    const soft = { ...picture, data: picture.data.map((value) => value / 4) };
    expect(unknownCodingError(soft, "full", 2)).toBe(unknownCodingError(picture, "full", 2));
    expect(unknownCodingError(soft, "full", 1)).toBeGreaterThan(unknownCodingError(soft, "full", 2));
    expect(unknownCodingError(soft, "studio", 1)).toBeLessThan(unknownCodingError(picture, "studio", 1));
  });
});

describe("the coding of an image", () => {
  it("is that of the pixels in the file: parts have it, other sizes have not", () => {
    const part = crop(coded(1), { x: 8, y: 8, width: 64, height: 64 });
    expect(part.coding).toEqual({ codec: "webp", bitsPerPixel: 1 });
    expect(imresize(coded(1), { scale: 1 / 2 }).coding).toBeUndefined();
  });

  it("does not hide what JPEG left before", () => {
    const once = jpeg(picture, 50);
    const alone = compressionOf(once, new NoiseBlocks(once), 2);
    expect(alone.error).toBeGreaterThan(1);
    const twice = { ...once, coding: { codec: "avif", bitsPerPixel: 24 } as const };
    expect(compressionOf(twice, new NoiseBlocks(twice), 2)).toEqual(alone);
    expect(compressionOf(picture, new NoiseBlocks(picture), 2)).toEqual({ error: 0, hasBlocks: false });
  });
});
