import { expect, test } from "vitest";
import { nearest } from "../src/nearest.js";

test.each([
  ["kernl", "kernel"],
  ["Scale", "scale"],
  ["noize", "noise"],
  ["maxPixel", "maxPixels"],
  ["sharpness", undefined],
  ["x", undefined],
  ["scale".repeat(100_000), undefined],
  ["", undefined],
])("of %.20s %j is meant", (name, meant) => {
  expect(nearest(name, ["scale", "size", "kernel", "noise", "maxPixels"])).toBe(meant);
});
