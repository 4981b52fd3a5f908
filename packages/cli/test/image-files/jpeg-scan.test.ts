import type { Warning } from "@kernelgan/core";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { isScanWhole } from "../../src/image-files/jpeg-scan.js";
import { readImage } from "../../src/image-files/read-image.js";
import { nagasakiBoats } from "../helpers/photographs.js";

const photo = (): Sharp => sharp(nagasakiBoats).resize(203, 149);

/** The file with `count` other bytes from its middle on, none of which is part of a marker. */
function damaged(file: Uint8Array, count: number): Buffer {
  const copy = Buffer.from(file);
  for (let i = 0; i < count; i++) copy[Math.floor(copy.length / 2) + i] = (i * 7919 + 13) % 251;
  return copy;
}

describe("isScanWhole", () => {
  it.each<[string, () => Sharp]>([
    ["colours at half the size", () => photo().jpeg({ chromaSubsampling: "4:2:0" })],
    [
      "colours at full size, the best quality",
      () => photo().jpeg({ quality: 100, chromaSubsampling: "4:4:4" }),
    ],
    ["tables of its own", () => photo().jpeg({ optimiseCoding: true })],
    ["gray", () => photo().toColourspace("b-w").jpeg()],
    ["CMYK", () => photo().toColourspace("cmyk").jpeg()],
    ["one pixel", () => photo().resize(1, 1).jpeg()],
    ["several scans", () => photo().jpeg({ progressive: true })],
  ])("a whole JPEG: %s", async (_, encode) => {
    expect(isScanWhole(await encode().toBuffer())).toBe(true);
  });

  it.each([10, 100, 1000])(
    "not one with %i other bytes, which the decoder takes for pixels",
    async (count) => {
      const file = damaged(await photo().jpeg({ optimiseCoding: false }).toBuffer(), count);
      await sharp(file, { failOn: "warning" }).raw().toBuffer();
      expect(isScanWhole(file)).toBe(false);
    },
  );

  it("not one with many bytes behind the last block, but for padding", async () => {
    const file = await photo().jpeg().toBuffer();
    const withMore = (...bytes: number[]): Buffer =>
      Buffer.concat([file.subarray(0, -2), Buffer.from(bytes), file.subarray(-2)]);
    const bytes = Array.from({ length: 50 }, (_, i) => i);
    expect(isScanWhole(withMore(...bytes))).toBe(false);
    expect(isScanWhole(withMore(...bytes.slice(0, 30)))).toBe(true);
    expect(isScanWhole(withMore(...bytes.fill(0)))).toBe(true);
  });

  it("is asked by the reader", async () => {
    const file = damaged(await photo().jpeg({ optimiseCoding: false }).toBuffer(), 100);
    await expect(readImage(file)).rejects.toThrow(/^damaged or cut off; .*"allowDamaged"$/);
    const warnings: Warning[] = [];
    const image = await readImage(file, {
      allowDamaged: true,
      onWarning: (warning) => warnings.push(warning),
    });
    expect([image.width, warnings]).toEqual([
      203,
      [{ code: "damaged", message: "damaged or cut off: parts of it are missing or wrong" }],
    ]);
  });

  it("ends with any bytes", async () => {
    const file = await photo().resize(16, 16).jpeg().toBuffer();
    for (let length = 0; length < file.length; length++)
      expect(typeof isScanWhole(file.subarray(0, length))).toBe("boolean");
  });
});
