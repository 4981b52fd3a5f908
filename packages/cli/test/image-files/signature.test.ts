import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { inputFormat } from "../../src/image-files/signature.js";

const image = sharp({ create: { width: 8, height: 8, channels: 3, background: "#123" } });

describe("inputFormat", () => {
  it.each([
    ["png", "png"],
    ["jpeg", "jpeg"],
    ["webp", "webp"],
    ["tiff", "tiff"],
    ["avif", "heif"],
    ["gif", "gif"],
  ] as const)("knows %s by its first bytes", async (format, expected) => {
    expect(inputFormat(await image.toFormat(format).toBuffer())).toBe(expected);
  });

  it.each([
    ["%PDF-1.7", "this is a PDF document"],
    ["\0\0\0\x18ftypheic\0\0\0\0", "this is a HEIC image, which is not read; convert it to PNG or JPEG"],
    // What it is coded in is said by the first brand.
    ["\0\0\0\x20ftypheic\0\0\0\0mif1avifmiaf", "this is a HEIC image"],
    [
      "\0\0\0\x18ftypcrx \0\0\0\x01crx isom",
      "raw photograph of a Canon camera (CR3), which is not read; develop it",
    ],
    ["\0\0\0\x18ftypisom\0\0\0\0isommp41", "this is a video"],
    ["\0\0\0\x0cJXL \r\n\x87\n", "this is a JPEG XL image"],
    ["\xff\x0a", "this is a JPEG XL image"],
    ["\0\0\x02\0\0\0\0\0\0\0\0\0\xc8\0\x96\0\x18\0", "this is a TGA image, which is not read; convert"],
    ["\0\0\x02\0\x01\0\x20\x20", "this is a cursor (CUR)"],
    ["8BPS\0\x01", "this is a Photoshop document (PSD), which is not read; save it as"],
    ["FUJIFILMCCD-RAW", "this is a raw photograph of a Fujifilm camera"],
    ["II*\0\x10\0\0\0CR\x02\0", "this is a raw photograph"],
    ["<!DOCTYPE html><html>", "this is a web page"],
    ["P6\n8 8\n255\n", "this is a PNM image"],
    ["<!-- --><SVG xmlns", "this is an SVG drawing"],
    ["#?RADIANCE", "this is a Radiance image"],
    ["text", "not an image that is read"],
    ["", "the file is empty"],
  ])("refuses %j", (start, message) => {
    expect(() => inputFormat(Buffer.from(start, "latin1"))).toThrow(message);
  });

  it.each([
    ["a mosaic of colour filters", [[262, 32803]]],
    ["the version of DNG", [[50706, 4]]],
    [
      "a small version of what is below",
      [
        [254, 1],
        [330, 400],
      ],
    ],
  ])("tells a raw photograph from a TIFF: %s", (_, tags) => {
    expect(() => inputFormat(tiffStart(tags as [number, number][]))).toThrow(/this is a raw photograph/);
  });

  it("takes a TIFF for one", () => {
    expect(
      inputFormat(
        tiffStart([
          [254, 0],
          [262, 2],
          [330, 400],
        ]),
      ),
    ).toBe("tiff");
  });

  it("takes AVIF by any of its brands", () => {
    const start = Buffer.from("\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "latin1");
    expect(inputFormat(start)).toBe("heif");
  });
});

/** A big-endian TIFF's header and directory. */
function tiffStart(tags: readonly [number, number][]): Buffer {
  const bytes = Buffer.alloc(10 + 12 * tags.length + 4);
  bytes.write("MM\0*", "latin1");
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(tags.length, 8);
  for (const [i, [tag, value]] of tags.entries()) {
    bytes.writeUInt16BE(tag, 10 + 12 * i);
    bytes.writeUInt16BE(4, 12 + 12 * i);
    bytes.writeUInt32BE(1, 14 + 12 * i);
    bytes.writeUInt32BE(value, 18 + 12 * i);
  }
  return bytes;
}
