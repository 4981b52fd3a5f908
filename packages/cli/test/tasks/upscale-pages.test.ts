/** Animations and files with several pages, read again by libvips. */
import { type Kernel, planarImage, random } from "@kernelgan/core";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import type { Picture } from "../../src/image-files/picture.js";
import { openPictures, readPicture } from "../../src/image-files/read-picture.js";
import { encodePictures } from "../../src/image-files/write-picture.js";
import { estimate } from "../../src/tasks/estimate.js";
import { upscale } from "../../src/tasks/upscale.js";
import { nagasakiBoats } from "../helpers/photographs.js";

const FRAMES = 3;
const WIDTH = 64;
const HEIGHT = 48;
const DELAYS = [50, 100, 150];
const files: Record<string, Buffer> = {};

beforeAll(async () => {
  const frames = await Promise.all(
    Array.from({ length: FRAMES }, (_, i) =>
      sharp(nagasakiBoats)
        .extract({ left: 200 + 40 * i, top: 300, width: 2 * WIDTH, height: 2 * HEIGHT })
        .resize(WIDTH, HEIGHT)
        .png()
        .toBuffer(),
    ),
  );
  const all = sharp(frames, { join: { animated: true } });
  files.gif = await all.clone().gif({ delay: DELAYS, loop: 3 }).toBuffer();
  files.webp = await all.clone().webp({ lossless: true, delay: DELAYS, loop: 3 }).toBuffer();
  files.tif = await all.clone().tiff().toBuffer();
  files.png = frames[0]!;
});

describe("upscale of several pictures", () => {
  it.each([
    ["gif", "gif"],
    ["gif", "webp"],
    ["webp", "webp"],
    ["webp", "tif"],
    ["tif", "tif"],
  ] as const)("%s → %s keeps all of them, their delays and the loop", async (from, to) => {
    const result = await upscale(files[from]!, { kernel: "spectral", pictureFormat: to });
    expect(result.pages).toHaveLength(FRAMES);
    const found = await sharp(await result.toBuffer(), { animated: true }).metadata();
    expect(found).toMatchObject({ pages: FRAMES, width: 2 * WIDTH, height: 2 * HEIGHT * FRAMES });
    if (from !== "tif" && to !== "tif") expect(found).toMatchObject({ delay: DELAYS, loop: 3 });
  });

  it.each(["gif", "webp"] as const)(
    "writes as %s what no encoder takes as the most that it does",
    async (to) => {
      // A WebP has 24 bits for a delay, behind place and size of the frame; a GIF's repetitions are one less.
      const slow = Buffer.from(files.webp!);
      slow.writeUIntLE(100_000, slow.indexOf("ANMF") + 20, 3);
      const endless = Buffer.from(files.gif!);
      endless.writeUInt16LE(65535, endless.indexOf("NETSCAPE2.0") + 13);
      const found = await Promise.all(
        [slow, endless].map(async (file) => {
          const result = await upscale(file, { kernel: "bicubic", strength: 0 });
          return sharp(await result.toBuffer(to), { animated: true }).metadata();
        }),
      );
      expect(found).toMatchObject([
        { delay: [to === "webp" ? 65_535 : 65_540, ...DELAYS.slice(1)] },
        { loop: 0 },
      ]);
    },
  );

  it("makes of each what it makes of it alone with the same kernel", async () => {
    const together = await upscale(files.webp!, { kernel: "spectral" });
    const confidence = together.estimate?.fellBack ? 0 : together.confidence;
    const alone = await upscale(files.png!, { kernels: together.kernel, confidence });
    const bytes = ({ image }: Picture): Buffer => Buffer.from(image.data.buffer);
    expect(bytes(together.pages[0]!).equals(bytes(alone.picture))).toBe(true);
    expect(bytes(together.pages[1]!).equals(bytes(alone.picture))).toBe(false);
    // The same by way of a file.
    const webp = await upscale(files.webp!, { kernel: "spectral", pictureFormat: "webp" });
    const [first] = await rawFrames(await webp.toBuffer());
    const [again] = await rawFrames(await together.toBuffer("webp"));
    expect(first?.equals(again!)).toBe(true);
  });

  it("estimates one kernel for all, the median of theirs", async () => {
    const { kernel } = await estimate(files.webp!, { method: "spectral", fallback: false });
    const opened = await openPictures(files.webp!);
    const each: Kernel[] = [];
    for (let page = 0; page < opened.count; page++) {
      const bytes = await encodePictures("png", [await opened.read(page)], undefined);
      each.push((await estimate(bytes, { method: "spectral", fallback: false })).kernel);
    }
    const medians = kernel.data.map((_, i) => each.map((one) => one.data[i]!).sort((a, b) => a - b)[1]!);
    const sum = medians.reduce((a, b) => a + b, 0);
    expect(Array.from(kernel.data)).toEqual(
      Array.from(medians, (weight) => expect.closeTo(weight / sum, 12)),
    );
  });

  it("reduces to a size below the frames', with a method that has no kernel for their own", async () => {
    const { pages, kernelOrigin, kernel, warnings } = await upscale(files.gif!, {
      kernel: "kernelgan",
      size: `${WIDTH - 4}x`,
      iterations: 10,
      runs: 1,
      fallback: false,
    });
    expect(pages.map(({ image }) => image.width)).toEqual(Array(FRAMES).fill(WIDTH - 4));
    expect({ kernelOrigin, scale: kernel.scale }).toEqual({ kernelOrigin: "kernelgan", scale: 2 });
    expect(warnings).toContainEqual(expect.objectContaining({ code: "reduced" }));
  });

  it("reports the progress of all, which never goes back", async () => {
    const shares: number[] = [];
    const options = { kernel: "bicubic", method: "zssr", zssrIterations: 2, threads: 1 } as const;
    await upscale(files.gif!, options, { onRestoreProgress: ({ done }) => shares.push(done) });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.some((share) => share < 1 / FRAMES)).toBe(true);
    expect(shares.at(-1)).toBe(1);
  });

  it("takes the first where the format holds one, and says so", async () => {
    const { pages, warnings, toBuffer } = await upscale(files.gif!, {
      kernel: "bicubic",
      pictureFormat: "png",
    });
    expect(pages).toHaveLength(1);
    expect(warnings).toContainEqual({
      code: "first-page",
      message: "only the first of 3 frames is enlarged, as PNG holds one picture; .gif and .webp hold all",
    });
    expect(await sharp(await toBuffer()).metadata()).toMatchObject({ width: 2 * WIDTH, height: 2 * HEIGHT });
    const all = await upscale(files.gif!, { kernel: "bicubic" });
    await expect(all.toBuffer("jpg")).rejects.toThrow(
      "JPEG holds one picture, and there are 3; use .gif, .webp",
    );
  });

  it("falls back to the bicubic kernel where no frame shows a blur", async () => {
    // Each frame has another gray, or the encoder would keep one of them.
    const flat = Uint8Array.from({ length: 40 * 120 * 3 }, (_, i) => 60 * Math.floor(i / (40 * 40 * 3)));
    const gif = await sharp(flat, { raw: { width: 40, height: 120, channels: 3, pageHeight: 40 } })
      .webp({ lossless: true, delay: [10, 20, 30] })
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(3);
    const { kernelOrigin, fellBack, warnings } = await upscale(gif, { pictureFormat: "webp" });
    expect({ kernelOrigin, fellBack }).toEqual({ kernelOrigin: "bicubic", fellBack: true });
    expect(warnings).toEqual([
      {
        code: "no-estimate",
        message: expect.stringMatching(/flat.*; enlarged in the usual way, with the bicubic kernel/),
      },
    ]);
    const same = await upscale(gif, { pictureFormat: "webp", scale: 1 });
    expect(same.warnings).toEqual([
      { code: "no-estimate", message: expect.stringMatching(/flat.*; nothing is sharpened$/) },
    ]);
  });

  it("writes pages of several sizes and depths as TIFF, and as nothing else", async () => {
    const numbers = random(1);
    const page = (width: number, height: number, channels: number) =>
      planarImage(
        width,
        height,
        channels,
        Float32Array.from({ length: width * height * channels }, () => (1 + numbers.integer(254)) / 255),
      );
    const pictures = [
      { image: page(300, 700, 3), depth: 8 as const, density: 150 },
      { image: page(20, 30, 1), depth: 16 as const },
      { image: page(40, 10, 3), depth: 8 as const, alpha: page(40, 10, 1) },
    ];
    const tiff = await encodePictures("tif", pictures, undefined);
    const opened = await openPictures(tiff);
    expect(opened.count).toBe(3);
    for (const [i, picture] of pictures.entries()) {
      const { image, alpha, depth } = await opened.read(i);
      const { data, ...size } = picture.image;
      expect({ ...image, data: undefined, alpha, depth }).toEqual({
        ...size,
        alpha: picture.alpha,
        depth: picture.depth,
      });
      // In one go: a value at a time takes seconds.
      expect(Buffer.from(image.data.buffer).equals(Buffer.from(data.buffer))).toBe(true);
      // By a reader that does not know this project.
      const raw = await sharp(tiff, { page: i }).toColourspace("srgb").raw().toBuffer();
      expect(raw[0]).toBeCloseTo(255 * image.data[0]!, depth === 16 ? -1 : 3);
    }
    await expect(encodePictures("gif", pictures, undefined)).rejects.toThrow(/one size.*use \.tif/);
    await expect(upscale(tiff, { kernel: "bicubic", pictureFormat: "webp" })).rejects.toThrow(
      /pages have 300×700 and 20×30 pixels.*one size; use \.tif/,
    );
  });

  it("counts the pixels of all frames", async () => {
    const maxPixels = 2 * WIDTH * HEIGHT;
    await expect(upscale(files.gif!, { maxPixels })).rejects.toMatchObject({ code: "image-too-large" });
    expect((await readPicture(files.png!, { maxPixels })).image.width).toBe(WIDTH);
  });

  it("does not take the smaller versions in a TIFF for pages", async () => {
    const pyramid = await sharp(files.png!).resize(600, 600).tiff({ pyramid: true, tile: true }).toBuffer();
    expect((await sharp(pyramid).metadata()).pages).toBeGreaterThan(1);
    expect((await openPictures(pyramid)).count).toBe(1);
  });
});

async function rawFrames(file: Uint8Array): Promise<Buffer[]> {
  const { data, info } = await sharp(file, { animated: true }).raw().toBuffer({ resolveWithObject: true });
  const size = info.width * info.channels * (info.height / FRAMES);
  return Array.from({ length: FRAMES }, (_, i) => data.subarray(i * size, (i + 1) * size));
}
