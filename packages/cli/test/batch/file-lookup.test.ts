import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { contentState, fileState, localFiles } from "../../src/batch/file-lookup.js";

const folder = temporaryFolder();
const files = localFiles(folder);
writeFileSync(join(folder, "a.txt"), "content");
const state = contentState(Buffer.from("content"));

describe("localFiles", () => {
  it("knows what a file holds", async () => {
    expect(await files.bytes("a.txt")).toBe(7);
    expect(await files.state("a.txt")).toEqual(state);
    expect(await fileState(join(folder, "a.txt"))).toEqual(state);
    expect(await files.holds("a.txt", state)).toBe(true);
    expect(await files.holds("a.txt", contentState(Buffer.from("Content")))).toBe(false);
    expect(await files.holds("a.txt", contentState(Buffer.from("more content")))).toBe(false);
    expect(await files.holds("a.txt", null)).toBe(false);
  });

  it("takes a missing file as it is", async () => {
    expect(await files.bytes("gone.txt")).toBeUndefined();
    expect(await files.state("gone.txt")).toBeNull();
    expect(await files.holds("gone.txt", state)).toBe(false);
    expect(await files.holds("gone.txt", null)).toBe(true);
    await expect(fileState(join(folder, "gone.txt"))).rejects.toThrow(
      /gone\.txt: there is no such file; check/,
    );
  });
});
