import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { fileIdentity } from "../../src/files/look.js";
import { walk } from "../../src/files/walk.js";

const folder = temporaryFolder();
const tree = join(folder, "tree");
const files = async (pattern: string): Promise<string[]> => (await walk(tree, pattern)).files;

beforeAll(() => {
  for (const name of ["a.png", "b/a.png", "b/c/a.png", "b/c/d.jpg", ".git/a.png", "b/.a.png", "[x]/a.png"]) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), "");
  }
});

describe("walk", () => {
  it.each([
    ["**", ["[x]/a.png", "a.png", "b/a.png", "b/c/a.png", "b/c/d.jpg"]],
    ["**/*", ["[x]/a.png", "a.png", "b/a.png", "b/c/a.png", "b/c/d.jpg"]],
    ["*.png", ["a.png"]],
    ["*/a.png", ["[x]/a.png", "b/a.png"]],
    ["**/c/*", ["b/c/a.png", "b/c/d.jpg"]],
    ["b/**/a.png", ["b/a.png", "b/c/a.png"]],
    ["**/**/**/a.*", ["[x]/a.png", "a.png", "b/a.png", "b/c/a.png"]],
    ["{b,[[]x]}/a.png", ["[x]/a.png", "b/a.png"]],
    ["*/.a.png", ["b/.a.png"]],
    [".git/*", [".git/a.png"]],
    ["c/**", []],
  ])("%s", async (pattern, expected) => {
    expect(await files(pattern)).toEqual(expected);
  });

  it("does not enter folders that are excepted", async () => {
    const except = new Set([fileIdentity(join(tree, "b")) ?? ""]);
    expect((await walk(tree, "**", { except })).files).toEqual(["[x]/a.png", "a.png"]);
  });

  it("reports a folder that is none", async () => {
    const { files, failures } = await walk(join(tree, "a.png"), "**");
    expect(files).toEqual([]);
    expect(failures).toMatchObject([{ path: join(tree, "a.png"), error: { code: "ENOTDIR" } }]);
  });
});

it("a folder is visited once, whatever links lead to it", async () => {
  const root = join(folder, "links");
  mkdirSync(join(root, "real"), { recursive: true });
  writeFileSync(join(root, "real", "a.png"), "");
  const rooms = Array.from({ length: 9 }, (_, i) => join(root, `room${i}`));
  for (const room of rooms) mkdirSync(room);
  // Each leads to all the others: there are a million ways through them.
  for (const room of rooms) {
    for (const [i, other] of rooms.entries()) symlinkSync(other, join(room, `door${i}`));
    symlinkSync(root, join(room, "out"));
  }
  symlinkSync("nowhere", join(root, "broken.png"));
  symlinkSync("circle.png", join(root, "circle.png"));
  expect((await walk(root, "**")).files).toEqual(["broken.png", "circle.png", "real/a.png"]);
});
