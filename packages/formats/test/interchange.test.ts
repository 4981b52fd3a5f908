/** Files that go to other programs and come from them. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { deflateSync, inflateSync } from "node:zlib";
import { type Kernel, kernelRows } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { readMat } from "@kernelgan/testing/mat";
import { parse as parseNpyJs } from "npyjs";
import { describe, expect, it } from "vitest";
import { decodeKernel } from "../src/formats.js";
import { encodeMat } from "../src/mat.js";
import { encodeNpy } from "../src/npy.js";

const k13 = countingKernel(13);

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`./data/${name}`, import.meta.url));
}

async function decoded(bytes: Uint8Array): Promise<Kernel> {
  return (await decodeKernel(bytes)).kernel;
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

describe("files we write, read by others", () => {
  it("mat: mat-for-js", () => {
    const { Kernel } = readMat(encodeMat(k13));
    expect(Kernel).toEqual(kernelRows(k13));
  });

  it("npy: npyjs", () => {
    const array = parseNpyJs(encodeNpy(k13).buffer);
    expect(array.shape).toEqual([13, 13]);
    expect(array.fortranOrder).toBe(false);
    expect(Array.from(array.data as Float64Array)).toEqual(Array.from(k13.data));
  });

  it.skipIf(!hasScipy)("mat and npy: SciPy and NumPy", () => {
    const script = [
      "import sys, json, io, numpy, scipy.io",
      "mat, npy = (io.BytesIO(bytes.fromhex(a)) for a in sys.argv[1:])",
      "m = scipy.io.loadmat(mat)['Kernel']; n = numpy.load(npy)",
      "print(json.dumps([str(m.dtype), m.tolist(), str(n.dtype), n.tolist()]))",
    ].join("\n");
    const files = [encodeMat(k13), encodeNpy(k13)].map((bytes) => Buffer.from(bytes).toString("hex"));
    const output = JSON.parse(python(script, ...files));
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
    expect(await decoded(fixture(name))).toEqual(countingKernel(5));
  });

  it.each(["other-name.mat", "float32-fortran.npy"])("%s, in single precision", async (name) => {
    const { data } = await decoded(fixture(name));
    expect(Float32Array.from(data)).toEqual(Float32Array.from(countingKernel(5).data));
  });

  it("bytes.mat: numbers stored as small integers", async () => {
    const { data } = await decoded(fixture("bytes.mat"));
    expect(Array.from(data)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });

  it("explains what is wrong with the others", async () => {
    await expect(decoded(fixture("ambiguous.mat"))).rejects.toThrow(/it has: a, b/);
    await expect(decoded(fixture("flat.mat"))).rejects.toThrow(/2×5/);
    await expect(decoded(fixture("integers.npy"))).rejects.toThrow(/float64/);
  });
});

describe("compressed MATLAB files", () => {
  const HEADER = 128;
  const file = Buffer.from(fixture("compressed.mat"));

  /** compressed.mat with another zlib stream. */
  function withStream(stream: Uint8Array): Uint8Array {
    const tag = Buffer.from(file.subarray(HEADER, HEADER + 8));
    tag.writeUInt32LE(stream.length, 4);
    return Buffer.concat([file.subarray(0, HEADER), tag, stream]);
  }

  const stream = file.subarray(HEADER + 8);

  it.each([
    [
      "of which a bit changed",
      Buffer.from(stream.map((byte, i) => (i === stream.length - 1 ? byte ^ 1 : byte))),
    ],
    ["cut off", stream.subarray(0, stream.length / 2)],
    ["that are not compressed at all", inflateSync(stream)],
    ["that inflate without end", deflateSync(Buffer.alloc(65 * 2 ** 20))],
  ])("%s are damaged", async (_, damaged) => {
    expect(await decoded(withStream(stream))).toEqual(countingKernel(5));
    await expect(decoded(withStream(damaged))).rejects.toMatchObject({
      code: "invalid-input",
      message: "is damaged or cut off",
    });
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
    expect(Array.from((await decoded(bytes.subarray(0, at))).data)).toEqual([1, 3, 2, 4]);
  });

  it("version 7.3, which is HDF5, is refused with advice", async () => {
    const bytes = Buffer.alloc(600);
    bytes.write("MATLAB 7.3 MAT-file");
    bytes.write("IM", 126, "latin1");
    await expect(decoded(bytes)).rejects.toThrow(/-v7/);
  });
});
