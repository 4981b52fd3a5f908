import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Warning } from "@kernelgan/core";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { readImage } from "../../src/image-files/read-image.js";
import { pictureFolder } from "../helpers/picture-folder.js";
import { at, bytes, error, gray16, HEIGHT, rgb, rgb16, WIDTH, words } from "../helpers/smooth-picture.js";

const { folder, save } = pictureFolder();

/** A TIFF without compression, all 0, of integers or 32-bit floating point. */
function plainTiff(width: number, height: number, bands: number, bits: 8 | 32, photometric = 1): Buffer {
  const length = (width * height * bands * bits) / 8;
  const SHORT = 3;
  const LONG = 4;
  const tags: [tag: number, type: number, value: number][] = [
    [256, LONG, width],
    [257, LONG, height],
    [258, SHORT, bits], // bits a sample
    [259, SHORT, 1], // not compressed
    [262, SHORT, photometric], // 1: 0 is black
    [273, LONG, 8], // where the samples are
    [277, SHORT, bands], // samples a pixel
    [278, LONG, height], // rows a strip
    [279, LONG, length],
    [339, SHORT, bits === 8 ? 1 : 3], // integers or floating point
  ];
  const directory = 8 + length;
  const file = Buffer.alloc(directory + 2 + tags.length * 12 + 4);
  file.write("II*\0", "latin1");
  file.writeUInt32LE(directory, 4);
  file.writeUInt16LE(tags.length, directory);
  for (const [i, [tag, type, value]] of tags.entries()) {
    const at = directory + 2 + i * 12;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(1, at + 4);
    file.writeUInt32LE(value, at + 8);
  }
  return file;
}

describe("readImage", () => {
  it.each<[string, () => Sharp, number]>([
    ["rgb.png", () => rgb().png(), 0.5 / 255],
    ["interlaced.png", () => rgb().png({ progressive: true }), 0.5 / 255],
    ["palette.png", () => rgb().png({ palette: true, dither: 0 }), 0.1],
    ["16bit.png", () => rgb16().png(), 0.5 / 65535],
    ["rgb.jpg", () => rgb().jpeg({ quality: 95, chromaSubsampling: "4:4:4" }), 0.03],
    ["cmyk.jpg", () => rgb().toColourspace("cmyk").jpeg({ quality: 95 }), 0.2],
    ["rgb.webp", () => rgb().webp({ quality: 95 }), 0.06],
    ["lossless.webp", () => rgb().webp({ lossless: true }), 0.5 / 255],
    ["rgb.avif", () => rgb().avif({ quality: 90 }), 0.06],
    ["rgb.tif", () => rgb().tiff({ compression: "lzw" }), 0.5 / 255],
    ["16bit.tif", () => rgb16().tiff({ compression: "lzw" }), 0.5 / 65535],
  ])("%s", async (name, encode, tolerance) => {
    const image = await readImage(await save(encode(), name));
    expect([image.width, image.height, image.channels]).toEqual([WIDTH, HEIGHT, 3]);
    expect(error(image)).toBeLessThanOrEqual(tolerance + 1e-6);
  });

  it("keeps gray files gray, 8 and 16 bits", async () => {
    for (const [name, encode] of [
      ["gray.png", () => rgb().toColourspace("b-w").png()],
      ["gray.jpg", () => rgb().toColourspace("b-w").jpeg()],
      ["gray16.png", () => gray16().png()],
      ["gray-alpha.png", () => rgb().toColourspace("b-w").ensureAlpha(1).png()],
      ["bilevel.png", () => rgb().toColourspace("b-w").threshold().png({ palette: false, colours: 2 })],
    ] as const) {
      expect(await readImage(await save(encode(), name))).toMatchObject({
        width: WIDTH,
        height: HEIGHT,
        channels: 1,
      });
    }
    const { data } = await readImage(join(folder, "gray16.png"));
    expect(data[7]).toBeCloseTo(words[7]! / 65535, 6);
  });

  it("makes colour gray on demand", async () => {
    const image = await readImage(await save(rgb().png(), "to-gray.png"), { gray: true });
    expect(image.channels).toBe(1);
    const [r, g, b] = [bytes[30], bytes[31], bytes[32]];
    expect(image.data[10]! * 255).toBeCloseTo(0.2989 * r! + 0.587 * g! + 0.114 * b!, 1);
  });

  it("applies EXIF orientation", async () => {
    const path = await save(rgb().withMetadata({ orientation: 6 }).png(), "turned.png");
    const image = await readImage(path);
    expect([image.width, image.height]).toEqual([HEIGHT, WIDTH]);
    // Orientation 6: what is stored at the bottom left belongs to the top left.
    expect(at(image, 0, 0, 1)).toBeCloseTo(bytes[(HEIGHT - 1) * WIDTH * 3 + 1]! / 255, 6);
  });

  it("takes the stored values, whatever colour profile comes with them", async () => {
    const plain = await rgb().png().toBuffer();
    const wide = await rgb().withIccProfile("p3").png().toBuffer();
    const start = wide.indexOf("iCCP") - 4;
    const profile = wide.subarray(start, start + 12 + wide.readUInt32BE(start));
    const path = join(folder, "profile.png");
    writeFileSync(path, Buffer.concat([plain.subarray(0, 33), profile, plain.subarray(33)]));
    expect((await sharp(path).metadata()).hasProfile).toBe(true);
    expect(error(await readImage(path))).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
  });

  it("takes the first of several pages, and says so", async () => {
    const warnings: Warning[] = [];
    const pages = await sharp([await rgb().png().toBuffer(), await rgb().negate().png().toBuffer()], {
      join: { animated: true },
    })
      .webp({ lossless: true })
      .toBuffer();
    const path = join(folder, "animated.webp");
    writeFileSync(path, pages);
    const image = await readImage(path, { onWarning: (warning) => warnings.push(warning) });
    expect(image.height).toBe(HEIGHT);
    expect(warnings).toEqual([{ code: "first-page", message: expect.stringMatching(/first of 2 frames/) }]);
  });

  it("continues what is visible where the file is transparent, and says so", async () => {
    const warnings: Warning[] = [];
    // Left half: visible, lines of gray 0.2 and 0.6 in turn. Right half: transparent garbage.
    const samples = Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) => {
      const x = Math.floor(i / 4) % WIDTH;
      if (i % 4 === 3) return x < WIDTH / 2 ? 255 : 0;
      return x < WIDTH / 2 ? (x % 2 ? 51 : 153) : (i * 97) % 256;
    });
    const path = await save(
      sharp(samples, { raw: { width: WIDTH, height: HEIGHT, channels: 4 } }).png(),
      "alpha.png",
    );
    const image = await readImage(path, { onWarning: (warning) => warnings.push(warning) });
    expect(image.channels).toBe(3);
    expect(at(image, 1, 5, 0)).toBeCloseTo(0.2, 6);
    for (const c of [0, 1, 2]) expect(Math.abs(at(image, WIDTH - 2, 5, c) - 0.4)).toBeLessThan(0.1);
    expect(warnings).toEqual([
      { code: "transparent", message: expect.stringMatching(/^50% of the pixels are transparent/) },
    ]);
  });

  it.each([8, 16])("sees the transparency of gray with %i bits", async (depth) => {
    // White; the right half transparent black.
    const most = 2 ** depth - 1;
    const samples = Array.from({ length: WIDTH * HEIGHT * 2 }, (_, i) =>
      Math.floor(i / 2) % WIDTH < WIDTH / 2 ? most : 0,
    );
    const raw = { width: WIDTH, height: HEIGHT, channels: 2 } as const;
    const file =
      depth === 8
        ? sharp(Uint8Array.from(samples), { raw }).toColourspace("b-w")
        : sharp(Uint16Array.from(samples), { raw }).toColourspace("grey16");
    const image = await readImage(await save(file.png(), `gray-alpha${depth}.png`));
    expect(image.channels).toBe(1);
    expect(image.data.every((value) => value === 1)).toBe(true);
  });

  it.each([
    ["100% of the pixels are transparent, wholly or in part: what", () => 128],
    ["over 99% of the pixels are transparent: what", (i: number) => (i === 0 ? 255 : 0)],
    ["under 1% of the pixels are transparent: what", (i: number) => (i === 0 ? 0 : 255)],
  ])("%s", async (text, alphaAt) => {
    const raw = { width: WIDTH, height: HEIGHT } as const;
    const alpha = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => alphaAt(i));
    const path = await save(
      rgb()
        .joinChannel(Buffer.from(alpha), { raw: { ...raw, channels: 1 } })
        .png(),
      "alpha.png",
    );
    const warnings: Warning[] = [];
    await readImage(path, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([{ code: "transparent", message: expect.stringContaining(text) }]);
  });

  it("gives black for an image that is transparent everywhere", async () => {
    const path = await save(rgb().ensureAlpha(0).png(), "invisible.png");
    for (const gray of [false, true]) {
      const image = await readImage(path, { gray });
      expect(image.channels).toBe(gray ? 1 : 3);
      expect(image.data.every((value) => value === 0)).toBe(true);
    }
  });

  it("says nothing of an alpha channel that hides nothing", async () => {
    const path = await save(rgb().ensureAlpha(1).png(), "opaque.png");
    const image = await readImage(path, { onWarning: ({ message }) => expect.unreachable(message) });
    expect(error(image)).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
  });

  describe("errors", () => {
    it("an option that there is not, or whose value makes no sense", async () => {
      const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
        .png()
        .toBuffer();
      await expect(readImage(picture, { grey: true } as object)).rejects.toThrow(
        /no option "grey"; valid options: maxPixels, allowDamaged, onSize, onWarning, gray$/,
      );
      await expect(readImage(picture, { onSize: 5 as unknown as () => void })).rejects.toThrow(
        /"onSize" must be a function, got 5/,
      );
    });

    it("missing, a folder, not an image, empty", async () => {
      const text = join(folder, "text.png");
      writeFileSync(text, "this is text");
      const empty = join(folder, "empty.png");
      writeFileSync(empty, "");
      await expect(readImage(join(folder, "missing.png"))).rejects.toThrow(
        /missing\.png: there is no such file/,
      );
      await expect(readImage(folder)).rejects.toThrow(/this is a folder, not a file/);
      await expect(readImage(text)).rejects.toThrow(/text\.png: not an image/);
      await expect(readImage(empty)).rejects.toThrow(/empty\.png: the file is empty/);
    });

    it("formats that are not read, whatever the name", async () => {
      const svg = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>';
      writeFileSync(join(folder, "drawing.png"), svg);
      await expect(readImage(join(folder, "drawing.png"))).rejects.toThrow(
        /png: this is an SVG drawing, which is not read; draw it/,
      );
    });

    it("bands that are no colours", async () => {
      const path = join(folder, "bands.tif");
      writeFileSync(path, plainTiff(40, 40, 5, 8));
      await expect(readImage(path)).rejects.toThrow(/bands\.tif: has 5 channels, which are no colours/);
    });

    it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
      "a file without permission",
      async () => {
        const path = await save(rgb().png(), "secret.png");
        chmodSync(path, 0);
        await expect(readImage(path)).rejects.toThrow(/secret\.png: no permission; check the path$/);
      },
    );

    it.each(["png", "jpg", "webp", "avif", "tif", "gif"])("truncated %s", async (extension) => {
      const noise = Uint8Array.from({ length: 200 * 150 * 3 }, (_, i) => (i * 7919) % 251);
      const whole = sharp(noise, { raw: { width: 200, height: 150, channels: 3 } });
      const path = join(folder, `whole.${extension}`);
      await whole.toFile(path);
      const cut = join(folder, `cut.${extension}`);
      for (const share of [0.3, 0.7, 0.95]) {
        const file = readFileSync(path);
        writeFileSync(cut, file.subarray(0, file.length * share));
        const reading = readImage(cut);
        await expect(reading).rejects.toMatchObject({ code: "invalid-input" });
        await expect(reading).rejects.toThrow(
          // Of the others nothing can be read without the end.
          ["png", "jpg"].includes(extension)
            ? /^\S+cut\.\w+: damaged or cut off; get the whole file again, or read .*"allowDamaged"$/
            : /^\S+cut\.\w+: damaged or cut off; get the whole file again$/,
        );
      }
    });

    it("a JPEG with longer sides than its decoder takes, which is no damage", async () => {
      const file = await rgb().jpeg().toBuffer();
      file.writeUInt16BE(65501, file.indexOf(Buffer.of(0xff, 0xc0)) + 7);
      await expect(readImage(file)).rejects.toMatchObject({
        code: "image-too-large",
        message: "has more than 65500 pixels a side, the most that its decoder takes; save it as PNG or TIFF",
      });
    });

    it("an AVIF with more pixels than its decoder takes, where they are allowed", async () => {
      const file = await rgb().avif().toBuffer();
      const sizes = file.indexOf("ispe") + 8;
      file.writeUInt32BE(40_000, sizes);
      file.writeUInt32BE(40_000, sizes + 4);
      await expect(readImage(file)).rejects.toThrow(/more than the 100 allowed/);
      await expect(readImage(file, { maxPixels: 2e9 })).rejects.toMatchObject({
        code: "image-too-large",
        message: expect.stringMatching(/^has more than 268435456 pixels, the most that its decoder takes/),
      });
    });

    it("an interlaced PNG that is cut off, of which nothing can be read", async () => {
      const file = await rgb().png({ progressive: true }).toBuffer();
      for (const allowDamaged of [false, true])
        await expect(readImage(file.subarray(0, file.length / 2), { allowDamaged })).rejects.toThrow(
          /^damaged or cut off; get the whole file again$/,
        );
    });

    it("tiles of a TIFF that are damaged", async () => {
      const tiled = { compression: "lzw", tile: true, tileWidth: 16, tileHeight: 16 } as const;
      const file = await rgb().tiff(tiled).toBuffer();
      for (let i = 0; i < 100; i++) file[300 + i] = (i * 7919 + 13) % 251;
      await expect(readImage(file)).rejects.toThrow(/^damaged or cut off; .*"allowDamaged"$/);
      expect(await readImage(file, { allowDamaged: true })).toMatchObject({ width: WIDTH, height: HEIGHT });
    });

    it.each([
      ["bytes are missing", (file: Buffer) => Buffer.concat([file.subarray(0, 4000), file.subarray(6000)])],
      [
        "bytes are changed",
        (file: Buffer) => file.map((byte, i) => (i > 3000 && i % 100 === 0 ? byte ^ 85 : byte)),
      ],
      ["the end is missing", (file: Buffer) => file.subarray(0, file.length / 2)],
    ])("a JPEG of which %s, unless that is allowed", async (_, damage) => {
      const noise = Uint8Array.from({ length: 160 * 120 * 3 }, (_, i) => (i * 7919) % 251);
      const raw = { width: 160, height: 120, channels: 3 as const };
      const whole = await sharp(noise, { raw }).jpeg().toBuffer();
      const path = join(folder, "damaged.jpg");
      writeFileSync(path, damage(whole));
      await expect(readImage(path)).rejects.toThrow(/damaged\.jpg: damaged or cut off; .*"allowDamaged"$/);
      const warnings: Warning[] = [];
      const onWarning = (warning: Warning): unknown => warnings.push(warning);
      const { width, height } = await readImage(path, { allowDamaged: true, onWarning });
      expect([width, height]).toEqual([160, 120]);
      expect(warnings).toEqual([
        { code: "damaged", message: "damaged or cut off: parts of it are missing or wrong" },
      ]);
    });

    it.each([
      ["gray", 1, 1],
      ["RGB, which could be linear light or not", 3, 2],
    ])("samples whose range nobody knows: %s", async (_, bands, photometric) => {
      const path = join(folder, "float.tif");
      writeFileSync(path, plainTiff(8, 8, bands, 32, photometric));
      await expect(readImage(path)).rejects.toThrow(
        /float\.tif: has samples of type float, whose range the file does not say; save it with 8 or 16/,
      );
    });

    it("colours in CIE Lab", async () => {
      await expect(readImage(plainTiff(8, 8, 3, 8, 8))).rejects.toThrow(
        /^its colours are in CIE Lab, which is not read; convert it to RGB$/,
      );
    });

    it("too many pixels, by the header", async () => {
      const path = await save(rgb().png(), "large.png");
      await expect(readImage(path, { maxPixels: 959 })).rejects.toMatchObject({ code: "image-too-large" });
      await expect(readImage(path, { maxPixels: 959 })).rejects.toThrow(/40×24 .* "maxPixels" 960/);
      expect(await readImage(path, { maxPixels: 960 })).toBeDefined();
    });
  });
});
