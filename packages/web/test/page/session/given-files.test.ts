import { describe, expect, it } from "vitest";
import { droppedFiles } from "../../../src/page/session/given-files.js";

/** A file or folder as browsers hand it over. */
const fileEntry = (path: string, type = "") => ({
  isFile: true,
  isDirectory: false,
  fullPath: path,
  file: (take: (file: File) => void) => take(new File(["bytes"], path.replace(/^.*\//, ""), { type })),
});
const folderEntry = (path: string, below: readonly unknown[]) => ({
  isFile: false,
  isDirectory: true,
  fullPath: path,
  createReader() {
    // One at a time, then nothing.
    const rest = [...below];
    return { readEntries: (take: (entries: unknown[]) => void) => take(rest.splice(0, 1)) };
  },
});
const dropOf = (entries: readonly unknown[], files: readonly File[] = []) =>
  ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files }) as unknown as DataTransfer;

describe("what was dropped", () => {
  it("is all pictures of folders, in the order of their names, and any file that was dropped itself", async () => {
    const folder = folderEntry("/trip", [
      fileEntry("/trip/10.JPG"),
      fileEntry("/trip/2.png", "image/png"),
      fileEntry("/trip/.hidden.png", "image/png"),
      fileEntry("/trip/notes.txt", "text/plain"),
      folderEntry("/trip/more", [fileEntry("/trip/more/1.webp")]),
    ]);
    const found = await droppedFiles(dropOf([folder, fileEntry("/odd.bin")]));
    expect(found.map(({ path }) => path)).toEqual([
      "trip/2.png",
      "trip/10.JPG",
      "trip/more/1.webp",
      "odd.bin",
    ]);
  });

  it("is nothing that can be opened, where folders have no picture", async () => {
    const folder = folderEntry("/letters", [
      fileEntry("/letters/notes.txt"),
      folderEntry("/letters/old", []),
    ]);
    await expect(droppedFiles(dropOf([folder]))).rejects.toMatchObject({ code: "folder-without-pictures" });
  });

  it("is the files as they are, where there is no folder", async () => {
    const files = [new File([], "a.png"), new File([], "b.png")];
    const found = await droppedFiles(dropOf([fileEntry("/a.png"), fileEntry("/b.png")], files));
    expect(found).toEqual(files.map((file) => ({ file, path: file.name })));
  });
});
