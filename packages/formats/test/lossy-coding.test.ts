import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { blobReader, memoryReader } from "../src/byte-reader.js";
import { readLossyCoding } from "../src/lossy-coding.js";
import type { InputFormat } from "../src/picture-signature.js";

const SIDE = 64;
const pixels = Buffer.from(
  Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (i * 7 + 31 * Math.floor(i / 50)) % 251),
);
const picture = (height = SIDE, pageHeight = height): Sharp =>
  sharp(pixels.subarray(0, 3 * SIDE * height), {
    raw: { width: SIDE, height, channels: 3, ...(pageHeight < height && { pageHeight }) },
  });
const codingOf = (file: Buffer, format: InputFormat, area = SIDE * SIDE) =>
  readLossyCoding(memoryReader(file), format, area);

describe("readLossyCoding", () => {
  it.each([
    ["webp", "webp", picture().webp({ quality: 70 })],
    ["avif", "heif", picture().avif({ quality: 60 })],
  ] as const)("%s: the bits of the pixels, without metadata", async (codec, format, encoder) => {
    const plain = await encoder.clone().toBuffer();
    const tagged = await encoder
      .clone()
      .withExif({ IFD0: { Artist: "A".repeat(5000) } })

      .toBuffer();
    expect(tagged.length).toBeGreaterThan(plain.length + 5000);
    const coding = await codingOf(plain, format);
    expect(coding?.codec).toBe(codec);
    const bytes = ((coding?.bitsPerPixel ?? 0) * SIDE * SIDE) / 8;
    expect(bytes).toBeLessThan(plain.length);
    expect(bytes).toBeGreaterThan(plain.length - 500);
    if (codec === "webp") expect(await codingOf(tagged, format)).toEqual(coding);
    expect(
      await readLossyCoding(blobReader(new Blob([Uint8Array.from(plain)])), format, SIDE * SIDE),
    ).toEqual(coding);
  });

  it("of an animation: the mean of its frames", async () => {
    const frames = await picture(SIDE, SIDE / 2)
      .webp({ quality: 70 })
      .toBuffer();
    expect((await sharp(frames, { animated: true }).metadata()).pages).toBe(2);
    const whole = await codingOf(await picture().webp({ quality: 70 }).toBuffer(), "webp");
    const coding = await codingOf(frames, "webp", (SIDE * SIDE) / 2);
    expect(coding?.bitsPerPixel).toBeGreaterThan(0.7 * (whole?.bitsPerPixel ?? 0));
    expect(coding?.bitsPerPixel).toBeLessThan(1.5 * (whole?.bitsPerPixel ?? 0));
  });

  it("of what loses nothing, or shows its loss: nothing", async () => {
    expect(await codingOf(await picture().webp({ lossless: true }).toBuffer(), "webp")).toBeUndefined();
    expect(await codingOf(await picture().avif({ lossless: true }).toBuffer(), "heif")).toBeUndefined();
    expect(await codingOf(await picture().jpeg().toBuffer(), "jpeg")).toBeUndefined();
    expect(await codingOf(await picture().png().toBuffer(), "png")).toBeUndefined();
  });

  it("AVIF without a size for its last box, and with a large one", async () => {
    const file = await picture().avif({ quality: 60 }).toBuffer();
    const coding = await codingOf(file, "heif");
    const at = file.indexOf("mdat") - 4;
    const open = Buffer.from(file);
    open.writeUInt32BE(0, at);
    expect(await codingOf(open, "heif")).toEqual(coding);
    const large = Buffer.concat([file.subarray(0, at + 8), Buffer.alloc(8), file.subarray(at + 8)]);
    large.writeUInt32BE(1, at);
    large.writeBigUInt64BE(BigInt(file.readUInt32BE(at) + 8), at + 8);
    expect((await codingOf(large, "heif"))?.bitsPerPixel).toBeCloseTo(coding?.bitsPerPixel ?? 0, 1);
  });

  it("of what is cut off: no more than is there", async () => {
    for (const [format, file] of [
      ["webp", await picture().webp().toBuffer()],
      ["heif", await picture().avif().toBuffer()],
    ] as const) {
      for (const length of [0, 7, 11, 19, 40, file.length >> 1]) {
        const coding = await codingOf(file.subarray(0, length), format);
        expect(coding?.bitsPerPixel ?? 0).toBeLessThan((8 * file.length) / SIDE ** 2);
      }
    }
  });
});
