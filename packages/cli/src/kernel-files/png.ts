/**
 * Kernels as PNG: the picture of figure.ts, and the exact numbers in a text chunk (keyword `kernelgan`, the short
 * JSON document of record.ts), so that the picture can be read back as a kernel.
 *
 * A PNG chunk is: length (u32, of the data) | type (4 letters) | data | CRC-32 (u32, of type and data); a tEXt
 * chunk's data is: keyword | NUL | Latin-1 text. Big-endian. (PNG specification, sections 5.3 and 11.3.)
 */
import { type Kernel, KernelGanError } from "@kernelgan/core";
import type { Metadata } from "sharp";
import { sharp } from "../image-files/sharp.js";
import { decodeJson, type KernelFile, type KernelOrigin, shortDocument } from "./record.js";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
const KEYWORD = "kernelgan";
/** The first chunk, IHDR, always has 13 bytes of data. */
const END_OF_HEADER = SIGNATURE.length + 12 + 13;

/** Whether the bytes are a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, SIGNATURE.length)).toString("latin1") === SIGNATURE;
}

/** A kernel's picture, with the numbers inside. */
export async function encodeKernelPng(k: Kernel, origin: KernelOrigin = {}): Promise<Uint8Array> {
  // Loaded when needed: a program that only reads, or fails, need not wait for the font.
  const [{ kernelFigure }, { outlineText }] = await Promise.all([
    import("./figure.js"),
    import("./glyphs.js"),
  ]);
  const labels = { title: origin.name ?? "Kernel", ...(origin.scale && { scale: origin.scale }) };
  const picture = await sharp(Buffer.from(kernelFigure(k, labels, outlineText)))
    .flatten()
    .png({ compressionLevel: 9 })
    .toBuffer();
  const chunk = textChunk(KEYWORD, shortDocument(k, origin));
  return Buffer.concat([picture.subarray(0, END_OF_HEADER), chunk, picture.subarray(END_OF_HEADER)]);
}

/**
 * The kernel inside a picture that `encodeKernelPng` made.
 *
 * @throws KernelGanError `invalid-input` if the PNG carries no kernel, e.g. because a program saved it anew.
 */
export async function decodeKernelPng(bytes: Uint8Array): Promise<KernelFile> {
  const comments = (await readHeader(bytes)).comments ?? [];
  const text = comments.find(({ keyword }) => keyword === KEYWORD)?.text;
  if (text === undefined) {
    throw new KernelGanError(
      "invalid-input",
      "is a picture without a kernel's numbers inside; give the .mat, .npy or .json file",
    );
  }
  return decodeJson(text);
}

async function readHeader(bytes: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(bytes).metadata();
  } catch (error) {
    throw new KernelGanError("invalid-input", "is a damaged PNG", { cause: error });
  }
}

function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, "latin1");
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 4 + body.length);
  return chunk;
}

/** CRC-32 as in PNG and zlib. (node:zlib has one only from Node 20.15 and 22.2 on.) */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
