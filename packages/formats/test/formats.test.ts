import { fromConvention, KernelGanError, toConvention } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import { kernelFormats } from "../src/format-names.js";
import { decodeKernel } from "../src/formats.js";
import { DEFAULT_MAX_KERNEL_SIZE, maxFileBytes } from "../src/limits.js";
import { decodeMat, encodeMat } from "../src/mat.js";
import { decodeNpy, encodeNpy } from "../src/npy.js";
import { decodeKernelPng, embedKernel } from "../src/png.js";
import { decodeJson, encodeJson } from "../src/record.js";
import { encode, grey } from "./helpers/encode.js";

const k13 = countingKernel(13);

/** A function of the package, which plain JavaScript calls with anything. */
type Call = (argument: never) => unknown;

const ENCODERS: Readonly<Record<string, Call>> = {
  encodeMat,
  encodeNpy,
  encodeJson,
  embedKernel: (k) => embedKernel(grey, k),
  encodeKernel: (k) => encode("npy", k),
};
const DECODERS: Readonly<Record<string, Call>> = { decodeMat, decodeNpy, decodeKernelPng, decodeKernel };
const WITH_ORIGIN: Readonly<Record<string, Call>> = {
  encodeJson: (origin) => encodeJson(k13, origin),
  embedKernel: (origin) => embedKernel(grey, k13, origin),
  encodeKernel: (origin) => encode("json", k13, origin),
};
const WITH_OPTIONS: Readonly<Record<string, Call>> = {
  decodeMat: (options) => decodeMat(encodeMat(k13), options),
  decodeNpy: (options) => decodeNpy(encodeNpy(k13), options),
  decodeJson: (options) => decodeJson("[[1]]", options),
  decodeKernelPng: (options) => decodeKernelPng(embedKernel(grey, k13), options),
  decodeKernel: (options) => decodeKernel(encodeNpy(k13), options),
  maxFileBytes,
};

const NO_KERNELS: readonly (readonly [unknown, RegExp])[] = [
  [undefined, /the kernel must be \{ size, data \}, got undefined/],
  [{ ...k13, size: 5 }, /must have 25 weights, got 169/],
  [{ ...k13, data: k13.data.map(() => Number.NaN) }, /weights must all be finite/],
  [{ ...k13, data: Array.from(k13.data) }, /must be a Float64Array, got an array/],
];
const NO_BYTES: readonly (readonly [unknown, RegExp])[] = [
  [undefined, /given as its bytes, a Uint8Array; got undefined/],
  ["photo.mat", /given as its bytes, a Uint8Array; got "photo.mat"/],
  [new ArrayBuffer(8), /given as its bytes, a Uint8Array; got another object/],
];
const NO_ORIGINS: readonly (readonly [unknown, RegExp])[] = [
  [null, /origin must be an object such as \{ name, scale \}, got null/],
  [{ force: true }, /there is no "force" in a kernel's origin; it takes name, scale, convention/],
  [{ scale: -2 }, /scale of a kernel must be a positive number, got -2/],
  [{ scale: "2" }, /scale of a kernel must be a positive number, got "2"/],
  [{ convention: "usrnet" }, /convention must be one of aligned, kair, fkp, got "usrnet"/],
  [{ name: 5 }, /"name" must be a string, got 5/],
  [{ seed: 0.5 }, /seed of a kernel's origin must be an integer, got 0.5/],
];
const NO_OPTIONS: readonly (readonly [unknown, RegExp])[] = [
  [null, /options must be an object, got null/],
  [{ maxKernelSize: 9 }, /there is no option "maxKernelSize"; valid options: maxSize/],
  [{ maxSize: "9" }, /largest kernel must be a positive integer of pixels a side, got "9"/],
];

/** Each function with each argument that makes no sense for it, and what the message has. */
function calls(
  functions: Readonly<Record<string, Call>>,
  wrong: readonly (readonly [unknown, RegExp])[],
): [name: string, call: Call, argument: unknown, message: RegExp][] {
  return Object.entries(functions).flatMap(([name, call]) =>
    wrong.map(([argument, message]): [string, Call, unknown, RegExp] => [name, call, argument, message]),
  );
}

describe("arguments that make no sense", () => {
  it.each([
    ...calls(ENCODERS, NO_KERNELS),
    ...calls(DECODERS, NO_BYTES),
    ...calls(WITH_ORIGIN, NO_ORIGINS),
    ...calls(WITH_OPTIONS, NO_OPTIONS),
  ])("%s, case %#: says what is wrong", async (_, call, argument, message) => {
    const error = await new Promise((resolve) => resolve(call(argument as never))).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(KernelGanError);
    expect(error).toMatchObject({ code: "invalid-argument", message: expect.stringMatching(message) });
  });

  it("names a scale of decodeKernel's that is none", async () => {
    await expect(decodeKernel(encodeNpy(k13), { scale: 0 })).rejects.toThrow(/positive number, got 0/);
  });

  it("takes options without a value for absent ones", () => {
    expect(maxFileBytes({ maxSize: undefined })).toBe(maxFileBytes({ maxSize: DEFAULT_MAX_KERNEL_SIZE }));
  });
});

describe("every format", () => {
  it.each(kernelFormats)(
    "%s returns the same doubles; the format is recognised by its content",
    async (format) => {
      expect((await decodeKernel(await encode(format, k13))).kernel).toEqual(k13);
    },
  );

  it.each(kernelFormats)("%s gives the same bytes each time", async (format) => {
    const origin = { name: "same", scale: 2, seed: 1 };
    expect(await encode(format, k13, origin)).toEqual(await encode(format, k13, origin));
  });

  it.each(kernelFormats)("%s is read from the middle of a buffer too", async (format) => {
    const bytes = await encode(format, k13);
    const buffer = new Uint8Array(bytes.length + 7);
    buffer.set(bytes, 3);
    expect((await decodeKernel(buffer.subarray(3, 3 + bytes.length))).kernel).toEqual(k13);
  });

  it.each(kernelFormats)("%s cut off is one KernelGanError", async (format) => {
    const bytes = await encode(format, k13);
    // A picture's numbers come first: with half of the file they are still whole.
    for (const share of format === "png" ? [0, 0.02, 0.1] : [0, 0.02, 0.1, 0.5, 0.9]) {
      await expect(decodeKernel(bytes.subarray(0, bytes.length * share))).rejects.toMatchObject({
        code: "invalid-input",
      });
    }
  });

  it("options that are none are refused in words", async () => {
    const bytes = await encode("npy", k13);
    await expect(decodeKernel(bytes, null as never)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining("must be an object"),
    });
  });

  it("reads the scale from json and png", async () => {
    for (const format of kernelFormats) {
      const { scale } = await decodeKernel(await encode(format, k13, { scale: 3 }));
      expect(scale).toBe(format === "json" || format === "png" ? 3 : undefined);
    }
  });

  it.each(kernelFormats)(
    "%s holds the kernel of another convention; json and png say so themselves",
    async (format) => {
      for (const convention of ["kair", "fkp"] as const) {
        const bytes = await encode(format, k13, { scale: 3, convention });
        const raw = (await decodeKernel(bytes)).kernel;
        const saysSo = format === "json" || format === "png";
        const theirs = toConvention(k13, convention, 3);
        // "fkp" leaves a frame of zeros behind.
        const aligned = fromConvention(theirs, convention, 3);
        expect(raw).toEqual(saysSo ? { ...aligned, scale: 3 } : theirs);
        expect((await decodeKernel(bytes, { convention, scale: 3 })).kernel).toEqual({
          ...aligned,
          scale: 3,
        });
      }
    },
  );

  it("needs the scale of a kernel of FKP", async () => {
    await expect(encode("mat", k13, { convention: "fkp" })).rejects.toMatchObject({
      code: "invalid-argument",
    });
    const bytes = await encode("mat", k13);
    await expect(decodeKernel(bytes, { convention: "fkp" })).rejects.toThrow(/say which scale it is for/);
  });

  it.each([1.5, 1e9])(
    "a file's scale that FKP's convention cannot have is the file's fault: %s",
    async (scale) => {
      const bytes = new TextEncoder().encode(JSON.stringify({ kernel: [[1]], scale, convention: "fkp" }));
      await expect(decodeKernel(bytes)).rejects.toMatchObject({
        code: "invalid-input",
        message: expect.stringMatching(/^says a scale that makes no sense/),
      });
    },
  );

  it("refuses files that are no kernels", async () => {
    await expect(decodeKernel(new TextEncoder().encode("not a kernel"))).rejects.toThrow(
      /is not a kernel file/,
    );
  });
});
