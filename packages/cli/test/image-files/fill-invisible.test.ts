import { imresize } from "@kernelgan/core";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readPicture } from "../../src/image-files/read-picture.js";
import { pictureFolder } from "../helpers/picture-folder.js";
import { halfVisible, PIXELS, raw } from "../helpers/pictures.js";

const { save } = pictureFolder();

describe("fillInvisible", () => {
  it("does not care about the colours of invisible pixels", async () => {
    const files = [() => 255, (i: number) => (i * 97) % 256].map((colour, k) =>
      save(sharp(halfVisible(colour), { raw: raw(4) }).png(), `garbage${k}.png`),
    );
    const [white, garbage] = await Promise.all((await Promise.all(files)).map((file) => readPicture(file)));
    expect(garbage).toEqual(white);
    // One visible colour: it is that everywhere, and upscaling can neither ring nor bleed.
    const large = imresize(white!.image, { scale: 2 });
    for (const [c, value] of [40, 100, 160].entries()) {
      const plane = large.data.subarray(c * 4 * PIXELS, (c + 1) * 4 * PIXELS);
      for (const sample of [Math.min(...plane), Math.max(...plane)])
        expect(sample * 255).toBeCloseTo(value, 3);
    }
  });

  it("continues the visible colours smoothly", async () => {
    // A ramp from left to right; invisible where x > 30, and in a hole; black there.
    const [width, height] = [64, 48];
    const isVisible = (x: number, y: number): boolean => x <= 30 && Math.hypot(x - 12, y - 20) > 6;
    const samples = Uint8Array.from({ length: width * height * 2 }, (_, i) => {
      const [x, y] = [Math.floor(i / 2) % width, Math.floor(i / 2 / width)];
      return isVisible(x, y) ? (i % 2 ? 255 : 60 + 4 * x) : 0;
    });
    const gray = sharp(samples, { raw: raw(2, width, height) }).toColourspace("b-w");
    const { image } = await readPicture(await save(gray.png(), "ramp.png"));
    const filled = Array.from(image.data, (value) => value * 255);
    const off = filled.map((value, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return isVisible(x, y) ? Math.abs(value - (60 + 4 * x)) : 0;
    });
    // Steps of the ramp are 4.
    const steps = filled.map((value, i) => (i % width ? Math.abs(value - filled[i - 1]!) : 0));
    expect(Math.max(...off)).toBeLessThan(1e-3);
    expect(Math.max(...steps)).toBeLessThan(16);
    expect(Math.min(...filled)).toBeGreaterThan(59.9);
    expect(Math.max(...filled)).toBeLessThan(180.1);
  });
});
