/** Kernel files of every format, where the fields of their headers are, and files that are hostile as a whole. */

import { deflateSync } from "node:zlib";
import { kernel } from "@kernelgan/core";
import { embedKernel, encodeJson, encodeMat, encodeNpy } from "@kernelgan/formats";
import { crc32 } from "@kernelgan/formats/internal";
import sharp from "sharp";
import type { Field } from "./damage.js";
import { type GoodFile, pngFields } from "./images.js";

/** A Gaussian. */
const KERNEL = kernel(
  13,
  Array.from({ length: 169 }, (_, i) => {
    const [y, x] = [Math.floor(i / 13) - 6.5, (i % 13) - 6.5];
    return Math.exp(-(x * x + y * y) / 8) / 25;
  }),
);

/** Good kernel files, for ×2. */
export async function goodKernels(): Promise<GoodFile[]> {
  const mat = Buffer.from(encodeMat(KERNEL));
  const zipped = compressedMat(mat.subarray(128));
  const npy = Buffer.from(encodeNpy(KERNEL));
  const json = Buffer.from(encodeJson(KERNEL, { scale: 2, image: "a.png" }));
  const blank = sharp({ create: { width: 64, height: 64, channels: 3, background: "#fff" } });
  const png = Buffer.from(embedKernel(await blank.png().toBuffer(), KERNEL, { scale: 2 }));
  return [
    { name: "k.mat", bytes: mat, fields: words(mat, 124, 200) },
    { name: "zipped.mat", bytes: zipped, fields: words(zipped, 124, 144) },
    {
      name: "k.npy",
      bytes: npy,
      fields: [
        { at: 6, bytes: 1 },
        { at: 8, bytes: 2, little: true },
      ],
    },
    { name: "k.json", bytes: json, fields: [] },
    { name: "k.png", bytes: png, fields: pngFields(png) },
  ];
}

function words(bytes: Buffer, start: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let at = start; at + 4 <= Math.min(end, bytes.length); at += 2) {
    fields.push({ at, bytes: 4, little: true }, { at, bytes: 2, little: true });
  }
  return fields;
}

function compressedMat(elements: Uint8Array): Buffer {
  const stream = deflateSync(elements);
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(stream.length, 4);
  return Buffer.concat([encodeMat(KERNEL).subarray(0, 128), tag, stream]);
}

/** Kernel files that ask for too much, or hold what is no kernel. */
export function hostileKernels(): { name: string; bytes: Buffer }[] {
  const npy = (shape: string, descr = "<f8", order = "False", data = Buffer.alloc(800)): Buffer => {
    const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`.padEnd(117);
    const start = Buffer.from("\x93NUMPY\x01\0\x76\0", "latin1");
    return Buffer.concat([start, Buffer.from(`${header}\n`, "latin1"), data]);
  };
  const rows = (side: number, value: string): string =>
    `[${Array(side)
      .fill(`[${Array(side).fill(value).join()}]`)
      .join()}]`;
  const claim = Buffer.from(encodeMat(KERNEL));
  for (const at of [160, 164]) claim.writeUInt32LE(20_000, at);
  let nested: Buffer = Buffer.from(encodeMat(KERNEL).subarray(128));
  for (let i = 0; i < 60; i++) nested = compressedMat(nested).subarray(128);
  const zeros = deflateSync(Buffer.alloc(200 * 2 ** 20));
  const text = (document: string): Buffer => Buffer.from(document);
  const files: [string, Buffer][] = [
    ["claims.mat", claim],
    ["nested.mat", Buffer.concat([encodeMat(KERNEL).subarray(0, 128), nested])],
    ["bomb.mat", bombMat(zeros)],
    [
      "many.mat",
      Buffer.concat([
        encodeMat(KERNEL).subarray(0, 128),
        ...Array(5000).fill(encodeMat(KERNEL).subarray(128)),
      ]),
    ],
    ["bomb.png", bombPng(zeros)],
    ["large.npy", npy("20000, 20000")],
    ["999.npy", npy("999, 999", "<f8", "False", Buffer.alloc(8 * 999 ** 2))],
    ["negative.npy", npy("-3, -3")],
    ["three.npy", npy("3, 3, 3")],
    ["none.npy", npy("")],
    ["zero.npy", npy("0, 0")],
    ["text.npy", npy("3, 3", "|U10")],
    ["object.npy", npy("3, 3", "|O")],
    ["999.json", text(rows(999, "1"))],
    ["300.json", text(`{"kernel":${rows(300, "0.1")}}`)],
    ["nested.json", text(`${"[".repeat(200_000)}${"]".repeat(200_000)}`)],
    ["endless.json", text(`[[${"1,".repeat(3e6)}`)],
    ["large.json", Buffer.alloc(64 * 2 ** 20, "[")],
    ["infinite.json", text(rows(3, "1e999"))],
    ["zero.json", text(rows(3, "0"))],
    ["negative.json", text(rows(3, "-1"))],
    ["small.json", text(rows(1, "1"))],
    ["bright.json", text(rows(5, "3"))],
    ["words.json", text('[["a","b"],["c","d"]]')],
    ["proto.json", text('{"__proto__":{"kernel":[[1]]},"constructor":1}')],
    ["scale.json", text(`{"kernel":${rows(3, "0.1111111")},"scale":1e300}`)],
    ["number.json", text("1")],
    ["null.json", text("null")],
    ["nothing.json", text("{}")],
    ["object.json", text('{"kernel":{"length":3}}')],
  ];
  return files.map(([name, bytes]) => ({ name, bytes }));
}

function bombMat(stream: Uint8Array): Buffer {
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(stream.length, 4);
  return Buffer.concat([encodeMat(KERNEL).subarray(0, 128), tag, stream]);
}

/** A PNG whose text with a kernel's numbers inflates without end. */
function bombPng(stream: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from("zTXtkernelgan\0\0", "latin1"), stream]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  const header = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0", "latin1");
  const headerCrc = Buffer.alloc(4);
  headerCrc.writeUInt32BE(crc32(header.subarray(12)));
  return Buffer.concat([header, headerCrc, length, body, crc]);
}
