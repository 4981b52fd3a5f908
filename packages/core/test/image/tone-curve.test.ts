import { describe, expect, it } from "vitest";
import { isToneCurve } from "../../src/image/index.js";
import { cameraCurve } from "../helpers/tone-curve.js";

describe("a tone curve", () => {
  it("is 65 numbers that rise from 0 to 1", () => {
    expect(isToneCurve(cameraCurve())).toBe(true);
    expect(isToneCurve(JSON.parse(JSON.stringify(cameraCurve())))).toBe(true);
  });

  const changed = (at: number, value: unknown): unknown[] => cameraCurve().with(at, value as number);
  const holed: number[] = cameraCurve();
  delete holed[30];
  it.each([
    ["nothing", undefined],
    ["a number", 65],
    ["an object", { length: 65 }],
    ["too short", cameraCurve().slice(1)],
    ["a typed array", Float64Array.from(cameraCurve())],
    ["not from 0 on", changed(0, 0.001)],
    ["not up to 1", changed(64, 0.999)],
    ["flat somewhere", changed(11, cameraCurve()[10])],
    ["falling somewhere", changed(11, 0)],
    ["with a text", changed(11, String(cameraCurve()[11]))],
    ["with what is no number", changed(11, Number.NaN)],
    ["with a hole", holed],
  ])("is not %s", (_, value) => {
    expect(isToneCurve(value)).toBe(false);
  });
});
