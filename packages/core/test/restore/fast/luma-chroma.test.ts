import { expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { joinColour, splitColour } from "../../../src/restore/fast/luma-chroma.js";
import { largestDifference } from "../../helpers/noise.js";
import { scene } from "../../helpers/scene.js";

test("splitColour and joinColour undo each other, and gray has no chroma", () => {
  const image = scene(30, 20, 3);
  const { luma, chroma } = splitColour(image);
  expect(largestDifference(joinColour(luma, chroma).data, image.data)).toBeLessThan(1e-6);
  const gray = planarImage(2, 1, 3, Float32Array.of(0.2, 0.9, 0.2, 0.9, 0.2, 0.9));
  const split = splitColour(gray);
  expect(largestDifference(split.luma.data, [0.2, 0.9])).toBeLessThan(1e-6);
  expect(largestDifference(split.chroma.data, [0, 0, 0, 0])).toBeLessThan(1e-6);
});
