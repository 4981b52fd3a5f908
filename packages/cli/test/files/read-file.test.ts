import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { fileState } from "../../src/batch/file-lookup.js";
import { readBytes, readStart, readStream, readTextSync } from "../../src/files/read-file.js";
import { readImage } from "../../src/image-files/read-image.js";
import { readKernel } from "../../src/kernel-files/formats.js";
import { readList } from "../../src/tasks/find-images.js";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

/** Everything that reads a file of the user's. */
const READERS: [string, (path: string) => unknown][] = [
  ["readBytes", readBytes],
  ["readStart", (path) => readStart(path, 8)],
  ["readTextSync", async (path) => readTextSync(path, 100)],
  ["readImage", (path) => readImage(path)],
  ["readKernel", (path) => readKernel(path)],
  ["readList", readList],
  ["fileState", fileState],
];

describe.skipIf(process.platform === "win32")("whatever reads a file", () => {
  beforeAll(() => {
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync("pipe", at("link to a pipe"));
    symlinkSync("/dev/zero", at("endless"));
    symlinkSync("circle", at("circle"));
    mkdirSync(at("folder"));
  });

  const expected: [string, string][] = [
    ["pipe", "this is a pipe, not a file; check the path"],
    ["link to a pipe", "this is a pipe, not a file; check the path"],
    ["endless", "this is a device, not a file; check the path"],
    ["folder", "this is a folder, not a file; check the path"],
    ["circle", "its links lead in a circle; check the path"],
    ["missing", "there is no such file; check the path"],
    ["no\0name", "no file can have this name; check the path"],
    ["n".repeat(300), "the name is too long; check the path"],
  ];
  describe.each(READERS)("%s", (_, read) => {
    it.each(expected)("refuses %s at once", async (name, reason) => {
      await expect(read(at(name))).rejects.toMatchObject({
        code: "invalid-input",
        message: `${at(name)}: ${reason}`,
      });
    });
  });
});

describe("reading", () => {
  it("takes a file of the largest size, and no larger one", async () => {
    writeFileSync(at("ten"), "0123456789");
    expect(String(await readBytes(at("ten"), { maxBytes: 10 }))).toBe("0123456789");
    expect(String(await readStart(at("ten"), 4))).toBe("0123");
    expect(readTextSync(at("ten"), 10)).toBe("0123456789");
    await expect(readBytes(at("ten"), { maxBytes: 9 })).rejects.toThrow(/ten: more than .* too large/);
    expect(() => readTextSync(at("ten"), 9)).toThrow(/ten: more than .* too large/);
  });

  it("stops a stream that has no end", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000);
      })(),
    );
    await expect(readStream(endless, "standard input", { maxBytes: 1e6 })).rejects.toThrow(
      /^standard input: more than .* too large/,
    );
  });

  it("stops when it is told to", async () => {
    writeFileSync(at("some"), "text");
    const signal = AbortSignal.abort();
    await expect(readBytes(at("some"), { signal })).rejects.toMatchObject({ code: "aborted" });
  });
});
