import { fromConvention, toConvention } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import { kernelFormats } from "../src/format-names.js";
import { decodeKernel } from "../src/formats.js";
import { encode } from "./helpers/encode.js";

const k13 = countingKernel(13);

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

  it("refuses files that are no kernels", async () => {
    await expect(decodeKernel(new TextEncoder().encode("not a kernel"))).rejects.toThrow(
      /is not a kernel file/,
    );
  });
});
