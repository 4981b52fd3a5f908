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
  ] as const)("knows %s by its first bytes", async (format, expected) => {
    expect(inputFormat(await image.toFormat(format).toBuffer())).toBe(expected);
  });

  it.each([
    ["GIF89a", "this is a GIF image"],
    ["%PDF-1.7", "this is a PDF document"],
    ["BM....", "this is a BMP image"],
    ["\0\0\0\x18ftypheic\0\0\0\0", "this is a HEIC image"],
    ["<!-- --><SVG xmlns", "this is an SVG drawing"],
    ["#?RADIANCE", "this is a Radiance image"],
    ["text", "not an image that is read"],
    ["", "the file is empty"],
  ])("refuses %j", (start, message) => {
    expect(() => inputFormat(Buffer.from(start, "latin1"))).toThrow(message);
  });
});
