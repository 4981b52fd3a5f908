import { deflateSync, gzipSync } from "node:zlib";
import { kernelRows } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import { decodeKernelPng, embedKernel } from "../src/png.js";
import { version } from "../src/version.js";
import { grey } from "./helpers/encode.js";

const k5 = countingKernel(5);
const END_OF_HEADER = 33;

/** CRC-32, which gzip ends with too (before the length). */
function crc32(bytes: Uint8Array): number {
  const zipped = gzipSync(bytes);
  return zipped.readUInt32LE(zipped.length - 8);
}

/** A chunk, made without our code. */
function chunk(type: string, data: Uint8Array | string): Buffer {
  const body = Buffer.concat([Buffer.from(type), Buffer.from(data as string)]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length - 4, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** The grey pixel with chunks before its end. */
function greyWith(...chunks: Buffer[]): Uint8Array {
  const end = grey.length - 12;
  return Buffer.concat([grey.subarray(0, end), ...chunks, grey.subarray(end)]);
}

describe("a kernel inside a picture", () => {
  it("is a text chunk after the header; the rest stays", () => {
    const document = JSON.parse(
      Buffer.from(embedKernel(grey, k5, { name: "not in the chunk", scale: 2, seed: 3 }))
        .subarray(END_OF_HEADER + 8 + "kernelgan\0".length, -(grey.length - END_OF_HEADER) - 4)
        .toString(),
    );
    expect(document).toEqual({ kernel: kernelRows(k5), size: 5, scale: 2, seed: 3, version });
    expect(Buffer.from(embedKernel(grey, k5))).toEqual(
      Buffer.concat([
        grey.subarray(0, END_OF_HEADER),
        chunk("tEXt", `kernelgan\0${JSON.stringify({ kernel: kernelRows(k5), size: 5, version })}`),
        grey.subarray(END_OF_HEADER),
      ]),
    );
  });

  it("is found behind the pixels and among other texts, compressed or not", async () => {
    const text = JSON.stringify({ kernel: kernelRows(k5), scale: 4 });
    const other = chunk("tEXt", "Comment\0hello");
    const compressed = chunk("zTXt", Buffer.concat([Buffer.from("kernelgan\0\0"), deflateSync(text)]));
    for (const found of [chunk("tEXt", `kernelgan\0${text}`), compressed]) {
      expect(await decodeKernelPng(greyWith(other, found))).toEqual({ kernel: k5, scale: 4 });
    }
  });

  it("is missed in other pictures", async () => {
    await expect(decodeKernelPng(grey)).rejects.toThrow(/without a kernel's numbers/);
  });

  it("is refused when a bit changed or the file is cut off before it", async () => {
    const picture = embedKernel(grey, k5);
    const changed = picture.map((byte, i) => (i === END_OF_HEADER + 40 ? byte ^ 1 : byte));
    for (const bytes of [changed, picture.subarray(0, END_OF_HEADER + 40), picture.subarray(0, 20)]) {
      await expect(decodeKernelPng(bytes)).rejects.toMatchObject({
        code: "invalid-input",
        message: "is a damaged PNG",
      });
    }
  });

  it("needs a PNG", () => {
    expect(() => embedKernel(new TextEncoder().encode("<svg/>"), k5)).toThrow(/go into a PNG/);
  });
});
