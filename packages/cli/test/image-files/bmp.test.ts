/** BMP files of every kind, made byte by byte as their specification has them. */
import type { Warning } from "@kernelgan/core";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readImage } from "../../src/image-files/read-image.js";
import { readPicture } from "../../src/image-files/read-picture.js";

interface Kind {
  width?: number;
  /** Negative: from the top down. */
  height?: number;
  bits: number;
  compression?: number;
  /** Bytes between the header and the pixels. */
  between?: readonly number[];
  pixels: readonly number[];
  /** 12, 40 or 124. */
  header?: number;
  perMetre?: number;
  alphaMask?: number;
  masks?: readonly number[];
}

function bmp(kind: Kind): Buffer {
  const { width = 2, height = 2, bits, compression = 0, between = [], pixels, header = 40 } = kind;
  const head = Buffer.alloc(14 + header);
  head.write("BM", "latin1");
  head.writeUInt32LE(14 + header + between.length, 10);
  head.writeUInt32LE(header, 14);
  if (header === 12) {
    head.writeUInt16LE(width, 18);
    head.writeUInt16LE(height, 20);
    head.writeUInt16LE(1, 22);
    head.writeUInt16LE(bits, 24);
  } else {
    head.writeInt32LE(width, 18);
    head.writeInt32LE(height, 22);
    head.writeUInt16LE(1, 26);
    head.writeUInt16LE(bits, 28);
    head.writeUInt32LE(compression, 30);
    head.writeInt32LE(kind.perMetre ?? 0, 38);
    head.writeInt32LE(kind.perMetre ?? 0, 42);
    for (const [i, mask] of (kind.masks ?? []).entries()) head.writeUInt32LE(mask, 54 + 4 * i);
  }
  return Buffer.concat([head, Buffer.from(between), Buffer.from(pixels)]);
}

const BLACK = [0, 0, 0, 0];
const RED = [0, 0, 255, 0];
const WHITE = [255, 255, 255, 0];
/** Upper row: red, black. Lower row: white, red. */
const EXPECTED = ["ff0000", "000000", "ffffff", "ff0000"];

/** The colours, row by row. */
async function colours(file: Buffer): Promise<string[]> {
  const { image } = await readPicture(file);
  const pixels = image.width * image.height;
  return Array.from({ length: pixels }, (_, i) =>
    [0, 1, 2]
      .map((c) => Math.round((image.data[(c % image.channels) * pixels + i] ?? 0) * 255))
      .map((value) => value.toString(16).padStart(2, "0"))
      .join(""),
  );
}

describe("BMP", () => {
  const palette = [...BLACK, ...RED, ...WHITE];
  const rows24 = [255, 255, 255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0];
  it.each<[string, Kind]>([
    ["24 bits", { bits: 24, pixels: rows24 }],
    ["24 bits, the oldest header", { bits: 24, pixels: rows24, header: 12 }],
    ["24 bits, the newest header", { bits: 24, pixels: rows24, header: 124 }],
    [
      "24 bits, from the top down",
      { bits: 24, height: -2, pixels: [...rows24.slice(8), ...rows24.slice(0, 8)] },
    ],
    ["32 bits", { bits: 32, pixels: [...WHITE, ...RED, ...RED, ...BLACK] }],
    ["8 bits", { bits: 8, between: [...palette, ...Array(1012).fill(0)], pixels: [2, 1, 0, 0, 1, 0, 0, 0] }],
    [
      "4 bits",
      { bits: 4, between: [...palette, ...Array(52).fill(0)], pixels: [0x21, 0, 0, 0, 0x10, 0, 0, 0] },
    ],
    [
      "RLE8",
      {
        bits: 8,
        compression: 1,
        between: [...palette, ...Array(1012).fill(0)],
        pixels: [1, 2, 1, 1, 0, 0, 1, 1, 0, 1],
      },
    ],
    [
      "RLE4, pixels as they are",
      {
        bits: 4,
        width: 3,
        compression: 2,
        between: [...palette, ...Array(52).fill(0)],
        pixels: [0, 3, 0x21, 0x00, 0, 0, 2, 0x10, 0, 1],
      },
    ],
    ["16 bits", { bits: 16, pixels: [0xff, 0x7f, 0, 0x7c, 0, 0x7c, 0, 0] }],
    [
      "16 bits with masks behind the header",
      {
        bits: 16,
        compression: 3,
        between: [0, 0xf8, 0, 0, 0xe0, 7, 0, 0, 0x1f, 0, 0, 0],
        pixels: [0xff, 0xff, 0, 0xf8, 0, 0xf8, 0, 0],
      },
    ],
  ])("%s", async (_, kind) => {
    const expected =
      kind.width === 3 ? ["ff0000", "000000", "000000", "ffffff", "ff0000", "000000"] : EXPECTED;
    expect(await colours(bmp(kind))).toEqual(expected);
  });

  it("1 bit: black and white are gray", async () => {
    const file = bmp({ bits: 1, between: [...BLACK, ...WHITE], pixels: [0x80, 0, 0, 0, 0x40, 0, 0, 0] });
    const image = await readImage(file);
    expect(image.channels).toBe(1);
    expect(Array.from(image.data)).toEqual([0, 1, 1, 0]);
  });

  it("has transparency where a mask says so, unless all of it is empty", async () => {
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const with32 = (alpha: number): Buffer =>
      bmp({
        bits: 32,
        compression: 3,
        header: 124,
        masks,
        pixels: [...WHITE, ...RED, ...RED, ...BLACK].map((value, i) => (i === 3 ? alpha : value)),
      });
    expect(Array.from((await readPicture(with32(255))).alpha?.data ?? [])).toEqual([0, 0, 1, 0]);
    expect((await readPicture(with32(0))).alpha).toBeUndefined();
  });

  it("keeps pixels per inch", async () => {
    expect(await readPicture(bmp({ bits: 24, pixels: rows24, perMetre: 11811 }))).toMatchObject({
      density: 300,
    });
  });

  it.each([
    ["cut off", bmp({ bits: 24, pixels: rows24.slice(0, 9) }), /damaged or cut off.*"allowDamaged"$/],
    ["without pixels a side", bmp({ bits: 24, width: 0, pixels: [] }), /its header is damaged/],
    ["of 3 bits", bmp({ bits: 3, pixels: rows24 }), /its header is damaged/],
    [
      "that is a JPEG inside",
      bmp({ bits: 24, compression: 4, pixels: rows24 }),
      /holds a JPEG inside; save it as/,
    ],
    [
      "that ends in its header",
      bmp({ bits: 24, pixels: [] }).subarray(0, 30),
      /its header is damaged or cut off/,
    ],
    [
      "of many pixels",
      bmp({ bits: 24, width: 1e6, height: 1e6, pixels: [] }),
      /is 1000000 megapixels, more than the 100 allowed/,
    ],
  ])("refuses one %s", async (_, file, message) => {
    await expect(readPicture(file)).rejects.toThrow(message);
  });

  it("reads what is there of one that is cut off, where that is allowed", async () => {
    const warnings: Warning[] = [];
    const { image } = await readPicture(bmp({ bits: 24, pixels: rows24.slice(0, 8) }), {
      allowDamaged: true,
      onWarning: (warning) => warnings.push(warning),
    });
    expect(Array.from(image.data.subarray(0, 4))).toEqual([0, 0, 1, 1]);
    expect(warnings).toEqual([
      { code: "damaged", message: "damaged or cut off: parts of it are missing or wrong" },
    ]);
  });

  it("gives what a PNG of the same pixels gives", async () => {
    const [width, height] = [17, 5];
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256);
    const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    const rows = Array.from({ length: height }, (_, y) => {
      const row = Array.from({ length: width }, (_, x) => {
        const at = ((height - 1 - y) * width + x) * 3;
        return [rgb[at + 2]!, rgb[at + 1]!, rgb[at]!];
      });
      return [...row.flat(), 0];
    });
    expect(await readImage(bmp({ width, height, bits: 24, pixels: rows.flat() }))).toEqual(
      await readImage(png),
    );
  });
});
