/** What is known of a kernel besides travels with it, in the formats that have a place for it. */
import type { Warning } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { readMat } from "@kernelgan/testing/mat";
import { describe, expect, it } from "vitest";
import { decodeMat, encodeMat } from "../src/mat.js";
import { decodeJson } from "../src/record.js";
import { encode } from "./helpers/encode.js";
import { decoded } from "./helpers/files.js";

const plain = countingKernel(5);
const sure = { ...plain, confidence: 0.8231048 };
const safe = { ...plain, confidence: 0.2, fellBack: true };
const optical = { ...plain, confidence: 0.9, light: "linear" as const };
const filtered = { ...plain, light: "encoded" as const };

describe("a kernel's confidence", () => {
  it.each(["mat", "json", "png"] as const)(
    "travels in .%s, exactly, and so do a fall back and the light",
    async (format) => {
      for (const k of [plain, sure, safe, optical, filtered]) {
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
