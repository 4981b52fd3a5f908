import { kernelRows } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { parse } from "npyjs";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../src/npy.js";
import { decoded, fixture, hasScipy, PYTHON_MS, readInPython } from "./helpers/files.js";

const k13 = countingKernel(13);

describe("NumPy files that we write", () => {
  it("are read by npyjs", () => {
    const array = parse(encodeNpy(k13).buffer);
    expect(array.shape).toEqual([13, 13]);
    expect(array.fortranOrder).toBe(false);
    expect(Array.from(array.data as Float64Array)).toEqual(Array.from(k13.data));
  });

  it.skipIf(!hasScipy)(
    "are read by NumPy",
    () => {
      expect(readInPython("numpy.load(f)", encodeNpy(k13))).toEqual(["float64", kernelRows(k13)]);
    },
    PYTHON_MS,
  );
});

describe("NumPy files that NumPy writes", () => {
  it.each(["float64.npy", "big-endian.npy", "version2.npy"])("are read exactly: %s", async (name) => {
    expect(await decoded(fixture(name))).toEqual(countingKernel(5));
  });

  it("are read in single precision, column by column: float32-fortran.npy", async () => {
    const { data } = await decoded(fixture("float32-fortran.npy"));
    expect(Float32Array.from(data)).toEqual(Float32Array.from(countingKernel(5).data));
  });

  it("are refused if they are empty", async () => {
    const file = Buffer.from(encodeNpy(k13)).toString("latin1").replace("(13, 13), }", "(0, 0), }  ");
    await expect(decoded(Buffer.from(file, "latin1"))).rejects.toThrow(/holds an empty matrix \(0×0\)/);
  });

  it("are refused with advice if they hold integers", async () => {
    await expect(decoded(fixture("integers.npy"))).rejects.toThrow(/float64/);
  });
});
