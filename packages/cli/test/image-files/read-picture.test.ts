import { createReadStream, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { planarImage, type Warning } from "@kernelgan/core";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readImage } from "../../src/image-files/read-image.js";
import { openPictures, readPicture } from "../../src/image-files/read-picture.js";
import { pictureFolder } from "../helpers/picture-folder.js";
import { HEIGHT, halfVisible, largestDifference, PIXELS, raw, WIDTH } from "../helpers/pictures.js";

const { path, roundTrip, save } = pictureFolder();

it("all readers take what upscale takes: bytes, a stream, a Blob, a URL, an instance of sharp", async () => {
  const file = await save(
    sharp(
      halfVisible(() => 90),
      { raw: raw(4) },
    )
      .removeAlpha()
      .png(),
    "any.png",
  );
  const [image, bytes] = [await readImage(file), readFileSync(file)];
  const inputs = [bytes, createReadStream(file), new Blob([bytes]), pathToFileURL(file)];
  for (const input of inputs.slice(0, 2)) expect(await readImage(input)).toEqual(image);
  for (const input of inputs.slice(2)) expect((await readPicture(input)).image).toEqual(image);
  const { read } = await openPictures(sharp(file));
  expect((await read(0)).image).toEqual(image);
  for (const read of [readImage, readPicture, openPictures]) {
    await expect(read(image as never)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringMatching(/, got pixels; upscaleImage and estimateKernel take these/),
    });
  }
});

describe("readPicture", () => {
  it("turns the image as its orientation says, and writes it without", async () => {
    const upright = sharp(
      halfVisible(() => 200),
      { raw: raw(4) },
    ).removeAlpha();
    const source = await save(
      upright.withMetadata({ orientation: 6 }).withIccProfile("p3").jpeg(),
      "turned.jpg",
    );
    const picture = await readPicture(source);
    expect([picture.image.width, picture.image.height]).toEqual([HEIGHT, WIDTH]);
    // A quarter turn: what was on the left (dark red) is on top.
    expect(picture.image.data[3]).toBeLessThan(0.3);
    expect(picture.image.data[3 + HEIGHT * (WIDTH - 1)]).toBeGreaterThan(0.6);
    for (const extension of ["png", "tif", "webp", "avif", "jpg"]) {
      const again = await roundTrip(`upright.${extension}`, picture);
      expect(largestDifference(again.image, picture.image)).toBeLessThan(extension === "jpg" ? 0.05 : 1e-6);
      expect(again.icc).toEqual(picture.icc);
      const { orientation = 1 } = await sharp(path(`upright.${extension}`)).metadata();
      expect(orientation).toBe(1);
    }
  });

  it("converts CMYK to sRGB: its profile goes, and a warning comes", async () => {
    const warnings: Warning[] = [];
    const cmyk = sharp(
      halfVisible(() => 90),
      { raw: raw(4) },
    )
      .removeAlpha()
      .toColourspace("cmyk")
      .withIccProfile("cmyk");
    const source = await save(cmyk.jpeg({ quality: 95 }), "cmyk.jpg");
    const { image, icc } = await readPicture(source, { onWarning: (warning) => warnings.push(warning) });
    expect(await sharp(source).metadata()).toMatchObject({ space: "cmyk", hasProfile: true });
    expect(image.channels).toBe(3);
    expect(icc).toBeUndefined();
    expect(warnings).toEqual([
      { code: "colours-converted", message: "its CMYK colours are converted to sRGB" },
    ]);
  });

  it("reads a palette with transparency", async () => {
    const rgba = sharp(
      halfVisible(() => 0),
      { raw: raw(4) },
    );
    const source = await save(rgba.png({ palette: true, dither: 0 }), "palette.png");
    expect((await sharp(source).metadata()).isPalette).toBe(true);
    const { image, alpha } = await readPicture(source);
    expect(Array.from([0, 1, 2], (c) => Math.round(image.data[c * PIXELS]! * 255))).toEqual([40, 100, 160]);
    expect([alpha?.data[0], alpha?.data[WIDTH - 1]]).toEqual([1, 0]);
  });

  it("leaves out an alpha channel that hides nothing", async () => {
    const source = await save(
      sharp(
        halfVisible(() => 0),
        { raw: raw(4) },
      )
        .removeAlpha()
        .ensureAlpha(1)
        .png(),
      "opaque.png",
    );
    const picture = await readPicture(source);
    expect(picture).toMatchObject({ image: { channels: 3 }, depth: 8 });
    expect(picture.alpha).toBeUndefined();
  });

  it("takes an image of which nothing is visible", async () => {
    const source = await save(
      sharp(new Uint8Array(PIXELS * 4).fill(77), { raw: raw(4) })
        .ensureAlpha()
        .png(),
      "a.png",
    );
    const alpha = planarImage(WIDTH, HEIGHT, 1);
    const picture = await roundTrip("invisible.png", { ...(await readPicture(source)), alpha });
    expect(picture).toEqual({ image: planarImage(WIDTH, HEIGHT, 3), alpha, depth: 8 });
    const onWhite = await roundTrip("invisible.jpg", picture);
    expect(onWhite.image.data.every((value) => value === 1)).toBe(true);
  });

  it("says what is wrong with options, and with an index", async () => {
    const colour = path("palette.png");
    await expect(readPicture(colour, { gray: true } as object)).rejects.toThrow(
      /no option "gray"; valid options: maxPixels, allowDamaged, onSize, onWarning$/,
    );
    await expect(openPictures(colour, { maxPixels: "9" as unknown as number })).rejects.toThrow(
      /"maxPixels" must be a positive number, got "9"/,
    );
    const { read } = await openPictures(colour);
    for (const index of [1, -1, 0.5, undefined as unknown as number]) {
      await expect(read(index)).rejects.toMatchObject({
        code: "invalid-argument",
        message: expect.stringMatching(/index of a picture must be an integer from 0 to 0, got /),
      });
    }
  });

  it("names the file in its errors", async () => {
    writeFileSync(path("text.png"), "this is text");
    await expect(readPicture(path("text.png"))).rejects.toThrow(/text\.png: not an image/);
    await expect(readPicture(path("palette.png"), { maxPixels: 9 })).rejects.toMatchObject({
      code: "image-too-large",
    });
  });
});
