import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
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
  "phone/IMG_1.HEIC",
  "phone/IMG_2.jfif",
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
  const { images, problems } = await findImages(
    inputs.map((input) => join(folder, input)),
    out,
  );
  if (problems[0]) throw problems[0].error;
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

  it("names pictures of formats that are not read", async () => {
    const { images, unread } = await findImages([join(folder, "phone"), join(folder, "photos")], out);
    expect(unread).toEqual([join(folder, "phone", "IMG_1.HEIC")]);
    expect(images.map(({ stem }) => stem)).toContain("IMG_2");
  });

  it("matches globs; places lie below the part without wildcards", async () => {
    expect(await found("photos/*.{png,webp}")).toEqual({ b: "photos/b.png" });
    expect(await found("photos/**/a.*")).toEqual({ a: "photos/a.JPG", "2024/a": "photos/2024/a.webp" });
    expect(await found("*/2024/*.webp")).toEqual({ "photos/2024/a": "photos/2024/a.webp" });
  });

  it("says where a glob would match but for upper and lower case, or which folder it lacks", async () => {
    await expect(found("photos/a.j*")).rejects.toThrow(
      /no images match .*; upper and lower case differ, as in .*a\.JPG$/,
    );
    await expect(found("photoss/*.png")).rejects.toThrow(/photoss: there is no such folder; check the path$/);
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
    [["photos/out"], 'give another "out"'],
  ])("refuses %j", async (inputs, message) => {
    await expect(found(...inputs)).rejects.toThrow(message);
  });

  it("finds the images of the other inputs where one cannot be used", async () => {
    const inputs = ["photoss", "photos/*.bmp", "other", "other/x\0.png", `${"n".repeat(300)}.png`];
    const { images, problems } = await findImages(
      inputs.map((input) => join(folder, input)),
      out,
    );
    expect(images.map(({ stem }) => stem)).toEqual(["a"]);
    expect(problems.map(({ image }) => image.slice(folder.length + 1))).toEqual(
      inputs.filter((input) => input !== "other"),
    );
    for (const { error } of problems) expect(error).toMatchObject({ code: "invalid-input" });
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "names a folder that cannot be read, and takes the images beside it",
    async () => {
      mkdirSync(join(folder, "some", "locked"), { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, "some", "a.png"), "");
      chmodSync(join(folder, "some", "locked"), 0);
      const { images, problems } = await findImages([join(folder, "some")], out);
      expect(images.map(({ stem }) => stem)).toEqual(["a"]);
      expect(problems).toMatchObject([
        { error: { message: expect.stringContaining("locked: no permission") } },
      ]);
    },
  );

  it("leaves out the results, whatever links lead there", async () => {
    symlinkSync(out, join(folder, "photos", "results"));
    expect(Object.values(await found("photos"))).not.toContain("photos/results/a_x2.png");
    await expect(found("photos/results")).rejects.toThrow('give another "out"');
  });

  it("refuses a folder without images", async () => {
    mkdirSync(join(folder, "none"));
    await expect(found("none")).rejects.toThrow(/no images below .*none; images are \.png/);
    await expect(found("phone/*.HEIC")).rejects.toThrow(
      /no images match .*; 1 picture left out, of formats that are not read: .*IMG_1\.HEIC; convert/,
    );
  });
});

describe("readList", () => {
  it("reads a line for each input", async () => {
    const list = join(folder, "list.txt");
    writeFileSync(list, "# mine\r\n photos/a b.png \n\nphotos/#1.png\nfolder\n");
    expect(await readList(list)).toEqual(["photos/a b.png", "photos/#1.png", "folder"]);
  });

  it("refuses a list of nothing, or none", async () => {
    const list = join(folder, "nothing.txt");
    writeFileSync(list, "\n# nothing\n");
    await expect(readList(list)).rejects.toThrow("names no image");
    await expect(readList(join(folder, "missing.txt"))).rejects.toThrow(
      "there is no such file; check the path",
    );
  });
});
