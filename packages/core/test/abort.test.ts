import { expect, it } from "vitest";
import { throwIfAborted } from "../src/abort.js";
import { AbortError, KernelGanError } from "../src/errors.js";

it("throwIfAborted throws an AbortError with the signal's reason, once the signal has fired", () => {
  const controller = new AbortController();
  throwIfAborted(undefined);
  throwIfAborted(controller.signal);
  controller.abort("enough");
  const attempt = () => throwIfAborted(controller.signal);
  expect(attempt).toThrow(AbortError);
  expect(attempt).toThrow(KernelGanError);
  expect(attempt).toThrow(expect.objectContaining({ name: "AbortError", code: "aborted", cause: "enough" }));
});
