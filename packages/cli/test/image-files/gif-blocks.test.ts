import type { Warning } from "@kernelgan/core";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { isGifWhole } from "../../src/image-files/gif-blocks.js";
import { readImage } from "../../src/image-files/read-image.js";
import { openPictures } from "../../src/image-files/read-picture.js";

const SIDE = 40;
const FRAMES = 3;

/** Frames of noise, below each other. */
function frames(count = FRAMES): Sharp {
  const samples = Uint8Array.from(
    { length: SIDE * SIDE * count * 3 },
    (_, i) => (i * i * 31 + i * 7919) % 251,
  );
  return sharp(samples, { raw: { width: SIDE, height: SIDE * count, channels: 3, pageHeight: SIDE } });
}

describe("isGifWhole", () => {
  it.each<[string, () => Sharp]>([
    ["one frame", () => frames(1).gif()],
    ["several frames", () => frames().gif({ delay: [10, 20, 30] })],
    ["frames with colours of their own", () => frames().gif({ reuse: false, interPaletteMaxError: 0 })],
    ["two colours", () => frames().gif({ colours: 2 })],
  ])("a whole GIF: %s, with or without its last byte", async (_, encode) => {
    const file = await encode().toBuffer();
    expect(isGifWhole(file)).toBe(true);
    expect(isGifWhole(file.subarray(0, -1))).toBe(true);
    expect(isGifWhole(Buffer.concat([file, Buffer.alloc(10)]))).toBe(true);
  });

  it("not one that is cut off within a block", async () => {
    const file = await frames().gif().toBuffer();
    for (const share of [0.3, 0.5, 0.8, 0.99])
      expect(isGifWhole(file.subarray(0, file.length * share))).toBe(false);
  });

  it("is asked by the reader: the decoder leaves frames out", async () => {
    const file = await frames().gif().toBuffer();
    const cut = file.subarray(0, file.length * 0.8);
    expect((await sharp(cut).metadata()).pages).toBeLessThanOrEqual(FRAMES);
    await expect(readImage(cut)).rejects.toThrow(/^damaged or cut off; .*"allowDamaged"$/);
    const warnings: Warning[] = [];
    const pictures = await openPictures(cut, { allowDamaged: true, onWarning: (w) => warnings.push(w) });
    expect((await pictures.read(0)).image.width).toBe(SIDE);
    expect(warnings.map(({ code }) => code)).toContain("damaged");
  });
});
