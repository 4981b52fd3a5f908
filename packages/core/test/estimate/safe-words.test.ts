import { expect, test } from "vitest";
import { KernelGanError } from "../../src/errors.js";
import { noBlur, noEstimate, saidOfPicture } from "../../src/estimate/safe-words.js";
import type { Warning } from "../../src/warnings.js";

const small: Warning = { code: "small", message: "the picture is small" };

test.each([1, 2, 4])("what is said of the kernel for ×%i is said otherwise of its picture", (scale) => {
  const ofKernel = noBlur(scale);
  const [kept, ofPicture] = saidOfPicture([small, ofKernel], scale);
  expect(kept).toBe(small);
  expect(ofPicture).toEqual({
    code: "no-blur",
    message: expect.stringMatching(/^no blur that can be undone: (enlarged in|nothing is)/),
  });
  expect(ofPicture?.message).not.toBe(ofKernel.message);
});

test("why there is no estimate stands before what is done instead", () => {
  const error = new KernelGanError("image-flat", "the image is flat");
  expect(noEstimate(error, 2)).toEqual({
    code: "no-estimate",
    message: "the image is flat; enlarged in the usual way, with the bicubic kernel",
  });
});
