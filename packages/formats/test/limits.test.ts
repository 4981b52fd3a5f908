/** Files that ask for more than a kernel needs. Each would take minutes or gigabytes if it were believed. */
import { deflateSync } from "node:zlib";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import { decodeKernel } from "../src/formats.js";
import { encodeMat } from "../src/mat.js";
import { grey } from "./helpers/encode.js";

const HEADER = 128;
const mat = Buffer.from(encodeMat(countingKernel(3)));
const variable = mat.subarray(HEADER);

function matOf(...elements: readonly Uint8Array[]): Buffer {
  return Buffer.concat([mat.subarray(0, HEADER), ...elements]);
}

/** A compressed element. */
function compressed(content: Uint8Array): Buffer {
  const stream = deflateSync(content);
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(stream.length, 4);
  return Buffer.concat([tag, stream]);
}

function nested(depth: number): Buffer {
  return depth === 0 ? variable : compressed(nested(depth - 1));
}

/** The rows of the dimensions say `side`, the data is that of 3×3. */
function claims(side: number): Buffer {
  const file = Buffer.from(mat);
  for (const at of [160, 164]) file.writeUInt32LE(side, at);
  return file;
}

function npy(shape: string, data: Uint8Array): Buffer {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117);
  return Buffer.concat([Buffer.from(`\x93NUMPY\x01\0\x76\0${header}\n`, "latin1"), data]);
}

function rows(side: number): Buffer {
  const row = Array(side).fill(1);
  return Buffer.from(JSON.stringify(Array(side).fill(row)));
}

/** A picture with a compressed text. */
function picture(text: string): Buffer {
  const body = Buffer.concat([Buffer.from("zTXtkernelgan\0\0", "latin1"), deflateSync(text)]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  crc.writeUInt32BE(crc32(body));
  const end = 33;
  return Buffer.concat([grey.subarray(0, end), length, body, crc, grey.subarray(end)]);
}

const zeros = new Uint8Array(40 * 2 ** 20);

describe("what a kernel file declares is checked before memory is taken for it", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["a .mat of 20000×20000", claims(20_000), /20000×20000 kernel, more than the 255×255 allowed/],
    ["a .mat with fewer numbers than it says", claims(5), /is cut off: of 25 numbers it has 9/],
    ["an .npy of 20000×20000", npy("20000, 20000", zeros.subarray(0, 72)), /20000×20000 kernel, more than/],
    ["an .npy with fewer numbers than it says", npy("5, 5", zeros.subarray(0, 72)), /of 25 numbers it has 9/],
    ["a .json of 300×300", rows(300), /300×300 kernel, more than .*"maxKernelSize" 300$/],
    ["a .json of brackets in brackets", Buffer.from("[".repeat(1e6)), /is not valid JSON/],
    ["zlib streams in zlib streams", matOf(nested(40)), /has no variable Kernel/],
    ["streams that inflate to too much together", matOf(compressed(zeros), compressed(zeros)), /is damaged/],
    ["thousands of variables", matOf(...Array(1001).fill(variable)), /has more than 1000 variables/],
    ["more bytes than a kernel can have", new Uint8Array(12 * 2 ** 20), /too many for a kernel file/],
  ])("%s", async (_, file, message) => {
    await expect(decodeKernel(file)).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(message),
    });
  });

  it("the text of a picture inflates to no more than is allowed", async () => {
    expect((await decodeKernel(picture(`[[1]]${" ".repeat(2 ** 20)}`))).kernel.size).toBe(1);
    await expect(decodeKernel(picture(`[[1]]${" ".repeat(2 ** 25)}`))).rejects.toMatchObject({
      code: "invalid-input",
    });
  });

  it("the limit is the caller's", async () => {
    expect((await decodeKernel(rows(300), { maxSize: 300 })).kernel.size).toBe(300);
    await expect(decodeKernel(mat, { maxSize: 2 })).rejects.toThrow(/3×3 kernel, more than the 2×2 allowed/);
    await expect(decodeKernel(mat, { maxSize: 0 })).rejects.toMatchObject({ code: "invalid-argument" });
  });
});

/** CRC-32 as in PNG. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
