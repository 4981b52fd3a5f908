/**
 * Metadata from file to file, checked with readers that are not this project's: exifr, libvips, and the chunks
 * themselves.
 */
import { deflateSync, inflateSync } from "node:zlib";
import { imresize, type Warning } from "@kernelgan/core";
import {
  numberField,
  type PictureMetadata,
  PNG_HEADER_LENGTH,
  pngChunk,
  writeFields,
} from "@kernelgan/formats/internal";
import exifr from "exifr";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readPicture } from "../../src/image-files/read-picture.js";
import { encodePicture } from "../../src/image-files/write-picture.js";
import { noise, p3 } from "../helpers/pictures.js";

const PARSE = { tiff: true, ifd1: true, exif: true, gps: true, xmp: true, iptc: true, icc: false } as const;
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ' +
  'xmlns:exif="http://ns.adobe.com/exif/1.0/" tiff:Orientation="6" xmp:Rating="4">' +
  "<exif:PixelXDimension>60</exif:PixelXDimension></rdf:Description></rdf:RDF></x:xmpmeta>";
/** "By-line: Ada". */
const IPTC = Buffer.from("\x1c\x02\x50\0\x03Ada", "latin1");

/** A camera's JPEG: 60×40, to be shown upright after a quarter turn, with a thumbnail. */
async function cameraFile(): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 60 * 40 * 3 }, (_, i) => (i * 7) % 256));
  const image = sharp(pixels, { raw: { width: 60, height: 40, channels: 3 } });
  const jpeg = await image
    .clone()
    .withMetadata({
      orientation: 6,
      density: 300,
      exif: {
        IFD0: { Make: "ACME", Model: "Phone 1", Artist: "Ada", Copyright: "CC0" },
        IFD2: { ExposureTime: "1/125", DateTimeOriginal: "2024:05:01 10:00:00", PixelXDimension: "60" },
        IFD3: { GPSLatitudeRef: "N", GPSLatitude: "52/1 30/1 0/1" },
      },
    })
    .withIccProfile("p3")
    .withXmp(XMP)
    .jpeg()
    .toBuffer();
  return withThumbnail(jpeg, await image.resize(16, 12).jpeg().toBuffer());
}

/** The file with a thumbnail in its EXIF, IPTC and a comment. */
function withThumbnail(jpeg: Buffer, thumbnail: Buffer): Buffer {
  const at = jpeg.indexOf("Exif\0\0");
  const length = jpeg.readUInt16BE(at - 2);
  const block = Buffer.from(jpeg.subarray(at + 6, at - 2 + length));
  const little = block.toString("latin1", 0, 2) === "II";
  const first = little ? block.readUInt32LE(4) : block.readUInt32BE(4);
  const nextAt = first + 2 + 12 * (little ? block.readUInt16LE(first) : block.readUInt16BE(first));
  const base = block.length + (block.length % 2);
  if (little) block.writeUInt32LE(base, nextAt);
  else block.writeUInt32BE(base, nextAt);
  const fields = (place: number) => [
    numberField(259, 3, 6),
    numberField(274, 3, 6),
    numberField(513, 4, place),
    numberField(514, 4, thumbnail.length),
  ];
  const size = writeFields(fields(0), base, little).length;
  const second = writeFields(fields(base + size), base, little);
  const exif = Buffer.concat([block, Buffer.alloc(base - block.length), second, thumbnail]);
  const segment = (marker: number, data: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  const resource = Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x08", "latin1");
  return Buffer.concat([
    jpeg.subarray(0, at - 4),
    segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exif])),
    segment(0xed, Buffer.concat([resource, IPTC])),
    segment(0xfe, Buffer.from("a comment")),
    jpeg.subarray(at - 2 + length),
  ]);
}

/** The camera's picture, twice as large, in another format. */
async function enlarged(extension: string, options: { strip?: boolean } = {}) {
  const warnings: Warning[] = [];
  const picture = await readPicture(await cameraFile());
  const larger = { ...picture, image: imresize(picture.image, { scale: 2 }) };
  const bytes = await encodePicture(`a.${extension}`, larger, {
    ...options,
    onWarning: (warning) => warnings.push(warning),
  });
  return { bytes, warnings };
}

/** The types of a PNG's chunks, and their data. */
function chunksOf(png: Uint8Array): { type: string; data: Buffer }[] {
  const buffer = Buffer.from(png);
  const chunks = [];
  for (let at = 8; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    chunks.push({
      type: buffer.toString("latin1", at + 4, at + 8),
      data: buffer.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

/** What ImageMagick and ExifTool would find in a PNG. */
function iptcOfPng(png: Uint8Array): Buffer {
  const text = chunksOf(png).find(({ type, data }) => type === "zTXt" && data.includes("type iptc"));
  const digits = inflateSync(text?.data.subarray("Raw profile type iptc".length + 2) ?? Buffer.alloc(0));
  const [, name, length, ...lines] = digits.toString("latin1").split("\n");
  expect(name).toBe("iptc");
  const data = Buffer.from(lines.join(""), "hex");
  expect(data.length).toBe(Number(length));
  return data;
}

describe("a camera's picture", () => {
  it("is itself what the other tests take it for", async () => {
    expect(await exifr.parse(await cameraFile(), PARSE)).toMatchObject({
      Make: "ACME",
      Orientation: "Rotate 90 CW",
      ExifImageWidth: 60,
      GPSLatitudeRef: "N",
      Rating: 4,
      Byline: "Ada",
    });
    expect(await sharp(await exifr.thumbnail(await cameraFile())).metadata()).toMatchObject({ width: 16 });
  });

  it.each(["jpg", "png", "tif"])(
    "keeps EXIF, XMP and IPTC as .%s, upright and of its new size",
    async (extension) => {
      const { bytes, warnings } = await enlarged(extension);
      expect(warnings).toEqual(
        extension === "jpg"
          ? []
          : [
              {
                code: "metadata-left-out",
                message: expect.stringMatching(/no place for JPEG's comments/),
              },
            ],
      );
      const { width, height, orientation, density, icc, iptc } = await sharp(bytes).metadata();
      expect({ width, height, density }).toEqual({ width: 80, height: 120, density: 300 });
      expect(orientation ?? 1).toBe(1);
      expect(icc).toEqual((await sharp(await cameraFile()).metadata()).icc);
      const found = await exifr.parse(Buffer.from(bytes), PARSE);
      expect(found).toMatchObject({
        Make: "ACME",
        Artist: "Ada",
        ExposureTime: 1 / 125,
        ExifImageWidth: 80,
        GPSLatitudeRef: "N",
      });
      expect(String(found.DateTimeOriginal)).toContain("2024");
      // exifr does not look for XMP and IPTC in a PNG.
      if (extension !== "png") expect(found).toMatchObject({ Rating: 4, Byline: "Ada" });
      const press = extension === "png" ? iptcOfPng(bytes) : Buffer.from(iptc ?? []);
      expect(press.toString("latin1")).toContain(IPTC.toString("latin1"));
      const { xmpAsString } = await sharp(bytes).metadata();
      expect(xmpAsString).toContain('tiff:Orientation="1"');
      expect(xmpAsString).toContain("<exif:PixelXDimension>80</exif:PixelXDimension>");
    },
  );

  it.each(["jpg", "png"])("gets a thumbnail of its own in .%s", async (extension) => {
    const { exif = Buffer.alloc(0) } = await sharp((await enlarged(extension)).bytes).metadata();
    const thumbnail = await exifr.thumbnail(exif.subarray(exif.toString("latin1", 0, 4) === "Exif" ? 6 : 0));
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 80, height: 120 });
  });

  it.each(["webp", "avif"])(
    "keeps EXIF and XMP as .%s, and says that IPTC has no place",
    async (extension) => {
      const { bytes, warnings } = await enlarged(extension);
      const code = "metadata-left-out";
      expect(warnings).toEqual([
        { code, message: expect.stringMatching(/no place for IPTC; \.jpg, \.png and \.tif keep it/) },
        { code, message: expect.stringMatching(/no place for JPEG's comments/) },
      ]);
      const { exif, xmpAsString, orientation, width, icc } = await sharp(bytes).metadata();
      expect({ width, icc }).toEqual({ width: 80, icc: (await sharp(await cameraFile()).metadata()).icc });
      expect(orientation ?? 1).toBe(1);
      const block = exif?.subarray(exif.toString("latin1", 0, 4) === "Exif" ? 6 : 0);
      expect(await exifr.parse(Buffer.from(block ?? []), PARSE)).toMatchObject({
        Make: "ACME",
        ExposureTime: 1 / 125,
        ExifImageWidth: 80,
        GPSLatitudeRef: "N",
      });
      expect(xmpAsString).toContain('tiff:Orientation="1"');
    },
  );

  it("keeps JPEG's comments in a JPEG", async () => {
    expect((await readPicture((await enlarged("jpg")).bytes)).metadata?.comments?.map(String)).toEqual([
      String(Buffer.from("a comment")),
    ]);
  });

  it.each(["png", "tif"])("comes back from .%s as from JPEG", async (extension) => {
    const { bytes } = await enlarged(extension);
    const again = await readPicture(bytes);
    const jpeg = await encodePicture("b.jpg", again);
    expect(await exifr.parse(Buffer.from(jpeg), PARSE)).toMatchObject({
      Make: "ACME",
      ExposureTime: 1 / 125,
      GPSLatitudeRef: "N",
      Rating: 4,
      Byline: "Ada",
    });
  });

  it.each(["jpg", "png", "webp", "tif", "avif"])("is stripped to its pixels as .%s", async (extension) => {
    const { bytes, warnings } = await enlarged(extension, { strip: true });
    const found = await sharp(bytes).metadata();
    expect(found).toMatchObject({ width: 80 });
    for (const key of ["icc", "xmp", "iptc"] as const) expect(found[key]).toBeUndefined();
    expect(Buffer.from(bytes).includes("ACME")).toBe(false);
    expect(warnings).toEqual([
      { code: "profile-left-out", message: expect.stringMatching(/colour profile is left out, too/) },
    ]);
  });
});

describe("what makes a PNG's colours", () => {
  const data = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
  const write = async (extension: string, pngChunks: PictureMetadata["pngChunks"]) => {
    const warnings: Warning[] = [];
    const picture = { image: noise(3, 8), depth: 8 as const, metadata: { pngChunks } };
    const bytes = await encodePicture(`a.${extension}`, picture, {
      onWarning: (warning) => warnings.push(warning),
    });
    return { bytes, warnings };
  };

  it.each([
    ["gAMA", "000186a0"],
    ["cICP", "09100001"],
  ])("%s stays, and is missed elsewhere", async (type, hex) => {
    const chunk = { type, data: data(hex) };
    const { bytes, warnings } = await write("png", [chunk]);
    expect(warnings).toEqual([]);
    const chunks = chunksOf(bytes);
    expect(chunks.filter((one) => one.type === type).map((one) => one.data.toString("hex"))).toEqual([hex]);
    // In front of the pixels.
    expect(chunks.findIndex((one) => one.type === type)).toBeLessThan(
      chunks.findIndex((one) => one.type === "IDAT"),
    );
    expect((await readPicture(bytes)).metadata?.pngChunks).toEqual([chunk]);
    expect((await write("jpg", [chunk])).warnings).toEqual([
      {
        code: "profile-left-out",
        message: `JPEG is written without PNG's ${type}, and the picture looks different without it; .png keeps it`,
      },
    ]);
  });

  it("is not missed where it says what all programs assume", async () => {
    const usual = [{ type: "gAMA", data: data("0000b18f") }];
    expect((await write("jpg", usual)).warnings).toEqual([]);
    expect((await write("jpg", [{ type: "cICP", data: data("010d0001") }])).warnings).toEqual([]);
  });

  it("stays with pixels that are not square, and texts", async () => {
    const kept = [
      { type: "pHYs", data: data("000000020000000100") },
      { type: "tEXt", data: Uint8Array.from(Buffer.from("Title\0Boats")) },
    ];
    const { bytes } = await write("png", kept);
    expect(chunksOf(bytes).filter(({ type }) => type === "pHYs")).toHaveLength(1);
    expect((await readPicture(bytes)).metadata?.pngChunks).toEqual(kept);
    expect((await write("webp", kept)).warnings).toEqual([
      { code: "metadata-left-out", message: "WebP has no place for PNG's texts (Title); .png keeps them" },
    ]);
  });
});

it("says that a PNG's profile is left out that its decoder takes for damaged", async () => {
  const plain = await encodePicture("a.png", { image: noise(3, 8), depth: 8 });
  const withProfile = (icc: Uint8Array): Uint8Array => {
    const chunk = pngChunk("iCCP", Buffer.concat([Buffer.from("icc\0\0"), deflateSync(icc)]));
    return Buffer.concat([plain.subarray(0, PNG_HEADER_LENGTH), chunk, plain.subarray(PNG_HEADER_LENGTH)]);
  };
  const said = async (file: Uint8Array): Promise<Warning[]> => {
    const warnings: Warning[] = [];
    await readPicture(file, { onWarning: (warning) => warnings.push(warning) });
    return warnings;
  };
  expect(await said(withProfile(p3))).toEqual([]);
  expect(await said(withProfile(Buffer.from(p3).fill(7, 0, 4)))).toEqual([
    { code: "profile-left-out", message: "its colour profile is damaged, and left out" },
  ]);
});

it("leaves out EXIF that is damaged, and says so", async () => {
  const warnings: Warning[] = [];
  const metadata = { exif: Buffer.from("not EXIF at all") };
  await encodePicture(
    "a.jpg",
    { image: noise(3, 8), depth: 8, metadata },
    {
      onWarning: (warning) => warnings.push(warning),
    },
  );
  expect(warnings).toEqual([{ code: "metadata-left-out", message: "its EXIF is damaged, and left out" }]);
});

it("says what JPEG has no room for", async () => {
  const warnings: Warning[] = [];
  const xmp = XMP.replace("<rdf:Description", `<!-- ${"x".repeat(70_000)} --><rdf:Description`);
  const metadata = { xmp };
  const picture = { image: noise(3, 8), depth: 8 as const, metadata };
  await encodePicture("a.jpg", picture, { onWarning: (warning) => warnings.push(warning) });
  expect(warnings).toEqual([
    { code: "metadata-left-out", message: "its XMP is too long for JPEG, and left out; .png keeps it" },
  ]);
  expect((await sharp(await encodePicture("a.png", picture)).metadata()).xmpAsString).toHaveLength(
    xmp.length,
  );
});

/** The file with a camera's tags: "Artist" beside those of the pixels, and a directory of EXIF. */
function withBigTags(tiff: Buffer): Buffer {
  const first = Number(tiff.readBigUInt64LE(8));
  const count = Number(tiff.readBigUInt64LE(first));
  const own = tiff.subarray(first + 8, first + 8 + 20 * count);
  const entry = (tag: number, type: number, values: number, value: bigint | string): Buffer => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeBigUInt64LE(BigInt(values), 4);
    if (typeof value === "string") bytes.write(value, 12, "latin1");
    else bytes.writeBigUInt64LE(value, 12);
    return bytes;
  };
  const directory = (entries: Buffer): Buffer => {
    const [head, next] = [Buffer.alloc(8), Buffer.alloc(8)];
    head.writeBigUInt64LE(BigInt(entries.length / 20));
    return Buffer.concat([head, entries, next]);
  };
  const name = Buffer.from("Ada Lovelace of London\0\0", "latin1");
  const exif = directory(entry(36867, 2, 5, "2024\0"));
  const base = tiff.length;
  const entries = [
    ...Array.from({ length: count }, (_, i) => own.subarray(20 * i, 20 * i + 20)),
    entry(315, 2, 23, BigInt(base)),
    entry(34665, 18, 1, BigInt(base + name.length)),
  ].sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const file = Buffer.concat([tiff, name, exif, directory(Buffer.concat(entries))]);
  file.writeBigUInt64LE(BigInt(base + name.length + exif.length), 8);
  return file;
}

it("reads the tags of a BigTIFF, whose numbers are wider", async () => {
  const pixels = sharp(Buffer.alloc(8 * 8 * 3, 90), { raw: { width: 8, height: 8, channels: 3 } });
  const file = withBigTags(await pixels.tiff({ bigtiff: true }).toBuffer());
  expect(file.toString("latin1", 0, 4)).toBe("II+\0");
  const picture = await readPicture(file);
  const jpeg = Buffer.from(await encodePicture("a.jpg", picture));
  expect(await exifr.parse(jpeg, { ...PARSE, reviveValues: false })).toMatchObject({
    Artist: "Ada Lovelace of London",
    DateTimeOriginal: "2024",
  });
});

describe("metadata that someone made to do harm", () => {
  /** A TIFF structure whose entries all lead to the same place. */
  function structure(
    entries: readonly (readonly [tag: number, type: number, count: number, value: number])[],
  ): Buffer {
    const bytes = Buffer.alloc(8 + 2 + 12 * entries.length + 4);
    bytes.write("II*\0\x08\0\0\0", "latin1");
    bytes.writeUInt16LE(entries.length, 8);
    for (const [i, [tag, type, count, value]] of entries.entries()) {
      bytes.writeUInt16LE(tag, 10 + 12 * i);
      bytes.writeUInt16LE(type, 12 + 12 * i);
      bytes.writeUInt32LE(count, 14 + 12 * i);
      bytes.writeUInt32LE(value, 18 + 12 * i);
    }
    return bytes;
  }
  const write = (metadata: PictureMetadata, extension = "tif"): Promise<Uint8Array> =>
    encodePicture(`a.${extension}`, { image: noise(3, 8), depth: 8, metadata });

  it("directories that lead to themselves", async () => {
    const round = structure(Array.from({ length: 3000 }, (_, i) => [[34665, 34853, 40965][i % 3]!, 4, 1, 8]));
    expect((await write({ exif: round })).length).toBeLessThan(1e6);
    const next = Buffer.from(structure([[271, 2, 4, 0]]));
    next.writeUInt32LE(8, next.length - 4);
    expect((await write({ exif: next }, "jpg")).length).toBeLessThan(1e5);
  });

  it("the same bytes as many values", async () => {
    const block = Buffer.concat([
      structure(Array.from({ length: 4000 }, (_, i) => [i, 7, 2 ** 20, 48100])),
      Buffer.alloc(2 ** 20),
    ]);
    expect((await write({ exif: block })).length).toBeLessThan(64 * 2 ** 20);
  });

  it("values outside of the block, and a thumbnail there", async () => {
    const outside = structure([
      [271, 2, 1000, 5],
      [274, 3, 1, 6],
      [34665, 4, 1, 0xfffffff0],
    ]);
    outside.writeUInt32LE(8, outside.length - 4);
    expect((await exifr.parse(Buffer.from(await write({ exif: outside }, "jpg")), PARSE))?.Orientation).toBe(
      "Horizontal (normal)",
    );
  });

  it("texts that begin and never end", async () => {
    const xmp = `${XMP.slice(0, -12)}${"<xmp:Thumbnails>".repeat(200_000)}${" ".repeat(2_000_000)}`;
    expect((await write({ xmp }, "png")).length).toBeGreaterThan(xmp.length / 100);
  });
});
