/** What is known of a kernel besides travels with it, in the formats that have a place for it. */
import type { Kernel, Warning } from "@kernelgan/core";
import { countingKernel, gammaCurve } from "@kernelgan/testing/kernels";
import { readMat } from "@kernelgan/testing/mat";
import { describe, expect, it } from "vitest";
import { decodeMat, encodeMat } from "../src/mat.js";
import { decodeJson, encodeJson } from "../src/record.js";
import { encode } from "./helpers/encode.js";
import { decoded } from "./helpers/files.js";

const plain = countingKernel(5);
const sure = { ...plain, confidence: 0.8231048 };
const safe = { ...plain, confidence: 0.2, fellBack: true };
const optical = { ...plain, confidence: 0.9, light: "linear" as const };
const toneCurve = gammaCurve(1.9);
const ofCamera = { ...optical, toneCurve };
const filtered = { ...plain, light: "encoded" as const };

describe("a kernel's confidence", () => {
  it.each(["mat", "json", "png"] as const)(
    "travels in .%s, exactly, and so do a fall back and the light",
    async (format) => {
      for (const k of [plain, sure, safe, optical, ofCamera, filtered]) {
        expect(await decoded(await encode(format, k))).toStrictEqual(k);
        const turned = await encode(format, k, { convention: "kair", scale: 2 });
        expect(await decoded(turned)).toMatchObject(format === "mat" ? { size: 5 } : k);
      }
    },
  );

  it("has no place in .npy", async () => {
    expect(await decoded(await encode("npy", safe))).toStrictEqual(plain);
  });

  it("is a variable of its own in .mat", () => {
    expect(readMat(encodeMat(safe))).toMatchObject({ Confidence: [[0.2]], FellBack: [[1]] });
    expect(readMat(encodeMat(optical))).toMatchObject({ Confidence: [[0.9]], LinearLight: [[1]] });
    expect(readMat(encodeMat(ofCamera))).toMatchObject({ LinearLight: [[1]], ToneCurve: [toneCurve] });
    expect(readMat(encodeMat(optical))).not.toHaveProperty("ToneCurve");
    expect(Object.keys(readMat(encodeMat(plain)))).toEqual(["Kernel"]);
  });

  it.each([
    ['"high"', ['"high"']],
    ["95", ["95"]],
    ["-1", ["-1"]],
    ["null", []],
    ["[1]", ["an array"]],
  ])("counts as unknown if it is %s, which is said of what makes no sense", (value, said) => {
    const warnings: Warning[] = [];
    const text = `{ "kernel": [[1]], "confidence": ${value}, "fellBack": true }`;
    const { kernel } = decodeJson(text, { onWarning: (warning) => warnings.push(warning) });
    expect(kernel).toStrictEqual({ size: 1, data: new Float64Array([1]) });
    expect(warnings).toEqual(
      said.map((got) => ({
        code: "kernel-confidence",
        message: `its confidence must be a number from 0 to 1, got ${got}: it counts as not known`,
      })),
    );
  });

  it("is said to make no sense in .mat, too", async () => {
    const warnings: Warning[] = [];
    const file = encodeMat({ ...plain, confidence: 0.95 });
    const [bytes, number] = [Buffer.from(file), Buffer.alloc(8)];
    number.writeDoubleLE(0.95);
    bytes.writeDoubleLE(95, bytes.indexOf(number));
    expect(await decodeMat(bytes, { onWarning: (warning) => warnings.push(warning) })).toStrictEqual(plain);
    expect(warnings).toEqual([{ code: "kernel-confidence", message: expect.stringContaining("got 95") }]);
  });
});

describe("a kernel's tone curve", () => {
  const read = (notes: object): { kernel: Kernel; warnings: Warning[] } => {
    const warnings: Warning[] = [];
    const text = JSON.stringify({ kernel: [[1]], ...notes });
    const { kernel } = decodeJson(text, { onWarning: (warning) => warnings.push(warning) });
    return { kernel, warnings };
  };

  it("is one line of .json", () => {
    const text = new TextDecoder().decode(encodeJson(ofCamera));
    const line = text.split("\n").find((one) => one.includes('"toneCurve"'));
    expect(JSON.parse(`{${line?.replace(/,$/, "")}}`)).toEqual({ toneCurve });
  });

  it.each([
    ["too short", toneCurve.slice(1)],
    ["falling", toneCurve.toReversed()],
    ["a text", "sRGB"],
    ["of texts", toneCurve.map(String)],
  ])("counts as unknown if it is %s, which is said", (_, wrong) => {
    const { kernel, warnings } = read({ light: "linear", toneCurve: wrong });
    expect(kernel).toStrictEqual({ size: 1, data: new Float64Array([1]), light: "linear" });
    expect(warnings).toEqual([
      {
        code: "kernel-tone-curve",
        message: expect.stringContaining("must be 65 numbers that rise from 0 to 1"),
      },
    ]);
  });

  it("belongs to linear light, and is neither written nor read with any other", () => {
    for (const light of ["encoded", undefined]) {
      const { kernel, warnings } = read({ light, toneCurve });
      expect([kernel.toneCurve, warnings]).toEqual([undefined, []]);
    }
    expect(encodeMat({ ...ofCamera, light: "encoded" })).toEqual(encodeMat({ ...optical, light: "encoded" }));
  });

  it("that is none in .mat is said, too, and is never taken for the kernel", async () => {
    const file = Buffer.from(encodeMat(ofCamera));
    const number = Buffer.alloc(8);
    number.writeDoubleLE(toneCurve[20]!);
    file.writeDoubleLE(2, file.indexOf(number));
    // A kernel of another name is the only matrix besides.
    file.write("Karnel", file.indexOf("Kernel"), "latin1");
    const warnings: Warning[] = [];
    const kernel = await decodeMat(file, { onWarning: (warning) => warnings.push(warning) });
    expect(kernel).toStrictEqual(optical);
    expect(warnings.map(({ code }) => code)).toEqual(["kernel-tone-curve"]);
  });

  it("that makes no sense is not written", () => {
    const wrong = { ...optical, toneCurve: [0, 1] };
    for (const write of [encodeMat, encodeJson]) {
      expect(() => write(wrong)).toThrow(/toneCurve must be an array of 65 numbers/);
    }
  });
});
