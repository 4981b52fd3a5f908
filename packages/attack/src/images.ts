/** Image files of every format that is read, and where the fields of their headers are. */
import { random } from "@kernelgan/core";
import { crc32 } from "@kernelgan/formats/internal";
import sharp, { type Sharp } from "sharp";
import type { Field } from "./damage.js";

/** A good file. */
export interface GoodFile {
  name: string;
  bytes: Buffer;
  fields: Field[];
}

const WIDTH = 96;
const HEIGHT = 80;

/** A picture with texture at all scales, blurred a little. */
function picture(channels: 1 | 3 | 4, depth: 8 | 16 = 8): Sharp {
  const numbers = random(7);
  const most = depth === 8 ? 255 : 65535;
  const samples = Array.from({ length: WIDTH * HEIGHT * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
    const wave = Math.sin(x / 3) * Math.cos(y / 4) + Math.sin((x * y) / 90) + numbers.normal() / 2;
    return Math.min(most, Math.max(0, Math.round(most * (0.5 + wave / 6))));
  });
  const data = depth === 8 ? Uint8Array.from(samples) : Uint16Array.from(samples);
  const image = sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels } });
  if (depth === 16) return image.toColourspace(channels === 1 ? "grey16" : "rgb16");
  return channels === 1 ? image.toColourspace("b-w") : image;
}

/** Good images. */
export async function goodImages(): Promise<GoodFile[]> {
  const files: [string, Sharp, (bytes: Buffer) => Field[]][] = [
    ["rgb.png", picture(3).png(), pngFields],
    ["alpha.png", picture(4).png({ progressive: true }), pngFields],
    ["gray16.png", picture(1, 16).png(), pngFields],
    ["palette.png", picture(3).png({ palette: true }), pngFields],
    ["rgb.jpg", picture(3).jpeg(), jpegFields],
    ["progressive.jpg", picture(3).jpeg({ progressive: true }), jpegFields],
    ["cmyk.jpg", picture(3).toColourspace("cmyk").jpeg(), jpegFields],
    ["profile.jpg", picture(3).withIccProfile("p3").jpeg(), jpegFields],
    ["lossy.webp", picture(3).webp(), riffFields],
    ["lossless.webp", picture(4).webp({ lossless: true }), riffFields],
    ["lzw.tif", picture(3).tiff({ compression: "lzw" }), tiffFields],
    ["plain16.tif", picture(3, 16).tiff({ compression: "none" }), tiffFields],
    [
      "tiles.tif",
      picture(1).tiff({ compression: "deflate", tile: true, tileWidth: 32, tileHeight: 32 }),
      tiffFields,
    ],
    ["jpeg.tif", picture(3).tiff({ compression: "jpeg" }), tiffFields],
    ["rgb.avif", picture(3).avif({ effort: 0 }), boxFields],
    ["alpha.avif", picture(4).avif({ effort: 0, lossless: true }), boxFields],
  ];
  return Promise.all(
    files.map(async ([name, image, fieldsOf]) => {
      const bytes = await image.toBuffer();
      return { name, bytes, fields: fieldsOf(bytes) };
    }),
  );
}

/** Length of each chunk, and the numbers in IHDR; the checksum is made right again. */
export function pngFields(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    fields.push({ at, bytes: 4 });
    if (bytes.toString("latin1", at + 4, at + 8) !== "IHDR") continue;
    const mend = (file: Buffer): void => {
      file.writeUInt32BE(crc32(file.subarray(at + 4, at + 21)), at + 21);
    };
    // Width and height more often than the rest.
    for (const offset of [8, 12, 8, 12, 8, 12]) fields.push({ at: at + offset, bytes: 4, mend });
    for (const offset of [16, 17, 18, 19, 20]) fields.push({ at: at + offset, bytes: 1, mend });
  }
  return fields;
}

/** Length of each segment, and all of the frame's and the scan's headers. */
function jpegFields(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    fields.push({ at: at + 2, bytes: 2 });
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      // Height, width.
      for (const offset of [5, 7, 5, 7]) fields.push({ at: at + offset, bytes: 2 });
      for (const offset of [4, 9, 10, 11, 12]) fields.push({ at: at + offset, bytes: 1 });
    }
    for (let i = 4; i < 12; i++) fields.push({ at: at + i, bytes: 1 });
    if (marker === 0xda) break;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return fields;
}

/** Sizes of the chunks, and the first bytes of each, where the picture's size is. */
function riffFields(bytes: Buffer): Field[] {
  const fields: Field[] = [{ at: 4, bytes: 4, little: true }];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    fields.push({ at: at + 4, bytes: 4, little: true });
    for (let i = 8; i < 18; i += 2) fields.push({ at: at + i, bytes: 2, little: true });
    for (let i = 8; i < 18; i++) fields.push({ at: at + i, bytes: 1 });
    at += 8 + size + (size % 2);
  }
  return fields;
}

/** The place of the directory; number of entries; tag, type, count and value of each. */
function tiffFields(bytes: Buffer): Field[] {
  const little = bytes.toString("latin1", 0, 2) === "II";
  const directory = little ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4);
  const fields: Field[] = [
    { at: 4, bytes: 4, little },
    { at: directory, bytes: 2, little },
  ];
  const count = little ? bytes.readUInt16LE(directory) : bytes.readUInt16BE(directory);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i;
    fields.push({ at, bytes: 2, little }, { at: at + 2, bytes: 2, little });
    fields.push({ at: at + 4, bytes: 4, little }, { at: at + 8, bytes: 4, little });
    fields.push({ at: at + 8, bytes: 2, little });
  }
  fields.push({ at: directory + 2 + 12 * count, bytes: 4, little });
  return fields;
}

/** Boxes that hold boxes, and how many bytes of their own come first. */
const CONTAINERS: Readonly<Record<string, number>> = { meta: 4, iprp: 0, ipco: 0, iinf: 6, dinf: 0, iref: 4 };

/** Sizes of all boxes, and the numbers in those that hold no boxes. */
function boxFields(bytes: Buffer, start = 0, end = bytes.length): Field[] {
  const fields: Field[] = [];
  for (let at = start; at + 8 <= end; ) {
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const next = size < 8 ? end : Math.min(end, at + size);
    fields.push({ at, bytes: 4 });
    const inner = CONTAINERS[type];
    if (inner !== undefined) fields.push(...boxFields(bytes, at + 8 + inner, next));
    else if (type !== "mdat") {
      for (let i = at + 8; i + 4 <= next; i += 4) fields.push({ at: i, bytes: 4 }, { at: i, bytes: 1 });
    }
    at = next;
  }
  return fields;
}
