import { expect, test } from "vitest";
import { noBlur, saidOfPicture } from "../../src/estimate/safe-words.js";

test.each([1, 2, 4])("what is said of the kernel for ×%i is said otherwise of its picture", (scale) => {
  const { ofKernel, ofPicture } = noBlur(scale);
  expect(ofPicture).not.toBe(ofKernel);
  expect(saidOfPicture(["the picture is small", ofKernel], scale)).toEqual([
    "the picture is small",
    ofPicture,
  ]);
});

test("a warning that only begins alike stays as it is", () => {
  const other = "no blur that can be undone: a reason of its own";
  expect(saidOfPicture([other], 2)).toEqual([other]);
});
