import type { StraightImage } from "@kernelgan/core";
import { planarImage } from "@kernelgan/core";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readImage } from "../../src/image-files/read-image.js";
import { readPicture } from "../../src/image-files/read-picture.js";
import { compositedImage } from "../../src/image-files/transparency.js";
import { pictureFolder } from "../helpers/picture-folder.js";
import { largestDifference, PIXELS, raw } from "../helpers/pictures.js";

const { save } = pictureFolder();

describe("compositedImage", () => {
  it("gives the estimate what readImage gives", async () => {
    const samples = Uint8Array.from({ length: PIXELS * 4 }, (_, i) => (i * i * 31 + i * 77) % 256);
    const source = await save(sharp(samples, { raw: raw(4) }).png(), "speckled.png");
    const picture = await readPicture(source);
    const seen = compositedImage(picture);
    expect(largestDifference(seen, await readImage(source))).toBeLessThan(1e-6);
    expect(seen.data).not.toEqual(picture.image.data);
  });

  it("refuses what is no picture, and alpha of another size", () => {
    const image = planarImage(4, 4, 1);
    const infinite = planarImage(1, 1, 1, Float32Array.of(Number.POSITIVE_INFINITY));
    for (const bad of [
      null,
      {},
      { image: null },
      { image: infinite },
      { image, alpha: planarImage(4, 5, 1) },
    ]) {
      expect(() => compositedImage(bad as StraightImage)).toThrow(
        expect.objectContaining({ code: "invalid-argument" }),
      );
    }
  });
});
