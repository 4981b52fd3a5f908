import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelRows } from "@kernelgan/core";
import { read as readMatForJs } from "mat-for-js";
import { parse as parseNpyJs } from "npyjs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { kernelFormats } from "../src/kernel-files/format-names.js";
import {
  decodeKernel,
  encodeKernel,
  readKernel,
  readKernelFile,
  writeKernel,
} from "../src/kernel-files/formats.js";
import { countingKernel } from "./helpers/kernels.js";
import { temporaryFolder } from "./helpers/temporary-folder.js";

const data = fileURLToPath(new URL("./data/", import.meta.url));
const folder = temporaryFolder();
const k13 = countingKernel(13);

function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function python(script: string, ...args: string[]): string {
  return execFileSync("python3", ["-c", script, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const hasScipy = (() => {
  try {
    python("import scipy.io, numpy");
    return true;
  } catch {
    return false;
  }
})();

describe("every format", () => {
  it.each(kernelFormats)("%s gives back the same doubles", async (format) => {
    const path = join(folder, `exact_x2.${format}`);
    await writeKernel(path, k13, { scale: 2 });
    expect(await readKernel(path)).toEqual(k13);
  });

  it.each(kernelFormats)("%s is recognised by its content, not its name", async (format) => {
    expect((await decodeKernel(await encodeKernel(format, k13))).kernel).toEqual(k13);
  });

  it.each(kernelFormats)("%s gives the same bytes each time", async (format) => {
    const origin = { name: "same", scale: 2, seed: 1 };
    expect(await encodeKernel(format, k13, origin)).toEqual(await encodeKernel(format, k13, origin));
  });

  it.each(kernelFormats)("%s cut off is one KernelGanError", async (format) => {
    const bytes = await encodeKernel(format, k13);
    const path = join(folder, `cut.${format}`);
    // A picture's numbers come first: with half of the file they are still whole.
    for (const share of format === "png" ? [0, 0.02, 0.1] : [0, 0.02, 0.1, 0.5, 0.9]) {
      writeFileSync(path, bytes.subarray(0, bytes.length * share));
      await expect(readKernel(path)).rejects.toMatchObject({ code: "invalid-input" });
    }
  });

  it("tells the scale from json and png, or else from the name", async () => {
    for (const format of kernelFormats) {
      const path = join(folder, `scaled_x4.${format}`);
      await writeKernel(path, k13, { scale: format === "json" || format === "png" ? 3 : 4 });
      expect((await readKernelFile(path)).scale).toBe(format === "json" || format === "png" ? 3 : 4);
    }
  });

  it("refuses unknown extensions and files that are no kernels", async () => {
    await expect(writeKernel(join(folder, "k.txt"), k13)).rejects.toMatchObject({ code: "invalid-argument" });
    const text = join(folder, "k.mat");
    writeFileSync(text, "not a kernel");
    await expect(readKernel(text)).rejects.toThrow(/k\.mat: is not a kernel file/);
    await expect(readKernel(join(folder, "missing.mat"))).rejects.toThrow(
      /missing\.mat: there is no such file/,
    );
  });

  it("replaces files only with force", async () => {
    const path = join(folder, "twice.mat");
    await writeKernel(path, k13);
    await expect(writeKernel(path, k13)).rejects.toMatchObject({ code: "output" });
    await writeKernel(path, countingKernel(5), {}, { force: true });
    expect((await readKernel(path)).size).toBe(5);
  });
});

describe("files we write, read by others", () => {
  it("mat: mat-for-js", async () => {
    const { Kernel } = readMatForJs(arrayBuffer(await encodeKernel("mat", k13))).data;
    expect(Kernel).toEqual(kernelRows(k13));
  });

  it("npy: npyjs", async () => {
    const array = parseNpyJs(arrayBuffer(await encodeKernel("npy", k13)));
    expect(array.shape).toEqual([13, 13]);
    expect(array.fortranOrder).toBe(false);
    expect(Array.from(array.data as Float64Array)).toEqual(Array.from(k13.data));
  });

  it("json: rows, scale, seed", async () => {
    const bytes = await encodeKernel("json", k13, { scale: 2, seed: 7, options: { preset: "paper" } });
    const document = JSON.parse(Buffer.from(bytes).toString());
    expect(document).toMatchObject({
      kernel: kernelRows(k13),
      size: 13,
      scale: 2,
      seed: 7,
      options: { preset: "paper" },
    });
    expect(Buffer.from(bytes).toString().split("\n").length).toBeLessThan(40);
  });

  it("png: a picture of the promised size", async () => {
    const { width, height, channels } = await sharp(
      await encodeKernel("png", k13, { name: "photo" }),
    ).metadata();
    expect([width, height, channels]).toEqual([640, 628, 3]);
  });

  it.skipIf(!hasScipy)("mat and npy: SciPy and NumPy", async () => {
    await writeKernel(join(folder, "python.mat"), k13);
    await writeKernel(join(folder, "python.npy"), k13);
    const script = [
      "import sys, json, numpy, scipy.io",
      "m = scipy.io.loadmat(sys.argv[1])['Kernel']; n = numpy.load(sys.argv[2])",
      "print(json.dumps([str(m.dtype), m.tolist(), str(n.dtype), n.tolist()]))",
    ].join("\n");
    const output = JSON.parse(python(script, join(folder, "python.mat"), join(folder, "python.npy")));
    expect(output).toEqual(["float64", kernelRows(k13), "float64", kernelRows(k13)]);
  });
});

describe("files that SciPy and NumPy write (test/data/make-fixtures.py)", () => {
  it.each([
    "plain.mat",
    "compressed.mat",
    "among-others.mat",
    "float64.npy",
    "big-endian.npy",
    "version2.npy",
  ])("%s, exactly", async (name) => {
    expect(await readKernel(data + name)).toEqual(countingKernel(5));
  });

  it.each(["other-name.mat", "float32-fortran.npy"])("%s, in single precision", async (name) => {
    const { data: weights } = await readKernel(data + name);
    expect(Float32Array.from(weights)).toEqual(Float32Array.from(countingKernel(5).data));
  });

  it("bytes.mat: numbers stored as small integers", async () => {
    expect(Array.from((await readKernel(`${data}bytes.mat`)).data)).toEqual(
      Array.from({ length: 25 }, (_, i) => i + 1),
    );
  });

  it("says what is wrong with the others", async () => {
    await expect(readKernel(`${data}ambiguous.mat`)).rejects.toThrow(/ambiguous\.mat: .*it has: a, b/);
    await expect(readKernel(`${data}flat.mat`)).rejects.toThrow(/2×5/);
    await expect(readKernel(`${data}integers.npy`)).rejects.toThrow(/float64/);
  });
});

describe("MATLAB files of other machines", () => {
  it("big-endian, with a small data element for the name", async () => {
    const bytes = Buffer.alloc(128 + 8 + 16 + 16 + 8 + 8);
    bytes.write("MATLAB 5.0 MAT-file");
    bytes.writeUInt16BE(0x0100, 124);
    bytes.write("MI", 126, "latin1");
    let at = 128;
    const u32 = (...values: number[]): void => {
      for (const value of values) at = bytes.writeUInt32BE(value, at);
    };
    u32(14, bytes.length - 136); // matrix
    u32(6, 8, 6, 0); // flags: double
    u32(5, 8, 2, 2); // 2×2
    u32((1 << 16) | 1, 0x6b000000); // name "k"
    u32((4 << 16) | 2, 0x01020304); // numbers, stored as bytes, column by column
    const { kernel } = await decodeKernel(bytes.subarray(0, at));
    expect(Array.from(kernel.data)).toEqual([1, 3, 2, 4]);
  });

  it("version 7.3 is HDF5, and says so", async () => {
    const bytes = Buffer.alloc(600);
    bytes.write("MATLAB 7.3 MAT-file");
    bytes.write("IM", 126, "latin1");
    await expect(decodeKernel(bytes)).rejects.toThrow(/-v7/);
  });
});

describe("pictures", () => {
  it("saved anew by another program hold no numbers, and say so", async () => {
    const anew = await sharp(await encodeKernel("png", k13))
      .png()
      .toBuffer();
    await expect(decodeKernel(anew)).rejects.toThrow(/without a kernel's numbers/);
  });

  it("show kernels with negative weights, of any size, with any name", async () => {
    const signed = { size: 3, data: Float64Array.of(-0.1, 0, 0, 0, 1, 0, 0, 0.1, 0) };
    const bytes = await encodeKernel("png", signed, { name: 'пример <&"> 例 '.repeat(20), scale: 2 });
    expect((await decodeKernel(bytes)).kernel).toEqual(signed);
    expect((await decodeKernel(await encodeKernel("png", countingKernel(65)))).kernel.size).toBe(65);
  });
});
