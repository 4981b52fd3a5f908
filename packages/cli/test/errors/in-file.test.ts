import { AbortError, KernelGanError } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { fileError } from "../../src/errors/file-error.js";
import { cannotRead, fileReason, inFile } from "../../src/errors/in-file.js";

const failing = (error: Error) => inFile("a.png", () => Promise.reject(error));

describe("inFile", () => {
  it("puts the file's name in front of an error's message, and keeps its code", async () => {
    await expect(failing(new KernelGanError("image-flat", "no texture"))).rejects.toMatchObject({
      code: "image-flat",
      message: "a.png: no texture",
    });
  });

  it("names the file once, and another file's error after it", async () => {
    const named = fileError("invalid-input", "a.png", ": no permission");
    await expect(failing(named)).rejects.toBe(named);
    const without = fileError("output", "a.png", " would replace the image", { before: "its output " });
    await expect(failing(without)).rejects.toThrow(/^a\.png: its output a\.png would replace the image$/);
    await expect(failing(fileError("invalid-input", "k.mat", ": holds no kernel"))).rejects.toMatchObject({
      message: "a.png: k.mat: holds no kernel",
      file: { path: "a.png", start: 0, end: 5 },
    });
    // Reads as if it were named already, and is not.
    await expect(failing(new KernelGanError("invalid-input", "a.png: "))).rejects.toThrow("a.png: a.png: ");
  });

  it.each([new AbortError(), new TypeError("a defect")])("leaves %s as it is", async (error) => {
    await expect(failing(error)).rejects.toBe(error);
  });
});

it.each([
  [
    "https://example.org/a.png",
    "https://example.org/a.png: this is an address, not a file; download it first",
  ],
  ["/photos/http:/a.png", "/photos/http:/a.png: this is an address, not a file; download it first"],
  [`data:image/png;base64,${"A".repeat(999)}`, /^data:image\/png;base64,A{178}: this is an address/],
  ["", "the path is empty: there is no such file; check the path"],
  ["a/data:b.png", "a/data:b.png: there is no such file; check the path"],
])("cannotRead says what is wrong with %s", (path, message) => {
  const { message: said } = cannotRead(path, Object.assign(new Error(), { code: "ENOENT" }));
  expect(said).toMatch(message);
});

it("fileReason says in words what a file system call failed of", () => {
  expect(fileReason(Object.assign(new Error(), { code: "ENOSPC" }))).toBe("the disk is full");
  expect(fileReason(new Error("something else"))).toBe("something else");
});
