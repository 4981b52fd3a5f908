import { createHash } from "node:crypto";
import exifr from "exifr";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { blobReader, memoryReader } from "../../src/byte-reader.js";
import {
  embedInJpeg,
  embedInWebp,
  isDisplayP3,
  isSrgb,
  pngChunksOf,
  profileSpace,
  readFileFacts,
} from "../../src/metadata/index.js";

const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';

const gray = sharp({ create: { width: 40, height: 30, channels: 3, background: "#345" } });
const written = (format: "jpeg" | "png" | "webp"): Promise<Buffer> =>
  gray
    .clone()
    .withMetadata({ density: 240 })
    .withIccProfile("p3")
    .withExif({ IFD0: { Artist: "A. Photographer" } })
    .withXmp(XMP)
    [format]()
    .toBuffer();

describe("what a file says beside its pixels", () => {
  it.each(["jpeg", "png", "webp"] as const)("is read of %s as another program reads it", async (format) => {
    const file = await written(format);
    const { icc, density } = await sharp(file).metadata();
    for (const reader of [memoryReader(file), blobReader(new Blob([Uint8Array.from(file)]))]) {
      const facts = await readFileFacts(reader, format);
      expect(facts?.depth).toBe(8);
      expect(Buffer.from(facts?.icc ?? []).equals(icc as Buffer)).toBe(true);
      // The others have it in EXIF.
      expect(facts?.density && Math.round(facts.density)).toBe(format === "png" ? density : undefined);
      expect(facts?.metadata.xmp).toContain("x:xmpmeta");
      expect(await exifr.parse(Buffer.from(facts?.metadata.exif ?? []))).toMatchObject({
        Artist: "A. Photographer",
      });
    }
  });

  it("is the density of JFIF", async () => {
    const file = embedInJpeg(
      await gray.clone().jpeg().toBuffer(),
      {},
      { width: 40, height: 30, alpha: false, density: 240 },
      () => {},
    );
    expect((await sharp(file).metadata()).density).toBe(240);
    expect((await readFileFacts(memoryReader(file), "jpeg"))?.density).toBe(240);
  });

  it("is nothing for other formats, and what is there of files that are cut off", async () => {
    expect(await readFileFacts(memoryReader(new Uint8Array(99)), "gif")).toBeUndefined();
    for (const format of ["jpeg", "png", "webp"] as const) {
      const file = await written(format);
      for (let length = 12; length < file.length; length += 37) {
        expect(await readFileFacts(memoryReader(file.subarray(0, length)), format)).toMatchObject({
          metadata: {},
        });
      }
    }
  });

  it("says 16 bits of PNG", async () => {
    const deep = await gray.clone().toColourspace("rgb16").png().toBuffer();
    expect((await readFileFacts(memoryReader(deep), "png"))?.depth).toBe(16);
  });
});

describe("a colour profile", () => {
  it("takes the place of the one that is there", async () => {
    const { icc: p3 } = await sharp(await written("png")).metadata();
    const profile = Uint8Array.from(p3 as Buffer);
    const size = { width: 40, height: 30, alpha: false };
    const jpeg = embedInJpeg(
      await gray.clone().withIccProfile("srgb").jpeg().toBuffer(),
      {},
      size,
      () => {},
      profile,
    );
    const webp = embedInWebp(await gray.clone().withIccProfile("srgb").webp().toBuffer(), {}, size, profile);
    for (const file of [jpeg, webp]) {
      const { icc } = await sharp(file).metadata();
      expect(icc?.equals(p3 as Buffer)).toBe(true);
      expect(await sharp(file).stats()).toMatchObject({ isOpaque: true });
    }
  });

  it("longer than a segment of JPEG comes back whole", async () => {
    const long = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
    const file = embedInJpeg(
      await gray.clone().jpeg().toBuffer(),
      {},
      { width: 40, height: 30, alpha: false },
      () => {},
      long,
    );
    const facts = await readFileFacts(memoryReader(file), "jpeg");
    const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
    expect(digest(facts?.icc ?? new Uint8Array())).toBe(digest(long));
  });

  it("is known by its name and its values", async () => {
    const { icc: p3 = Buffer.alloc(0) } = await sharp(await written("png")).metadata();
    const { icc: srgb = Buffer.alloc(0) } = await sharp(
      await gray.clone().withIccProfile("srgb").png().toBuffer(),
    ).metadata();
    expect([profileSpace(p3), isDisplayP3(p3), isSrgb(p3)]).toEqual(["RGB ", true, false]);
    expect([isDisplayP3(srgb), isSrgb(srgb)]).toEqual([false, true]);
    // As Chromium names it.
    const named = Buffer.from("Display P3 Gamut with sRGB Transfer", "utf16le").swap16();
    expect([isDisplayP3(named), isSrgb(named)]).toEqual([true, false]);
    expect(await pngChunksOf({ icc: p3, density: 72, metadata: {} })).toHaveLength(2);
  });
});
