import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { imresize, type PlanarImage, planarImage } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp, { type Raw, type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { checkImageFits } from "../src/image-files/formats.js";
import type { Picture } from "../src/image-files/picture.js";
import { readImage } from "../src/image-files/read-image.js";
import { readPicture } from "../src/image-files/read-picture.js";
import { tiffFile } from "../src/image-files/tiff.js";
import { compositedImage } from "../src/image-files/transparency.js";
import { encodePicture, writePicture } from "../src/image-files/write-picture.js";

const folder = temporaryFolder();
const WIDTH = 21;
const HEIGHT = 13;
const PIXELS = WIDTH * HEIGHT;

/** Display P3: a profile that is not sRGB. */
const p3 = await profileOf(sharp(Buffer.alloc(3), { raw: raw(3, 1, 1) }).withIccProfile("p3"));
/** The same profile, said to be one for gray. */
const grayProfile = Buffer.from(p3);
grayProfile.write("GRAY", 16, "latin1");

async function profileOf(image: Sharp): Promise<Buffer> {
  const { icc } = await sharp(await image.png().toBuffer()).metadata();
  return icc ?? expect.unreachable("no profile");
}

function raw(channels: Raw["channels"], width = WIDTH, height = HEIGHT): Raw {
  return { width, height, channels };
}

/** [channels, 13, 21] of values k / (2^depth − 1), k anything from 1 to 2^depth − 1. */
function noise(channels: number, depth: number): PlanarImage {
  const most = 2 ** depth - 1;
  const data = Float32Array.from(
    { length: channels * PIXELS },
    (_, i) => (1 + ((i * i * 31 + i * 7919) % most)) / most,
  );
  return planarImage(WIDTH, HEIGHT, channels, data);
}

function path(name: string): string {
  return join(folder, name);
}

/** Writes a picture and reads it again. */
async function roundTrip(
  name: string,
  picture: Picture,
  options?: { quality?: number; onNotice?: (message: string) => void },
): Promise<Picture> {
  await writePicture(path(name), picture, { force: true, ...options });
  return readPicture(path(name));
}

async function save(image: Sharp, name: string): Promise<string> {
  await image.toFile(path(name));
  return path(name);
}

function largestDifference(a: PlanarImage, b: PlanarImage): number {
  expect([a.width, a.height, a.channels]).toEqual([b.width, b.height, b.channels]);
  return a.data.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b.data[i])), 0);
}

/** Left half: visible, constant. Right half: transparent, of any colour. RGBA. */
function halfVisible(colourAt: (i: number) => number): Uint8Array {
  return Uint8Array.from({ length: PIXELS * 4 }, (_, i) => {
    const visible = Math.floor(i / 4) % WIDTH < WIDTH / 2;
    if (i % 4 === 3) return visible ? 255 : 0;
    return visible ? 40 + 60 * (i % 4) : colourAt(i);
  });
}

describe("a picture comes back as it was written", () => {
  const whole = { png: 16, tif: 16, webp: 8, avif: 8 } as const;
  const cases = Object.entries(whole).flatMap(([extension, most]) =>
    [1, 3].flatMap((channels) =>
      ([8, 16] as const)
        .filter((depth) => depth <= most)
        .flatMap((depth) => [false, true].map((alpha) => ({ extension, channels, depth, alpha }))),
    ),
  );
  it.each(cases)("$extension, $channels channels, $depth bits, alpha: $alpha", async (one) => {
    const { extension, channels, depth, alpha } = one;
    const holdsGray = extension === "png" || extension === "tif";
    const picture: Picture = {
      image: noise(channels, depth),
      depth,
      ...(alpha && { alpha: noise(1, depth) }),
      ...(channels === 3 && { icc: p3 }),
      ...(channels === 1 && holdsGray && { icc: grayProfile }),
    };
    const again = await roundTrip(`round.${extension}`, picture, { onNotice: expect.unreachable });
    if (channels === 3 || holdsGray) {
      expect(again).toEqual(picture);
      return;
    }
    const { image, ...rest } = again;
    expect(rest).toEqual(alpha ? { depth, alpha: picture.alpha } : { depth });
    for (const c of [0, 1, 2]) {
      expect(image.data.subarray(c * PIXELS, (c + 1) * PIXELS)).toEqual(picture.image.data);
    }
  });

  it.each(["png", "tif", "jpg"])("%s keeps pixels per inch", async (extension) => {
    const picture: Picture = { image: noise(3, 8), depth: 8, density: 300 };
    expect(await roundTrip(`dense.${extension}`, picture)).toMatchObject({ density: 300 });
  });

  it.each([1, 3])("JPEG: %i channels, nearly, with the very profile", async (channels) => {
    const flat = planarImage(WIDTH, HEIGHT, channels, new Float32Array(channels * PIXELS).fill(0.3));
    const icc = channels === 3 ? p3 : grayProfile;
    const { image, ...rest } = await roundTrip("round.jpg", { image: flat, depth: 8, icc });
    expect(largestDifference(image, flat)).toBeLessThan(0.01);
    expect(rest).toEqual({ depth: 8, icc, density: 72 });
  });
});

describe("writePicture", () => {
  const colours = noise(3, 8);

  it("rounds to nearest and clips, colours and alpha", async () => {
    const values = Float32Array.of(-0.5, 1.5, 100.4 / 65535, 100.6 / 65535);
    const image = planarImage(4, 1, 1, values);
    const alpha = planarImage(4, 1, 1, Float32Array.of(0.4 / 65535 + 0.5, 1.5, 2, 0.25));
    const again = await roundTrip("clipped.png", { image, alpha, depth: 16 });
    expect(Array.from(again.image.data, (v) => Math.round(v * 65535))).toEqual([0, 65535, 100, 101]);
    expect(Array.from(again.alpha?.data ?? [], (v) => Math.round(v * 65535))).toEqual([
      32768, 65535, 65535, 16384,
    ]);
  });

  it.each(["webp", "avif"])("%s rounds 16 bits to 8, and says so", async (extension) => {
    const notices: string[] = [];
    const picture: Picture = { image: noise(3, 16), depth: 16 };
    const { image, depth } = await roundTrip(`narrow.${extension}`, picture, {
      onNotice: (message) => notices.push(message),
    });
    expect(depth).toBe(8);
    expect(image.data).toEqual(picture.image.data.map((v) => Math.round(v * 255) / 255));
    expect(notices).toEqual([expect.stringMatching(/8 bits a sample, not 16; \.png and \.tif/)]);
  });

  it("puts transparency on white for JPEG, and says so", async () => {
    const notices: string[] = [];
    const image = planarImage(16, 16, 3, new Float32Array(3 * 256).fill(0.2));
    const alpha = planarImage(16, 16, 1, new Float32Array(256).fill(0.25));
    const again = await roundTrip(
      "white.jpg",
      { image, alpha, depth: 8 },
      { onNotice: (message) => notices.push(message) },
    );
    expect(again.alpha).toBeUndefined();
    expect(again.image.data[100]).toBeCloseTo(0.25 * 0.2 + 0.75, 2);
    expect(notices).toEqual([expect.stringMatching(/no transparency: .* white/)]);
  });

  it.each(["jpg", "webp", "avif"])("%s is smaller at a lower quality", async (extension) => {
    const [low, high] = await Promise.all(
      [30, 90].map((quality) => encodePicture(`a.${extension}`, { image: colours, depth: 8 }, { quality })),
    );
    expect(low.length).toBeLessThan(high.length);
  });

  it("keeps the whole chroma of JPEG unless told otherwise", async () => {
    const picture: Picture = { image: colours, depth: 8 };
    const subsampling = async (options: { chromaSubsampling?: "4:2:0"; quality?: number }) =>
      (await sharp(await encodePicture("a.jpg", picture, options)).metadata()).chromaSubsampling;
    expect(await subsampling({})).toBe("4:4:4");
    expect(await subsampling({ quality: 50 })).toBe("4:4:4");
    expect(await subsampling({ chromaSubsampling: "4:2:0" })).toBe("4:2:0");
  });

  it.each<[string, string, PlanarImage, Uint8Array]>([
    ["longer than it says", "png", colours, Buffer.concat([p3, Buffer.alloc(5)])],
    ["cut off", "png", colours, p3.subarray(0, 300)],
    ["no profile at all", "jpg", colours, new Uint8Array(200)],
    ["for RGB, the image gray", "tif", noise(1, 8), p3],
    ["for gray, the format not", "webp", noise(1, 8), grayProfile],
  ])("leaves out a profile that is %s, and says so", async (_, extension, image, icc) => {
    const notices: string[] = [];
    const picture: Picture = { image, depth: 8, icc };
    const again = await roundTrip(`profile.${extension}`, picture, {
      onNotice: (message) => notices.push(message),
    });
    expect(again.icc).toBeUndefined();
    expect(notices).toEqual([expect.stringMatching(/profile .*left out/)]);
    if (extension === "png") expect(again.image).toEqual(image);
  });

  it("refuses what makes no sense", async () => {
    const picture: Picture = { image: colours, depth: 8 };
    for (const quality of [0, 101, 50.5, Number.NaN])
      await expect(encodePicture("a.jpg", picture, { quality })).rejects.toThrow(/quality .* 1 to 100/);
    await expect(encodePicture("a.png", { ...picture, alpha: colours })).rejects.toThrow(
      /alpha .* 1 channel/,
    );
    await expect(encodePicture("a.png", { image: noise(2, 8), depth: 8 })).rejects.toThrow(/1 or 3 channels/);
    await expect(encodePicture("a.bmp", picture)).rejects.toThrow(/cannot write \.bmp/);
    await writePicture(path("there.png"), picture);
    await expect(writePicture(path("there.png"), picture)).rejects.toThrow(/--force/);
  });

  it("knows what is too large", async () => {
    expect(() => checkImageFits("a.webp", 16384, 10)).toThrow(/a\.webp: 16384×10 .* \.png or \.tif/);
    expect(() => checkImageFits("a.webp", 16383, 16383)).not.toThrow();
    const image = planarImage(16385, 1, 1);
    await expect(encodePicture("a.avif", { image, depth: 8 })).rejects.toMatchObject({ code: "output" });
    expect((await encodePicture("a.jpg", { image, depth: 8 })).length).toBeGreaterThan(0);
    expect(() => tiffFile({ width: 2 ** 15, height: 2 ** 15, channels: 4, depth: 8 })).toThrow(/too large/);
  });
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

  it("converts CMYK to sRGB: its profile goes, and a notice comes", async () => {
    const notices: string[] = [];
    const cmyk = sharp(
      halfVisible(() => 90),
      { raw: raw(4) },
    )
      .removeAlpha()
      .toColourspace("cmyk")
      .withIccProfile("cmyk");
    const source = await save(cmyk.jpeg({ quality: 95 }), "cmyk.jpg");
    const { image, icc } = await readPicture(source, { onNotice: (message) => notices.push(message) });
    expect(await sharp(source).metadata()).toMatchObject({ space: "cmyk", hasProfile: true });
    expect(image.channels).toBe(3);
    expect(icc).toBeUndefined();
    expect(notices).toEqual(["its CMYK colours are converted to sRGB"]);
  });

  it("reads a palette with transparency", async () => {
    const rgba = sharp(
      halfVisible(() => 0),
      { raw: raw(4) },
    );
    const source = await save(rgba.png({ palette: true, dither: 0 }), "palette.png");
    expect((await sharp(source).metadata()).isPalette).toBe(true);
    const { image, alpha } = await readPicture(source);
    expect(Array.from([0, 1, 2], (c) => Math.round(image.data[c * PIXELS] * 255))).toEqual([40, 100, 160]);
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
    expect(picture).not.toHaveProperty("alpha");
    expect(compositedImage(picture)).toBe(picture.image);
  });

  it("does not care about the colours of invisible pixels", async () => {
    const files = [() => 255, (i: number) => (i * 97) % 256].map((colour, k) =>
      save(sharp(halfVisible(colour), { raw: raw(4) }).png(), `garbage${k}.png`),
    );
    const [white, garbage] = await Promise.all((await Promise.all(files)).map((file) => readPicture(file)));
    expect(garbage).toEqual(white);
    // One visible colour: it is that everywhere, and upscaling can neither ring nor bleed.
    const large = imresize(white.image, { scale: 2 });
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
    const steps = filled.map((value, i) => (i % width ? Math.abs(value - filled[i - 1]) : 0));
    expect(Math.max(...off)).toBeLessThan(1e-3);
    expect(Math.max(...steps)).toBeLessThan(16);
    expect(Math.min(...filled)).toBeGreaterThan(59.9);
    expect(Math.max(...filled)).toBeLessThan(180.1);
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

  it("gives the estimate what readImage gives", async () => {
    const samples = Uint8Array.from({ length: PIXELS * 4 }, (_, i) => (i * i * 31 + i * 77) % 256);
    const source = await save(sharp(samples, { raw: raw(4) }).png(), "speckled.png");
    const picture = await readPicture(source);
    const seen = compositedImage(picture);
    expect(largestDifference(seen, await readImage(source))).toBeLessThan(1e-6);
    expect(seen.data).not.toEqual(picture.image.data);
  });

  it("names the file in its errors", async () => {
    writeFileSync(path("text.png"), "this is text");
    await expect(readPicture(path("text.png"))).rejects.toThrow(/text\.png: not an image/);
    await expect(readPicture(path("palette.png"), { maxPixels: 9 })).rejects.toMatchObject({
      code: "image-too-large",
    });
  });
});
