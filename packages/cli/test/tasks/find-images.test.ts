import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { findImages, readList } from "../../src/tasks/find-images.js";

const folder = temporaryFolder();
const FILES = [
  "photos/b.png",
  "photos/a.JPG",
  "photos/notes.txt",
  "photos/.hidden.png",
  "photos/a_kernel_x2.png",
  "photos/2024/a.webp",
  "photos/2024/[raw]/c.tif",
  "photos/out/a_x2.png",
  "other/a.png",
  "empty/notes.txt",
];
const out = join(folder, "photos", "out");

beforeAll(() => {
  for (const file of FILES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
});

/** Stems of what is found, and the files relative to the test's folder. */
async function found(...inputs: string[]): Promise<Record<string, string>> {
  const images = await findImages(
    inputs.map((input) => join(folder, input)),
    out,
  );
  return Object.fromEntries(images.map(({ stem, path }) => [stem, path.slice(folder.length + 1)]));
}

describe("findImages", () => {
  it("finds the images below a folder in the order of their names, but for results and hidden files", async () => {
    const images = await found("photos");
    expect(Object.entries(images)).toEqual([
      ["2024/[raw]/c", "photos/2024/[raw]/c.tif"],
      ["2024/a", "photos/2024/a.webp"],
      ["a", "photos/a.JPG"],
      ["b", "photos/b.png"],
    ]);
  });

  it("matches globs; places lie below the part without wildcards", async () => {
    expect(await found("photos/*.{png,webp}")).toEqual({ b: "photos/b.png" });
    expect(await found("photos/**/a.*")).toEqual({ a: "photos/a.JPG", "2024/a": "photos/2024/a.webp" });
    expect(await found("*/2024/*.webp")).toEqual({ "photos/2024/a": "photos/2024/a.webp" });
  });

  it("takes names with wildcards in them as they are, if there are such", async () => {
    expect(await found("photos/2024/[raw]")).toEqual({ c: "photos/2024/[raw]/c.tif" });
    expect(await found("photos/2024/[raw]/c.tif")).toEqual({ c: "photos/2024/[raw]/c.tif" });
  });

  it("takes files whatever they are, and those that do not exist", async () => {
    expect(await found("photos/notes.txt", "missing.png")).toEqual({
      notes: "photos/notes.txt",
      missing: "missing.png",
    });
  });

  it("refuses a folder that does not exist", async () => {
    await expect(found("photoss")).rejects.toThrow(
      /photoss: there is no such file or folder; check the path$/,
    );
  });

  it.skipIf(process.platform === "win32")(
    "refuses, by its path, an image whose name would be a path elsewhere",
    async () => {
      mkdirSync(join(folder, "odd"));
      writeFileSync(join(folder, "odd", "a\\b.png"), "");
      await expect(found("odd")).rejects.toMatchObject({
        code: "invalid-input",
        message: expect.stringContaining(`${join(folder, "odd", "a\\b.png")}: `),
      });
    },
  );

  it("takes each image once", async () => {
    expect(Object.keys(await found("photos/b.png", "photos/b.png", "photos"))).toEqual([
      "b",
      "2024/[raw]/c",
      "2024/a",
      "a",
    ]);
  });

  it("follows links to folders", async () => {
    symlinkSync(join(folder, "other"), join(folder, "empty", "linked"));
    expect(await found("empty")).toEqual({ "linked/a": "empty/linked/a.png" });
  });

  it.each([
    [["photos/*.bmp"], "no images match"],
    [["photos/a.JPG", "other"], "the same names"],
    [["photos/a.JPG", "other/A.png"], "the same names"],
    [["photos/out"], "give another --out"],
  ])("refuses %j", async (inputs, message) => {
    await expect(found(...inputs)).rejects.toThrow(message);
  });

  it("refuses a folder without images", async () => {
    mkdirSync(join(folder, "none"));
    await expect(found("none")).rejects.toThrow(/no images below .*none/);
  });
});

describe("readList", () => {
  it("reads a line for each input", () => {
    const list = join(folder, "list.txt");
    writeFileSync(list, "# mine\r\n photos/a b.png \n\nphotos/#1.png\nfolder\n");
    expect(readList(list)).toEqual(["photos/a b.png", "photos/#1.png", "folder"]);
  });

  it("refuses a list of nothing, or none", () => {
    const list = join(folder, "nothing.txt");
    writeFileSync(list, "\n# nothing\n");
    expect(() => readList(list)).toThrow("names no image");
    expect(() => readList(join(folder, "missing.txt"))).toThrow("there is no such file; check --list");
  });
});
