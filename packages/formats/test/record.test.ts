import { kernelRows } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import type { KernelOrigin } from "../src/origin.js";
import { decodeJson, encodeJson } from "../src/record.js";
import { version } from "../src/version.js";
import { encode } from "./helpers/encode.js";

const k13 = countingKernel(13);

describe("json", () => {
  it("has rows, scale, seed, options, each row on a line", async () => {
    const bytes = await encode("json", k13, {
      image: "фото.png",
      scale: 2,
      seed: 7,
      options: { preset: "paper" },
    });
    const text = new TextDecoder().decode(bytes);
    expect(JSON.parse(text)).toEqual({
      kernel: kernelRows(k13),
      size: 13,
      scale: 2,
      image: "фото.png",
      seed: 7,
      options: { preset: "paper" },
      version,
    });
    expect(text.split("\n").length).toBeLessThan(40);
  });

  it.each<[string, KernelOrigin, RegExp]>([
    ["no JSON", { details: { count: 1n } }, /options and details .* must be plain JSON/],
    ["the file's own", { details: { kernel: "k" } }, /the file has a "kernel" of its own/],
  ])("does not take details that are %s", (_, origin, message) => {
    expect(() => encodeJson(countingKernel(3), origin)).toThrow(message);
  });

  it("is read with its scale, or as rows alone", () => {
    expect(decodeJson('{ "kernel": [[0, 1], [2, 3]], "scale": 3 }')).toMatchObject({
      kernel: { size: 2 },
      scale: 3,
    });
    expect([...decodeJson("[[0, 1], [2, 3]]").kernel.data]).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ["{", /is not valid JSON/],
    ["null", /has no kernel/],
    ["[]", /has no kernel/],
    ["[[1, 2], [3]]", /has no kernel/],
    ["[[1, 2, 3]]", /1×3/],
    ["[[]]", /holds an empty matrix \(1×0\)/],
    ['{ "kernel": [[1]], "scale": -2 }', /is for scale -2, but a scale is a positive number/],
  ])("is refused with a reason: %s", (text, reason) => {
    expect(() => decodeJson(text)).toThrow(reason);
  });
});
