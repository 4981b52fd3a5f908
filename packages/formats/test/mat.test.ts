import { deflateSync, inflateSync } from "node:zlib";
import { kernelRows } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { readMat } from "@kernelgan/testing/mat";
import { describe, expect, it } from "vitest";
import { encodeMat } from "../src/mat.js";
import { decoded, fixture, hasScipy, PYTHON_MS, readInPython } from "./helpers/files.js";

const k13 = countingKernel(13);

describe("MATLAB files that we write", () => {
  it("are read by a reader of their own", () => {
    expect(readMat(encodeMat(k13)).Kernel).toEqual(kernelRows(k13));
  });

  it.skipIf(!hasScipy)(
    "are read by SciPy",
    () => {
      const read = readInPython("scipy.io.loadmat(f)['Kernel']", encodeMat(k13));
      expect(read).toEqual(["float64", kernelRows(k13)]);
    },
    PYTHON_MS,
  );
});

describe("MATLAB files that SciPy writes", () => {
  it.each(["plain.mat", "compressed.mat", "among-others.mat"])("are read exactly: %s", async (name) => {
    expect(await decoded(fixture(name))).toEqual(countingKernel(5));
  });

  it("are read in single precision: other-name.mat", async () => {
    const { data } = await decoded(fixture("other-name.mat"));
    expect(Float32Array.from(data)).toEqual(Float32Array.from(countingKernel(5).data));
  });

  it("are read with numbers stored as small integers: bytes.mat", async () => {
    const { data } = await decoded(fixture("bytes.mat"));
    expect(Array.from(data)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });

  it("are refused with a reason if they have no kernel", async () => {
    await expect(decoded(fixture("ambiguous.mat"))).rejects.toThrow(/it has: a, b/);
    await expect(decoded(fixture("flat.mat"))).rejects.toThrow(/2×5/);
  });

  it("are refused with advice if the kernel is complex", async () => {
    const file = encodeMat(k13);
    // The flags of the first variable: bit 11 stands for complex numbers.
    file[145] = 0x08;
    await expect(decoded(file)).rejects.toThrow(/has complex numbers as Kernel; .* save real\(Kernel\)/);
  });
});

describe("MATLAB files of version 4", () => {
  it.each([true, false])("are named, with what to do; little-endian: %s", async (little) => {
    const file = new Uint8Array(20 + 7 + 8);
    const view = new DataView(file.buffer);
    for (const [i, value] of [little ? 0 : 1000, 1, 1, 0, 7].entries()) view.setInt32(4 * i, value, little);
    file.set(new TextEncoder().encode("Kernel\0"), 20);
    await expect(decoded(file)).rejects.toThrow(/MATLAB file of version 4; save it with -v7/);
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
