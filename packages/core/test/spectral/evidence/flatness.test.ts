import { expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { flatness } from "../../../src/spectral/evidence/flatness.js";

test("is the mean share of pixels that are equal to the next one, along rows and along columns", async () => {
  const image = planarImage(5, 2, 1);
  // Three of eight pairs across, one of five down; less than half a level of 255 is no difference.
  image.data.set([0.5, 0.5, 0.501, 0.501, 1, 0, 0.2, 0.1, 0.9, 1]);
  expect(await flatness(image)).toBeCloseTo((3 / 8 + 1 / 5) / 2, 9);
});

test("is the same for a picture that is turned by 90°", async () => {
  const [rows, columns] = [planarImage(40, 30, 1), planarImage(30, 40, 1)];
  // Lines that are flat along themselves alone.
  for (let i = 0; i < rows.data.length; i++) rows.data[i] = Math.floor(i / 40) / 30;
  for (let i = 0; i < columns.data.length; i++) columns.data[i] = (i % 30) / 30;
  expect(await flatness(rows)).toBe(0.5);
  expect(await flatness(columns)).toBe(0.5);
});

test("counts the pairs between the pieces that a large picture is looked at in", async () => {
  const image = planarImage(2048, 600, 1);
  image.data.fill(0.3);
  expect(await flatness(image)).toBe(1);
});
