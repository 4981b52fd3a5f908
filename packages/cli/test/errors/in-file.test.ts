import { AbortError, KernelGanError } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { fileReason, inFile } from "../../src/errors/in-file.js";

const failing = (error: Error) => inFile("a.png", () => Promise.reject(error));

describe("inFile", () => {
  it("puts the file's name in front of an error's message, and keeps its code", async () => {
    await expect(failing(new KernelGanError("image-flat", "no texture"))).rejects.toMatchObject({
      code: "image-flat",
      message: "a.png: no texture",
    });
  });

  it.each([new AbortError(), new TypeError("a defect")])("leaves %s as it is", async (error) => {
    await expect(failing(error)).rejects.toBe(error);
  });
});

it("fileReason says in words what a file system call failed of", () => {
  expect(fileReason(Object.assign(new Error(), { code: "ENOSPC" }))).toBe("the disk is full");
  expect(fileReason(new Error("something else"))).toBe("something else");
});
